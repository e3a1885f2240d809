#include "server/imap/fetch_writer.h"

#include <algorithm>

#include "base/log.h"
#include "base/mime/date.h"
#include "base/mime/header_fields.h"
#include "base/mime/imap_structure.h"
#include "base/mime/structure_codec.h"

namespace server::imap {
namespace {

using mailstore::Entry;
using mailstore::MessageMeta;
using mailstore::Want;
using Kind = base::SectionSpec::Kind;

constexpr std::int64_t kPiece = 128 * 1024;
constexpr std::size_t kGathered = 32 * 1024;   // octets of a body that goes through the output buffer
constexpr std::size_t kMaxHeld = 1 << 20;       // octets of first pieces read before an answer begins
constexpr std::int64_t kMaxHeader = 16 << 20;   // octets of a header that HEADER.FIELDS looks through

// Joins data items with blanks inside the parentheses of one answer.
class Items {
 public:
  Items(std::string& out, Index index) : out_(out) { out_.append("* ").append(std::to_string(index + 1)).append(" FETCH ("); }
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
  if (flags) append_flags(items.next("FLAGS "), session.store(), entry, session.selected()->is_recent(entry));
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
  if (request.envelope) items.next("ENVELOPE ").append(meta.envelope);
  if (request.body) items.next("BODY ").append(meta.body);
  if (request.body_structure) items.next("BODYSTRUCTURE ").append(meta.body_structure);
  if (request.preview) {
    base::append_imap_string(items.next("PREVIEW "), meta.preview, utf8 ? base::ImapStrings::utf8_accept : base::ImapStrings::rev1);
  }
}

// What a body item answers: `ready` octets in hand, then `length` octets of the message from `offset` on, piece by piece.
struct BodyText {
  bool nil = false;
  std::string ready;
  std::int64_t offset = 0;
  std::int64_t length = 0;
};

void cut(std::int64_t& offset, std::int64_t& length, const BodyItem::Partial& partial) {
  const auto skip = static_cast<std::int64_t>(std::min<std::uint64_t>(partial.offset, static_cast<std::uint64_t>(length)));
  offset += skip;
  length = static_cast<std::int64_t>(std::min<std::uint64_t>(partial.count, static_cast<std::uint64_t>(length - skip)));
}

class MessageBodies {
 public:
  MessageBodies(Session& session, const Entry& entry, const MessageMeta& meta, std::string_view whole)
      : session_(session), entry_(entry), meta_(meta), whole_(whole) {}

  // `read_first`: its first piece is read too, so that a message that cannot be read is refused in time.
  base::Co<base::Result<BodyText>> find(const BodyItem& item, bool read_first);
  // After the item's label: NIL or the literal.
  base::Co<base::Result<void>> write(BodyText text);

 private:
  base::Result<base::SectionPlace> place(const base::SectionSpec& spec, bool& found);
  base::Co<base::Result<BodyText>> chosen_fields(const BodyItem& item, base::ByteRange header);
  // A section of an embedded message that is itself encoded: at most ParseLimits::decoded_message octets are read and decoded.
  base::Co<base::Result<BodyText>> decoded_section(const BodyItem& item, const base::SectionPlace& place);
  // Octets of the message, from what was read ahead or from the store.
  base::Co<base::Result<std::string>> octets(std::int64_t offset, std::int64_t length);
  // The next piece of the text; an error also when the message is shorter than it should be.
  base::Co<base::Result<std::string>> read_piece(BodyText& text);

