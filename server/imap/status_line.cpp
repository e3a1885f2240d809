#include "server/imap/status_line.h"

namespace server::imap {

void append_status(Session& session, std::string_view name, const mailstore::MailboxInfo& info, const StatusItems& items) {
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
  // RFC 9051 §6.3.11 has no RECENT any more; whose it would be is known only when the mailbox is selected.
  item(items.recent, "RECENT", 0);
  item(items.uid_next, "UIDNEXT", info.uid_next.value);
  item(items.uid_validity, "UIDVALIDITY", info.uid_validity);
  item(items.unseen, "UNSEEN", info.unseen);
  item(items.highest_modseq, "HIGHESTMODSEQ", info.highest_modseq.value);
  item(items.size, "SIZE", info.size);
  item(items.deleted, "DELETED", info.deleted);
  item(items.append_limit, "APPENDLIMIT", session.parts().delivery.settings().max_message_bytes);
  out += ")\r\n";
}

}  // namespace server::imap
