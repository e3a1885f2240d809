#include "server/imap/fetch_writer.h"

#include <algorithm>

#include "base/async/executor.h"
#include "base/log.h"
#include "base/mime/date.h"
#include "base/mime/field_selector.h"
#include "base/mime/imap_structure.h"
#include "base/mime/structure_codec.h"
#include "server/imap/pace.h"

namespace server::imap {
namespace {

using mailstore::Entry;
using mailstore::MessageMeta;
using mailstore::Want;
using Kind = base::SectionSpec::Kind;

constexpr std::int64_t kPiece = 128 * 1024;
constexpr std::size_t kGathered = 32 * 1024;  // octets of a body that goes through the output buffer
constexpr std::size_t kMaxHeld = 256 * 1024;  // octets of first pieces read before an answer begins
constexpr std::size_t kMaxAhead = 16;         // items looked up before an answer begins
constexpr std::size_t kHeldFields =
    64 * 1024;  // chosen header fields that are kept; more are chosen again while they are written
constexpr std::size_t kOctetsPerTurn = 256 * 1024;  // of headers looked through without letting others run

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
  if (request.envelope) items.next("ENVELOPE ").append(meta.envelope);
  if (request.body) items.next("BODY ").append(meta.body);
  if (request.body_structure) items.next("BODYSTRUCTURE ").append(meta.body_structure);
  if (request.preview) {
    base::append_imap_string(items.next("PREVIEW "), meta.preview,
                             utf8 ? base::ImapStrings::utf8_accept : base::ImapStrings::rev1);
  }
}

// What a body item answers: `ready` octets in hand, then `length` octets from `offset` on, piece by piece: of the
// message, or with `fields` of what the item chooses of the header.
struct BodyText {
  bool nil = false;
  std::string ready;
  std::int64_t offset = 0;
  std::int64_t length = 0;
  const BodyItem* fields = nullptr;
  base::ByteRange header;
};

void cut(std::int64_t& offset, std::int64_t& length, const BodyItem::Partial& partial) {
  const auto skip =
      static_cast<std::int64_t>(std::min<std::uint64_t>(partial.offset, static_cast<std::uint64_t>(length)));
  offset += skip;
  length = static_cast<std::int64_t>(std::min<std::uint64_t>(partial.count, static_cast<std::uint64_t>(length - skip)));
}

class MessageBodies {
 public:
  MessageBodies(Session& session, const Entry& entry, const MessageMeta& meta, std::string_view whole)
      : session_(session), entry_(entry), meta_(meta), whole_(whole), pace_(kOctetsPerTurn) {}

  // `read_first`: its first piece is read too, so that a message that cannot be read is refused in time.
  base::Co<base::Result<BodyText>> find(const BodyItem& item, bool read_first);
  // After the item's label: NIL or the literal.
  base::Co<base::Result<void>> write(BodyText text);

 private:
  base::Result<base::SectionPlace> place(const base::SectionSpec& spec, bool& found);
  base::Co<base::Result<BodyText>> chosen_fields(const BodyItem& item, base::ByteRange header);
  // A section of an embedded message that is itself encoded: at most ParseLimits::decoded_message octets are read and
  // decoded.
  base::Co<base::Result<BodyText>> decoded_section(const BodyItem& item, const base::SectionPlace& place);
  // Chooses anew and writes the part of it that the text asks for.
  base::Co<base::Result<bool>> write_fields(BodyText text);
  // Octets of the message, from what was read ahead or from the store.
  base::Co<base::Result<std::string>> octets(std::int64_t offset, std::int64_t length);
  // The next piece of the text; an error also when the message is shorter than it should be.
  base::Co<base::Result<std::string>> read_piece(BodyText& text);

  Session& session_;
  const Entry& entry_;
  const MessageMeta& meta_;
  const std::string_view whole_;
  std::optional<base::ParsedMessage> parsed_;
  Pace pace_;
};

// Walks a header in pieces; next() answers false at its end.
class FieldWalk {
 public:
  FieldWalk(const BodyItem& item, base::ByteRange header)
      : names_(item.section.fields),
        selector_(names_, item.section.kind == Kind::header_fields_not),
        at_(static_cast<std::int64_t>(header.begin)),
        end_(static_cast<std::int64_t>(header.end)) {}

