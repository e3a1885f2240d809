#include "server/imap/mailboxes/status_line.h"

#include <algorithm>

namespace server::imap {

base::Co<void> append_status(Session& session, std::string name, mailstore::MailboxInfo info, StatusItems items) {
  std::int64_t recent = 0;
  if (items.recent) {  // RFC 3501 §6.3.10; RFC 9051 has no RECENT any more
    const auto found = co_await session.mail().unclaimed_recent(info.id, session.recents().claimed(info.id));
    if (found) recent = std::min(found->messages, info.messages);
    else items.recent = false;
  }
  std::int64_t deleted_storage = 0;
  if (items.deleted_storage) {
    const auto found = co_await session.mailboxes().deleted_storage(info);
    if (found) deleted_storage = *found;
    else items.deleted_storage = false;
  }
  std::string& out = session.out();
  out += "* STATUS ";
  append_mailbox_name(out, name, session.utf8);
  out += " (";
  const char* gap = "";
  const auto item = [&](bool wanted, std::string_view word, std::int64_t value) {
    if (!wanted) return;
    out.append(gap).append(word).append(" ").append(std::to_string(value));
    gap = " ";
  };
  item(items.messages, "MESSAGES", info.messages);
  item(items.recent, "RECENT", recent);
  item(items.uid_next, "UIDNEXT", info.uid_next.value);
  item(items.uid_validity, "UIDVALIDITY", info.uid_validity);
  item(items.unseen, "UNSEEN", info.unseen);
  item(items.highest_modseq, "HIGHESTMODSEQ", info.highest_modseq.value);
  item(items.size, "SIZE", info.size);
  item(items.deleted, "DELETED", info.deleted);
  item(items.deleted_storage, "DELETED-STORAGE", deleted_storage);
  item(items.append_limit, "APPENDLIMIT", session.parts().delivery.settings().max_message_bytes);
  out += ")\r\n";
}

}  // namespace server::imap