  Session& session_;
  const Entry& entry_;
  const MessageMeta& meta_;
  const std::string_view whole_;
  std::optional<base::ParsedMessage> parsed_;
};

base::Result<base::SectionPlace> MessageBodies::place(const base::SectionSpec& spec, bool& found) {
  found = true;
  if (spec.part.empty() && spec.kind == Kind::all) return base::SectionPlace{{0, static_cast<std::uint64_t>(entry_.size)}, {}};
  if (!parsed_) {
    auto decoded = base::decode_structure(meta_.structure);
    if (!decoded) return std::move(decoded).error();
    parsed_ = *std::move(decoded);
  }
  auto there = base::section_place(*parsed_, spec, meta_.prefix.size());
  found = there.has_value();
  return std::move(there).value_or(base::SectionPlace{});
}

base::Co<base::Result<BodyText>> MessageBodies::find(const BodyItem& item, bool read_first) {
  bool found = false;
  const auto there = place(item.section, found);
  if (!there) co_return there.error();
  BodyText text;
  if (!found) {
    text.nil = true;
    co_return text;
  }
  if (!there->inside.empty()) co_return co_await decoded_section(item, *there);
  if (item.section.kind == Kind::header_fields || item.section.kind == Kind::header_fields_not) {
    co_return co_await chosen_fields(item, there->range);
  }
  text.offset = static_cast<std::int64_t>(there->range.begin);
  text.length = std::max<std::int64_t>(0, std::min(static_cast<std::int64_t>(there->range.end), entry_.size) - text.offset);
  if (item.partial) cut(text.offset, text.length, *item.partial);
  if (read_first && text.length > 0) {
    auto first = co_await read_piece(text);
    if (!first) co_return std::move(first).error();
    text.ready = *std::move(first);
  }
  co_return text;
}

base::Co<base::Result<std::string>> MessageBodies::octets(std::int64_t offset, std::int64_t length) {
  if (whole_.empty()) co_return co_await session_.store().read_message(entry_, meta_.prefix, offset, length);
  const auto begin = std::min(static_cast<std::size_t>(offset), whole_.size());
  co_return std::string(whole_.substr(begin, static_cast<std::size_t>(length)));
}

base::Co<base::Result<std::string>> MessageBodies::read_piece(BodyText& text) {
  const std::int64_t wanted = std::min(text.length, kPiece);
  auto piece = co_await octets(text.offset, wanted);
  if (piece && static_cast<std::int64_t>(piece->size()) != wanted) {
    co_return base::Error::permanent(base::ErrorCode::corrupt, "The message is shorter than it should be");
  }
  text.offset += wanted;
  text.length -= wanted;
  co_return piece;
}

base::Co<base::Result<BodyText>> MessageBodies::chosen_fields(const BodyItem& item, base::ByteRange header) {
  const auto length = std::min<std::int64_t>(static_cast<std::int64_t>(header.size()), kMaxHeader);
  const auto bytes = co_await octets(static_cast<std::int64_t>(header.begin), length);
  if (!bytes) co_return bytes.error();
  BodyText text;
  text.ready = base::select_header_fields(*bytes, item.section.fields, item.section.kind == Kind::header_fields_not);
  if (item.partial) {
    std::int64_t offset = 0, size = static_cast<std::int64_t>(text.ready.size());
    cut(offset, size, *item.partial);
    text.ready = text.ready.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
  }
  co_return text;
}

base::Co<base::Result<BodyText>> MessageBodies::decoded_section(const BodyItem& item, const base::SectionPlace& place) {
  const auto bytes = co_await octets(static_cast<std::int64_t>(place.range.begin), static_cast<std::int64_t>(place.range.size()));
  if (!bytes) co_return bytes.error();
  BodyText text;
  text.ready = base::inside_section(place, *bytes);
  const bool without = item.section.kind == Kind::header_fields_not;
  if (without || item.section.kind == Kind::header_fields) text.ready = base::select_header_fields(text.ready, item.section.fields, without);
  if (item.partial) {
    std::int64_t offset = 0, size = static_cast<std::int64_t>(text.ready.size());
    cut(offset, size, *item.partial);
    text.ready = text.ready.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
  }
  co_return text;
}

base::Co<base::Result<void>> MessageBodies::write(BodyText text) {
  Connection& connection = session_.connection();
  if (text.nil) {
    connection.out() += " NIL";
    co_return base::Result<void>{};
  }
  const auto octets = static_cast<std::int64_t>(text.ready.size()) + text.length;
  connection.out().append(" {").append(std::to_string(octets)).append("}\r\n");
  if (text.length == 0 && text.ready.size() <= kGathered) {   // small ones leave together
    connection.out() += text.ready;
    co_return base::Result<void>{};
  }
  bool sent = co_await connection.write(text.ready);
  while (sent && text.length > 0) {
    const auto piece = co_await read_piece(text);
    if (!piece) co_return piece.error();
    sent = co_await connection.write(*piece);
  }
  if (!sent) co_return base::Error::permanent(base::ErrorCode::closed, "The client is gone");
  co_return base::Result<void>{};
}

}  // namespace

mailstore::Wants wants_of(const FetchRequest& request) {
  mailstore::Wants wants = 0;
  const auto want = [&](bool needed, Want what) {
    if (needed) wants |= static_cast<mailstore::Wants>(what);
  };
  want(request.envelope, Want::envelope);
  want(request.body, Want::body);
  want(request.body_structure, Want::body_structure);
  want(request.preview, Want::preview);
  want(!request.items.empty(), Want::prefix);
  want(std::any_of(request.items.begin(), request.items.end(),
                   [](const BodyItem& item) { return !item.section.part.empty() || item.section.kind != Kind::all; }),
       Want::structure);
  return wants;
}

bool reads_bodies(const FetchRequest& request) { return !request.items.empty(); }

void write_from_view(Session& session, const FetchRequest& request, Index index, const Entry& entry) {
  std::string& out = session.out();
  Items items(out, index);
  view_items(session, request, entry, request.flags, items);
  out += ")\r\n";
}

base::Co<base::Result<void>> write_message(Session& session, const FetchRequest& request, Index index, Entry entry,
                                           const MessageMeta& meta, bool seen_now, std::string_view whole) {
  MessageBodies bodies(session, entry, meta, whole);
  // All ranges first: what cannot be read at all is refused before a byte of the answer is out.
  std::vector<BodyText> texts;
  std::size_t held = 0;
  for (const BodyItem& item : request.items) {
    auto text = co_await bodies.find(item, held < kMaxHeld);
    if (!text) co_return std::move(text).error();
    held += text->ready.size();
    texts.push_back(*std::move(text));
  }
  std::string& out = session.out();
  Items items(out, index);
  view_items(session, request, entry, request.flags || seen_now, items);
  ready_items(request, meta, session.utf8, items);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    items.next(request.items[i].label);
    auto written = co_await bodies.write(std::move(texts[i]));
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
