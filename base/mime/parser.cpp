// The message parser: one walk over the lines. A stack holds the open parts, outermost first; every line either belongs
// to the header or body of the innermost part, or is a boundary that closes parts and opens the next one.
#include <algorithm>
#include <utility>

#include "base/mime/decoded_text.h"
#include "base/mime/header_scan.h"
#include "base/mime/message.h"
#include "base/mime/parse_budget.h"
#include "base/mime/parsed_fields.h"
#include "base/text/utf8.h"

namespace base {

namespace {

constexpr std::size_t kLongLine = 998;  // RFC 5322 §2.1.1

// RFC 2046 §5.2.1, RFC 6532 §3.7.
bool embeds_message(const Part& part) {
  return part.content_type.type == "message" &&
         (part.content_type.subtype == "rfc822" || part.content_type.subtype == "global");
}

// As it stands: a boundary may look like an encoded word. Only continuations (RFC 2231) need decoding.
std::string boundary_of(const ContentType& type) {
  for (const Parameter& parameter : type.parameters) {
    if (parameter.name == "boundary") return parameter.value;
  }
  return type.parameter("boundary").value_or(std::string());
}

// RFC 6532 §3.7 allows message/global any encoding; RFC 2046 §5.2.1 forbids it for message/rfc822, senders do it all
// the same. What is labelled base64 and has a line of header first is not encoded.
bool is_encoded_message(const Part& part, std::string_view body) {
  if (part.encoding == "quoted-printable") return true;
  if (part.encoding != "base64") return false;
  const std::size_t begin = std::min(body.find_first_not_of(" \t\r\n"), body.size());
  const std::string_view line = trim_wsp(body.substr(begin, line_end(body, begin) - begin));
  return std::all_of(line.begin(), line.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/' ||
           c == '=';
  });
}

// What a message inside tells about the whole.
constexpr std::uint32_t kFlagsFromInside =
    kDepthLimitHit | kPartLimitHit | kHeaderLimitHit | kMissingBoundary | kBudgetHit;

class Parser {
 public:
  // depth: open parts around this message, when it was decoded out of another.
  Parser(std::string_view bytes, const ParseLimits& limits, ParseBudget& budget, std::size_t depth)
      : bytes_(bytes), limits_(limits), budget_(budget), depth_(depth) {}

  ParsedMessage parse();

 private:
  enum class State { header, body, epilogue };
  struct Open {
    Part part;
    State state = State::header;
    std::string boundary;  // of a multipart that is being split; empty otherwise
    bool is_digest = false;
    std::shared_ptr<Envelope> own_envelope;  // of an embedded message's root: where its header goes
    std::uint32_t seen = 0;
    std::size_t field_count = 0;
    std::size_t field_begin = std::string_view::npos;
    FieldStart field;
    std::uint64_t newlines_at_body = 0;
    std::uint64_t first_boundary = 0;  // offset of the first boundary line, when any came
    bool boundary_seen = false;
    bool encoded_message = false;  // its body is read when it is whole
  };

  void open_part(std::uint64_t at, bool digest_child, std::shared_ptr<Envelope> envelope);
  void open_embedded(std::uint64_t at);
  void read_encoded_message(Part& part);
  void close_top(std::uint64_t body_end, std::uint64_t newlines);
  void close_down_to(std::size_t depth, std::uint64_t line_start);
  void header_line(std::uint64_t at, std::uint64_t end);
  void finish_field(std::uint64_t end);
  void begin_body(std::uint64_t at);
  void start_content();
  bool boundary_line(std::uint64_t at, std::uint64_t end);
  void note_bytes();
  void note_line(std::uint64_t at, std::uint64_t end);

  Open& top() { return stack_.back(); }

