#include "server/imap/fetch/fetch_bodies.h"

#include <algorithm>

#include "base/async/executor.h"
#include "base/mime/field_selector.h"
#include "base/mime/structure_codec.h"

namespace server::imap {
namespace {

using Kind = base::SectionSpec::Kind;

constexpr std::int64_t kPiece = 128 * 1024;
constexpr std::size_t kGathered = 32 * 1024;  // octets of a body that goes through the output buffer
constexpr std::size_t kHeldFields =
    64 * 1024;  // chosen header fields that are kept; more are chosen again while they are written
constexpr std::size_t kOctetsPerTurn = 256 * 1024;  // of headers looked through without letting others run

void cut(std::int64_t& offset, std::int64_t& length, const BodyItem::Partial& partial) {
  const auto skip =
      static_cast<std::int64_t>(std::min<std::uint64_t>(partial.offset, static_cast<std::uint64_t>(length)));
  offset += skip;
  length = static_cast<std::int64_t>(std::min<std::uint64_t>(partial.count, static_cast<std::uint64_t>(length - skip)));
}

// Walks a header in pieces; next() answers false at its end.
class FieldWalk {
 public:
  FieldWalk(const FetchPlan& plan, std::size_t item, base::ByteRange header)
      : selector_(plan.names(item), plan.request().items[item].section.kind == Kind::header_fields_not),
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
  base::FieldSelector selector_;
  std::int64_t at_, end_;
};

base::Error client_is_gone() {
  return base::Error::permanent(base::ErrorCode::closed, {"Người dùng đã ngắt kết nối", "The client is gone"});
}

}  // namespace

MessageBodies::MessageBodies(Session& session, const FetchPlan& plan, const mailstore::Entry& entry,
                             const mailstore::MessageMeta& meta, const std::optional<std::string>& content)
    : session_(session), plan_(plan), entry_(entry), meta_(meta), content_(content), pace_(kOctetsPerTurn) {}

base::Result<base::SectionPlace> MessageBodies::place(const base::SectionSpec& spec, bool& found) {
  found = true;
  if (spec.part.empty() && spec.kind == Kind::all)
    return base::SectionPlace{{0, static_cast<std::uint64_t>(entry_.size)}, {}};
  std::optional<base::ParsedMessage>& known = spec.part.empty() ? outline_ : parsed_;
  if (!known) {
    auto decoded = spec.part.empty() ? base::decode_outline(meta_.structure) : base::decode_structure(meta_.structure);
    if (!decoded) return std::move(decoded).error();
    known = *std::move(decoded);
  }
  auto there = base::section_place(*known, spec, meta_.prefix.size());
  found = there.has_value();
  return std::move(there).value_or(base::SectionPlace{});
}

base::Co<base::Result<BodyText>> MessageBodies::find(std::size_t at, bool read_first) {
  const BodyItem& item = plan_.request().items[at];
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
    co_return co_await chosen_fields(at, there->range);
  }
  text.offset = static_cast<std::int64_t>(there->range.begin);
  text.length =
      std::max<std::int64_t>(0, std::min(static_cast<std::int64_t>(there->range.end), entry_.size) - text.offset);
  if (item.partial) cut(text.offset, text.length, *item.partial);
  if (content_) {
    for (std::string_view& piece : text.lent) {
      piece = lent(text.offset, text.length);
      text.offset += static_cast<std::int64_t>(piece.size());
      text.length -= static_cast<std::int64_t>(piece.size());
    }
    if (text.length > 0)
      co_return base::Error::permanent(base::ErrorCode::corrupt,
                                       {"Thư ngắn hơn đáng lẽ phải có", "The message is shorter than it should be"});
  } else if (read_first && text.length > 0) {
    auto first = co_await read_piece(text);
    if (!first) co_return std::move(first).error();
    text.ready = *first;
  }
  co_return text;
}

std::string_view MessageBodies::lent(std::int64_t offset, std::int64_t length) const {
  const std::string_view prefix = meta_.prefix, content = *content_;
  const auto begin = static_cast<std::size_t>(offset), octets = static_cast<std::size_t>(length);
  if (begin < prefix.size()) return prefix.substr(begin, octets);
  return content.substr(std::min(begin - prefix.size(), content.size()), octets);
}

base::Co<base::Result<std::string_view>> MessageBodies::octets(std::int64_t offset, std::int64_t length) {
  if (content_) co_return lent(offset, length);
  auto read = co_await session_.mail().read_message(entry_, meta_.prefix, offset, length);
  if (!read) co_return std::move(read).error();
  read_ = *std::move(read);
  co_return std::string_view(read_);
}

base::Co<base::Result<std::string_view>> MessageBodies::read_piece(BodyText& text) {
  const std::int64_t wanted = std::min(text.length, kPiece);
  const auto piece = co_await octets(text.offset, wanted);
  if (piece && static_cast<std::int64_t>(piece->size()) != wanted) {
    co_return base::Error::permanent(base::ErrorCode::corrupt,
                                     {"Thư ngắn hơn đáng lẽ phải có", "The message is shorter than it should be"});
  }
  text.offset += wanted;
  text.length -= wanted;
  co_return piece;
}

// First all of it is counted, because a literal begins with its size.
base::Co<base::Result<BodyText>> MessageBodies::chosen_fields(std::size_t at, base::ByteRange header) {
  const BodyItem& item = plan_.request().items[at];
  BodyText text;
  text.chosen = true;
  text.item = at;
  text.header = header;
  FieldWalk walk(plan_, at, header);
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
  text.chosen = false;
  co_return text;
}

base::Co<base::Result<BodyText>> MessageBodies::decoded_section(const BodyItem& item, const base::SectionPlace& place) {
  const auto end = static_cast<std::int64_t>(place.range.end);
  std::string whole;
  for (auto at = static_cast<std::int64_t>(place.range.begin); at < end;) {
    const auto bytes = co_await octets(at, end - at);
    if (!bytes) co_return bytes.error();
    if (bytes->empty()) break;
    whole += *bytes;
    at += static_cast<std::int64_t>(bytes->size());
  }
  BodyText text;
  text.ready = base::inside_section(place, whole);
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
  FieldWalk walk(plan_, text.item, text.header);
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
  const auto octets = static_cast<std::int64_t>(text.in_hand()) + text.length;
  connection.out().append(" {").append(std::to_string(octets)).append("}\r\n");
  bool sent = true;
  if (text.length == 0 && text.in_hand() <= kGathered) {  // small ones leave together
    connection.out().append(text.lent[0]).append(text.lent[1]).append(text.ready);
    if (connection.wants_flush()) sent = co_await connection.flush();
    if (!sent) co_return client_is_gone();
    co_return base::Result<void>{};
  }
  for (const std::string_view piece : text.lent) {
    if (sent && !piece.empty()) sent = co_await connection.write(piece);
  }
  if (sent) sent = co_await connection.write(text.ready);
  std::string().swap(text.ready);
  if (sent && text.chosen) {
    const auto written = co_await write_fields(std::move(text));
    if (!written) co_return written.error();
    if (!*written) co_return client_is_gone();
    co_return base::Result<void>{};
  }
  while (sent && text.length > 0) {
    const auto piece = co_await read_piece(text);
    if (!piece) co_return piece.error();
    sent = co_await connection.write(*piece);
  }
  if (!sent) co_return client_is_gone();
  co_return base::Result<void>{};
}

}  // namespace server::imap
