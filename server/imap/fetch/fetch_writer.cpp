#include "server/imap/fetch/fetch_writer.h"

#include <algorithm>

#include "base/log.h"
#include "base/mime/date.h"
#include "base/mime/imap_structure.h"
#include "mailstore/store/contents/listed_content.h"
#include "server/imap/fetch/fetch_bodies.h"

namespace server::imap {
namespace {

using mailstore::Entry;
using mailstore::MessageMeta;

constexpr std::size_t kMaxHeld = 256 * 1024;  // octets of first pieces read before an answer begins
constexpr std::size_t kMaxAhead = 16;         // items looked up before an answer begins

// Joins data items with blanks inside the parentheses of one answer.
class Items {
 public:
  Items(std::string& out, Index index) : out_(out) {
    out_.append("* ").append(std::to_string(index + 1)).append(" FETCH (");
  }
  std::string& next(std::string_view name) {
    if (!first_) out_ += ' ';
    first_ = false;
    return out_.append(name);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

void view_items(Session& session, const FetchRequest& request, const Entry& entry, bool flags, Items& items) {
  if (request.uid || session.qresync) items.next("UID ").append(std::to_string(entry.uid.value));
  if (flags) append_flags(items.next("FLAGS "), session.mail(), entry, session.selected()->is_recent(entry));
  if (request.internal_date) {
    items.next("INTERNALDATE \"").append(base::format_internal_date(entry.received, entry.offset_minutes)).append("\"");
  }
  if (request.size) items.next("RFC822.SIZE ").append(std::to_string(entry.size));
  // RFC 7162 §3.1.4.2: told when it was asked for, and with changed flags.
  if (request.modseq || (flags && session.condstore)) {
    items.next("MODSEQ (").append(std::to_string(entry.modseq.value)).append(")");
  }
}

void ready_items(const FetchRequest& request, const MessageMeta& meta, bool utf8, Items& items) {
  if (request.envelope) items.next("ENVELOPE ").append(meta.list->parts().envelope);
  if (request.body) items.next("BODY ").append(meta.body);
  if (request.body_structure) items.next("BODYSTRUCTURE ").append(meta.list->parts().body_structure);
  if (request.preview) {
    base::append_imap_string(items.next("PREVIEW "), meta.preview,
                             utf8 ? base::ImapStrings::utf8_accept : base::ImapStrings::rev1);
  }
}

}  // namespace

void write_from_view(Session& session, const FetchRequest& request, Index index, const Entry& entry) {
  std::string& out = session.out();
  Items items(out, index);
  view_items(session, request, entry, request.flags, items);
  out += ")\r\n";
}

void write_listed(Session& session, const FetchPlan& plan, Index index, const Entry& entry, const MessageMeta& meta,
                  bool seen_now, std::string& scratch) {
  const FetchRequest& request = plan.request();
  std::string& out = session.out();
  Items items(out, index);
  view_items(session, request, entry, request.flags || seen_now, items);
  ready_items(request, meta, session.utf8, items);
  for (std::size_t i = 0; i < request.items.size(); ++i) {
    scratch.clear();
    (void)plan.append_listed(i, meta, scratch);
    std::string_view text = scratch;
    if (const auto& partial = request.items[i].partial) {
      text.remove_prefix(static_cast<std::size_t>(std::min<std::uint64_t>(partial->offset, text.size())));
      text = text.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(partial->count, text.size())));
    }
    items.next(request.items[i].label).append(" {").append(std::to_string(text.size())).append("}\r\n").append(text);
  }
  out += ")\r\n";
}

base::Co<base::Result<void>> write_message(Session& session, const FetchPlan& plan, Index index, const Entry& entry,
                                           const MessageMeta& meta, bool seen_now,
                                           const std::optional<std::string>& content) {
  const FetchRequest& request = plan.request();
  MessageBodies bodies(session, plan, entry, meta, content);
  // The first texts ahead: a message that cannot be read at all is refused before a byte of the answer is out. The
  // others are found when it is their turn to be written, because a command names a thousand of them.
  std::vector<BodyText> ahead;
  std::size_t held = 0;
  while (ahead.size() < request.items.size() && held < kMaxHeld && ahead.size() < kMaxAhead) {
    auto text = co_await bodies.find(ahead.size(), true);
    if (!text) co_return std::move(text).error();
    held += text->ready.size();  // what is lent is in memory already
    ahead.push_back(*std::move(text));
  }
  std::string& out = session.out();
  Items items(out, index);
  view_items(session, request, entry, request.flags || seen_now, items);
  ready_items(request, meta, session.utf8, items);
  for (std::size_t i = 0; i < request.items.size(); ++i) {
    items.next(request.items[i].label);
    base::Result<BodyText> text = BodyText();
    if (i < ahead.size()) {
      text = std::move(ahead[i]);
    } else {
      text = co_await bodies.find(i, false);
    }
    base::Result<void> written;
    if (text) {
      written = co_await bodies.write(*std::move(text));
    } else {
      written = text.error();
    }
    if (written) continue;
    base::log(base::LogLevel::error, "IMAP-0004", "a message could not be read to its end; the connection is closed",
              {{"session", session.id()}, {"error", base::describe(written.error())}});
    session.connection().close();
    co_return written.error();
  }
  out += ")\r\n";
  if (session.connection().wants_flush()) co_await session.connection().flush();
  co_return base::Result<void>{};
}

}  // namespace server::imap