  std::string_view bytes_;
  const ParseLimits& limits_;
  ParseBudget& budget_;
  const std::size_t depth_;
  ParsedMessage result_;
  std::vector<Open> stack_;
  std::size_t multiparts_open_ = 0;
  std::uint64_t newlines_ = 0;  // line feeds before the current line
  bool body_began_ = false;     // by the blank line just read
  bool opaque_ = false;         // a limit was hit: no boundary counts any more
  Part root_;
};

void Parser::open_part(std::uint64_t at, bool digest_child, std::shared_ptr<Envelope> envelope) {
  budget_.take_part();
  Open open;
  open.part.header = {at, at};
  open.own_envelope = std::move(envelope);
  if (digest_child) {  // RFC 2046 §5.1.5
    open.part.content_type.type = "message";
    open.part.content_type.subtype = "rfc822";
  }
  stack_.push_back(std::move(open));
}

void Parser::finish_field(std::uint64_t end) {
  Open& open = top();
  if (open.field_begin == std::string_view::npos) return;
  const std::size_t begin = std::exchange(open.field_begin, std::string_view::npos);
  if (open.field_count >= limits_.header_fields) {
    result_.flags |= kHeaderLimitHit;
    return;
  }
  ++open.field_count;
  if (!budget_.take_field()) return;
  const std::uint64_t value_begin = begin + open.field.colon + 1;
  const std::string_view name = bytes_.substr(begin, open.field.name_size);
  std::string_view value = bytes_.substr(value_begin, end - value_begin);
  if (value.size() > limits_.field_bytes) {
    result_.flags |= kHeaderLimitHit;
    value = value.substr(0, limits_.field_bytes);
  }
  if (stack_.size() == 1) result_.fields.push_back(HeaderField{begin, begin + open.field.name_size, value_begin, end});
  apply_part_field(open.part, name, value, open.seen, budget_);
  if (!open.own_envelope) return;
  const bool of_message = stack_.size() + depth_ == 1;
  apply_envelope_field(*open.own_envelope, name, value, open.seen, budget_,
                       of_message ? EnvelopeOf::message : EnvelopeOf::embedded);
}

void Parser::header_line(std::uint64_t at, std::uint64_t end) {
  Open& open = top();
  const std::string_view line = bytes_.substr(at, end - at);
  if (is_blank_line(line)) {
    finish_field(at);
    begin_body(end);
    return;
  }
  if (is_wsp(line.front()) && at != open.part.header.begin) return;  // folded
  finish_field(at);
  open.field = read_field_start(line);
  if (open.field.valid) open.field_begin = at;
}

void Parser::begin_body(std::uint64_t at) {
  Open& open = top();
  if (!is_ascii(bytes_.substr(open.part.header.begin, at - open.part.header.begin))) result_.flags |= kHas8BitHeader;
  open.part.header.end = at;
  open.part.body = {at, at};
  open.state = State::body;
  body_began_ = true;
  start_content();
}

// Looks at the content type once the header is known: does this part hold others?
void Parser::start_content() {
  Open& open = top();
  Part& part = open.part;
  if (part.is_multipart()) {
    std::string boundary = boundary_of(part.content_type);
    while (!boundary.empty() && is_wsp(boundary.back()))
      boundary.pop_back();  // RFC 2046 §5.1.1: never ends with a blank
    if (boundary.empty()) {
      result_.flags |= kMissingBoundary;
    } else if (stack_.size() + depth_ > limits_.depth) {
      result_.flags |= kDepthLimitHit;
    } else {
      open.boundary = std::move(boundary);
      open.is_digest = part.content_type.subtype == "digest";
      ++multiparts_open_;
    }
  }
}

void Parser::open_embedded(std::uint64_t at) {
  auto envelope = std::make_shared<Envelope>();
  top().part.envelope = envelope;
  const bool too_deep = stack_.size() + depth_ > limits_.depth;
  const bool too_many = budget_.parts() >= limits_.parts || budget_.is_spent();
  open_part(at, false, std::move(envelope));
  if (!too_deep && !too_many) return;
  // IMAP's grammar wants a body inside: a plain text part over all of it, its header unread.
  result_.flags |= too_deep ? kDepthLimitHit : kPartLimitHit;
  top().own_envelope = nullptr;
  top().part.body = {at, at};
  top().state = State::body;
  top().newlines_at_body = newlines_;
}

// Its root counts from the first octet of what was decoded. Too deep, too many or too large: a text over the octets as
// they are.
void Parser::read_encoded_message(Part& part) {
  const bool closed = stack_.size() + depth_ > limits_.depth || budget_.parts() >= limits_.parts || budget_.is_spent();
  if (closed || !budget_.take_decoded(part.body.size())) {
    result_.flags |= closed ? kPartLimitHit : kBudgetHit;
    budget_.take_part();
    part.envelope = std::make_shared<Envelope>();
    Part child;
    child.header = {part.body.begin, part.body.begin};
    child.body = part.body;
    child.body_lines = part.body_lines;
    part.children.push_back(std::move(child));
    return;
  }
  const std::string inside = decode_body(part, bytes_);
  ParsedMessage message = Parser(inside, limits_, budget_, depth_ + stack_.size()).parse();
  result_.flags |= message.flags & kFlagsFromInside;
  part.envelope = std::make_shared<Envelope>(std::move(message.envelope));
  part.decoded_size = inside.size();
  part.children.push_back(std::move(message.root));
}

// Ends the innermost part. Line feeds before body_end are `newlines`.
void Parser::close_top(std::uint64_t body_end, std::uint64_t newlines) {
  Open& open = top();
  if (open.state == State::header) {
    // A header without blank line: the body is empty behind it.
    finish_field(body_end);
    if (!is_ascii(bytes_.substr(open.part.header.begin, body_end - open.part.header.begin)))
      result_.flags |= kHas8BitHeader;
    open.part.header.end = body_end;
    open.part.body = {body_end, body_end};
    open.newlines_at_body = newlines;
    if (embeds_message(open.part)) {
      open.part.envelope = std::make_shared<Envelope>();
      Part child;
      child.header = child.body = {body_end, body_end};
      open.part.children.push_back(std::move(child));
    }
  } else {
    open.part.body.end = std::max(body_end, open.part.body.begin);
    open.part.body_lines = newlines > open.newlines_at_body ? newlines - open.newlines_at_body : 0;
    if (open.encoded_message) read_encoded_message(open.part);
  }
  if (!open.boundary.empty()) {
    if (open.state != State::epilogue) {
      result_.flags |= kMissingBoundary;
      --multiparts_open_;
    }
  }
  if (open.part.is_multipart() && open.part.children.empty()) {
    Part child;
    const std::uint64_t begin = open.part.body.begin;
    child.header = {begin, begin};
    child.body = {begin, open.boundary_seen ? std::min(open.first_boundary, open.part.body.end) : open.part.body.end};
    const std::string_view text = child.body.of(bytes_);
    child.body_lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    open.part.children.push_back(std::move(child));
  }
  Part done = std::move(open.part);
  stack_.pop_back();
  if (stack_.empty()) root_ = std::move(done);
  else top().part.children.push_back(std::move(done));
}

// A boundary line of stack_[depth] starts at line_start: everything inside ends before the line end that belongs to it.
// When that line end is the blank line of an inner header it stays with the header, and the parts around keep it too.
void Parser::close_down_to(std::size_t depth, std::uint64_t line_start) {
  std::uint64_t eol = 0;
  if (line_start > 0 && bytes_[line_start - 1] == '\n') eol = line_start > 1 && bytes_[line_start - 2] == '\r' ? 2 : 1;
  while (stack_.size() > depth + 1) {
    const Open& open = top();
    const std::uint64_t begin = open.state == State::header ? open.part.header.begin : open.part.body.begin;
    if (line_start - eol < begin) eol = 0;
    close_top(line_start - eol, eol > 0 ? newlines_ - 1 : newlines_);
  }
}

// True when the line is a boundary of an open multipart (RFC 2046 §5.1.1): the whole line but for white space at its
// end, so that boundaries which are prefixes of each other stay apart.
bool Parser::boundary_line(std::uint64_t at, std::uint64_t end) {
  std::string_view text = bytes_.substr(at + 2, end - at - 2);
  while (!text.empty() && (is_wsp(text.back()) || text.back() == '\r' || text.back() == '\n')) text.remove_suffix(1);
  for (std::size_t i = stack_.size(); i-- > 0;) {
    Open& multipart = stack_[i];
    const std::string& boundary = multipart.boundary;
    if (boundary.empty() || multipart.state != State::body || boundary.size() > text.size()) continue;
    const bool closing =
        text.size() == boundary.size() + 2 && text[text.size() - 1] == '-' && text[text.size() - 2] == '-';
    if (text.size() != boundary.size() && !closing) continue;
    if (text.substr(0, boundary.size()) != boundary) continue;
    if (!closing && (budget_.parts() >= limits_.parts || budget_.is_spent())) {
      // The part that is open now takes the rest of the message.
      result_.flags |= kPartLimitHit;
      opaque_ = true;
      return false;
    }
    close_down_to(i, at);
    if (!multipart.boundary_seen) {
      multipart.boundary_seen = true;
      multipart.first_boundary = at;
    }
    if (closing) {
      multipart.state = State::epilogue;
      --multiparts_open_;
    } else {
      open_part(end, multipart.is_digest, nullptr);
    }
    return true;
  }
  return false;
}

void Parser::note_line(std::uint64_t at, std::uint64_t end) {
  if (bytes_[end - 1] != '\n') return;
  const bool crlf = end - at >= 2 && bytes_[end - 2] == '\r';
  if (!crlf) result_.flags |= kHasLoneLf;
  if (end - at > kLongLine + (crlf ? 2 : 1)) result_.flags |= kHasLongLine;
}

void Parser::note_bytes() {
  if (!is_ascii(bytes_)) result_.flags |= kHas8Bit;
  if (!bytes_.empty() && std::memchr(bytes_.data(), '\0', bytes_.size()) != nullptr) result_.flags |= kHasNul;
  for (std::size_t at = bytes_.find('\r'); at != std::string_view::npos; at = bytes_.find('\r', at + 1)) {
    if (at + 1 < bytes_.size() && bytes_[at + 1] == '\n') continue;
    result_.flags |= kHasLoneCr;
    break;
  }
}

ParsedMessage Parser::parse() {
  note_bytes();
  result_.size = bytes_.size();
  auto envelope = std::make_shared<Envelope>();
  open_part(0, false, envelope);
  std::uint64_t at = 0;
  while (at < bytes_.size()) {
    const std::uint64_t end = line_end(bytes_, at);
    note_line(at, end);
    const bool dashes = multiparts_open_ > 0 && !opaque_ && end - at > 2 && bytes_[at] == '-' && bytes_[at + 1] == '-';
    if (!(dashes && boundary_line(at, end)) && top().state == State::header) {
      header_line(at, end);
    }
    if (bytes_[end - 1] == '\n') ++newlines_;
    if (body_began_) {  // after the line that was just counted
      body_began_ = false;
      top().newlines_at_body = newlines_;
      if (embeds_message(top().part)) {
        top().encoded_message = is_encoded_message(top().part, bytes_.substr(end));
        if (!top().encoded_message) open_embedded(end);
      }
    }
    at = end;
  }
  if (!bytes_.empty() && bytes_.size() > kLongLine &&
      bytes_.find('\n', bytes_.size() - kLongLine - 1) == std::string_view::npos)
    result_.flags |= kHasLongLine;
  while (!stack_.empty()) close_top(bytes_.size(), newlines_);
  result_.root = std::move(root_);
  result_.envelope = std::move(*envelope);
  if (budget_.is_hit()) result_.flags |= kBudgetHit;
  return std::move(result_);
}

}  // namespace

ParsedMessage parse_message(std::string_view bytes, const ParseLimits& limits) {
  ParseBudget budget(limits, bytes.size());
  return Parser(bytes, limits, budget, 0).parse();
}

Envelope parse_envelope(std::string_view header) {
  const ParseLimits limits;
  ParseBudget budget(limits, header.size());
  Envelope envelope;
  std::uint32_t seen = 0;
  for (const HeaderField& field : index_header(header)) {
    apply_envelope_field(envelope, field.name(header), field.value(header).substr(0, limits.field_bytes), seen, budget,
                         EnvelopeOf::message);
  }
  return envelope;
}

}  // namespace base