  std::int64_t offset() const { return at_; }
  // Octets to be read and given to take(); 0: finish() is due.
  std::int64_t wanted() const { return selector_.past_blank_line() ? 0 : std::min(kPiece, end_ - at_); }
  void take(std::string_view octets, std::string& out) {
    at_ = octets.empty() ? end_ : at_ + static_cast<std::int64_t>(octets.size());
    selector_.feed(octets, out);
  }
  void finish(std::string& out) { selector_.finish(out); }

 private:
  const base::FieldNames names_;
  base::FieldSelector selector_;
  std::int64_t at_, end_;
};

base::Result<base::SectionPlace> MessageBodies::place(const base::SectionSpec& spec, bool& found) {
  found = true;
  if (spec.part.empty() && spec.kind == Kind::all)
    return base::SectionPlace{{0, static_cast<std::uint64_t>(entry_.size)}, {}};
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
  text.length =
      std::max<std::int64_t>(0, std::min(static_cast<std::int64_t>(there->range.end), entry_.size) - text.offset);
  if (item.partial) cut(text.offset, text.length, *item.partial);
  if (read_first && text.length > 0) {
    auto first = co_await read_piece(text);
    if (!first) co_return std::move(first).error();
    text.ready = *std::move(first);
  }
  co_return text;
}

base::Co<base::Result<std::string>> MessageBodies::octets(std::int64_t offset, std::int64_t length) {
  if (whole_.empty()) co_return co_await session_.mail().read_message(entry_, meta_.prefix, offset, length);
  const auto begin = std::min(static_cast<std::size_t>(offset), whole_.size());
  co_return std::string(whole_.substr(begin, static_cast<std::size_t>(length)));
}

base::Co<base::Result<std::string>> MessageBodies::read_piece(BodyText& text) {
  const std::int64_t wanted = std::min(text.length, kPiece);
  auto piece = co_await octets(text.offset, wanted);
  if (piece && static_cast<std::int64_t>(piece->size()) != wanted) {
    co_return base::Error::permanent(base::ErrorCode::corrupt,
                                     {"Thư ngắn hơn đáng lẽ phải có", "The message is shorter than it should be"});
  }
  text.offset += wanted;
  text.length -= wanted;
  co_return piece;
}

// First all of it is counted, because a literal begins with its size.
base::Co<base::Result<BodyText>> MessageBodies::chosen_fields(const BodyItem& item, base::ByteRange header) {
  BodyText text;
  text.fields = &item;
  text.header = header;
  FieldWalk walk(item, header);
  std::string piece;
  std::int64_t size = 0;
  bool held = true;
  for (bool more = true; more;) {
    piece.clear();
    const std::int64_t wanted = walk.wanted();
    more = wanted > 0;
    if (more) {
      const auto bytes = co_await octets(walk.offset(), wanted);
      if (!bytes) co_return bytes.error();
      walk.take(*bytes, piece);
      if (pace_.due(bytes->size())) co_await base::yield_now();
    } else {
      walk.finish(piece);
    }
    size += static_cast<std::int64_t>(piece.size());
    held = held && static_cast<std::size_t>(size) <= kHeldFields;
    if (held) text.ready += piece;
  }
  text.length = size;
  if (item.partial) cut(text.offset, text.length, *item.partial);
  if (!held) {
    std::string().swap(text.ready);
    co_return text;
  }
  if (item.partial)
    text.ready = text.ready.substr(static_cast<std::size_t>(text.offset), static_cast<std::size_t>(text.length));
  text.length = 0;
  text.fields = nullptr;
  co_return text;
}

base::Co<base::Result<BodyText>> MessageBodies::decoded_section(const BodyItem& item, const base::SectionPlace& place) {
  const auto bytes =
      co_await octets(static_cast<std::int64_t>(place.range.begin), static_cast<std::int64_t>(place.range.size()));
  if (!bytes) co_return bytes.error();
  BodyText text;
  text.ready = base::inside_section(place, *bytes);
  const bool without = item.section.kind == Kind::header_fields_not;
  if (without || item.section.kind == Kind::header_fields)
    text.ready = base::select_header_fields(text.ready, item.section.fields, without);
  if (item.partial) {
    std::int64_t offset = 0, size = static_cast<std::int64_t>(text.ready.size());
    cut(offset, size, *item.partial);
    text.ready = text.ready.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
  }
  co_return text;
}

base::Co<base::Result<bool>> MessageBodies::write_fields(BodyText text) {
  FieldWalk walk(*text.fields, text.header);
  std::string piece;
  bool sent = true;
  for (bool more = true; more && sent && text.length > 0;) {
    piece.clear();
    const std::int64_t wanted = walk.wanted();
    more = wanted > 0;
    if (more) {
      const auto bytes = co_await octets(walk.offset(), wanted);
      if (!bytes) co_return bytes.error();
      walk.take(*bytes, piece);
      if (pace_.due(bytes->size())) co_await base::yield_now();
    } else {
      walk.finish(piece);
    }
    const auto skipped = static_cast<std::size_t>(std::min(text.offset, static_cast<std::int64_t>(piece.size())));
    text.offset -= static_cast<std::int64_t>(skipped);
    const std::string_view part = std::string_view(piece).substr(skipped, static_cast<std::size_t>(text.length));
    text.length -= static_cast<std::int64_t>(part.size());
    sent = co_await session_.connection().write(part);
  }
  if (sent && text.length > 0) {
    co_return base::Error::permanent(base::ErrorCode::corrupt,
                                     {"Phần đầu thư ngắn hơn trước", "The header is shorter than it was"});
  }
  co_return sent;
}

base::Co<base::Result<void>> MessageBodies::write(BodyText text) {
  Connection& connection = session_.connection();
  if (text.nil) {
    connection.out() += " NIL";
    co_return base::Result<void>{};
  }
  const auto octets = static_cast<std::int64_t>(text.ready.size()) + text.length;
  connection.out().append(" {").append(std::to_string(octets)).append("}\r\n");
  bool sent = true;
  if (text.length == 0 && text.ready.size() <= kGathered) {  // small ones leave together
    connection.out() += text.ready;
    if (connection.wants_flush()) sent = co_await connection.flush();
    if (!sent)
      co_return base::Error::permanent(base::ErrorCode::closed, {"Người dùng đã ngắt kết nối", "The client is gone"});
    co_return base::Result<void>{};
  }
  sent = co_await connection.write(text.ready);
  std::string().swap(text.ready);
  if (sent && text.fields) {
    const auto written = co_await write_fields(std::move(text));
    if (!written) co_return written.error();
    if (!*written)
      co_return base::Error::permanent(base::ErrorCode::closed, {"Người dùng đã ngắt kết nối", "The client is gone"});
    co_return base::Result<void>{};
  }
  while (sent && text.length > 0) {
    const auto piece = co_await read_piece(text);
    if (!piece) co_return piece.error();
    sent = co_await connection.write(*piece);
  }
  if (!sent)
    co_return base::Error::permanent(base::ErrorCode::closed, {"Người dùng đã ngắt kết nối", "The client is gone"});
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
  // The first texts ahead: a message that cannot be read at all is refused before a byte of the answer is out. The
  // others are found when it is their turn to be written, because a command names a thousand of them.
  std::vector<BodyText> ahead;
  std::size_t held = 0;
  while (ahead.size() < request.items.size() && held < kMaxHeld && ahead.size() < kMaxAhead) {
    auto text = co_await bodies.find(request.items[ahead.size()], true);
    if (!text) co_return std::move(text).error();
    held += text->ready.size();
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
      text = co_await bodies.find(request.items[i], false);
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
