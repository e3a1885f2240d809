// Format of the stored structure, version 2 (version 1 has no decoded_size), or 3: without the first envelope. Numbers
// are LEB128 (7 bits a byte, low first); offsets are relative, so they stay short.
//   structure = version:1 parser_version flags size [ envelope ] part
//   envelope  = opt(date) opt(subject) list(from) list(sender) list(reply_to) list(to) list(cc) list(bcc)
//   opt(in_reply_to) opt(message_id) list      = count *( kind:1 string(name) string(route) string(mailbox)
//   string(host) ) part      = bits header_begin-base header_size body_begin-header_end body_size body_lines
//               [ string(type) string(subtype) ] params [ string(encoding) ] [ string(disposition) params ]
//               [ string(content_id) ] [ string(description) ] [ string(md5) ] [ string(location) ] [ count
//               *string(language) ] [ envelope ] [ decoded_size ] [ count *part ]    bits say which brackets are there;
//               base: the parent's body begin, or 0 when the parent has a decoded_size: its child counts from the
//               decoded octets
//   opt       = 0 | 1 string          string = size bytes          params = count *( string(name) string(value) )
#include "base/mime/structure_codec.h"

#include <utility>

namespace base {

namespace {

constexpr char kWithEnvelope = 2, kSectionsAlone = 3;
constexpr int kMaxDepth = 210;  // each level of nesting is a multipart and an embedded message at most
constexpr std::uint64_t kMaxParts = 5000;

enum PartBits : std::uint64_t {
  kTypeGiven = 1,
  kNotTextPlain = 2,
  kEncoding = 4,
  kDisposition = 8,
  kContentId = 16,
  kDescription = 32,
  kMd5 = 64,
  kLocation = 128,
  kLanguages = 256,
  kEnvelope = 512,
  kChildren = 1024,
  kDecoded = 2048,
};

class Encoder {
 public:
  void number(std::uint64_t n) {
    while (n >= 0x80) {
      out_ += static_cast<char>(n | 0x80);
      n >>= 7;
    }
    out_ += static_cast<char>(n);
  }
  void byte(char c) { out_ += c; }
  void string(std::string_view s) {
    number(s.size());
    out_ += s;
  }
  void optional(const std::optional<std::string>& s) {
    byte(s ? 1 : 0);
    if (s) string(*s);
  }
  void parameters(const std::vector<Parameter>& list) {
    number(list.size());
    for (const Parameter& p : list) {
      string(p.name);
      string(p.value);
    }
  }
  void addresses(const std::vector<Address>& list) {
    number(list.size());
    for (const Address& a : list) {
      byte(static_cast<char>(a.kind));
      string(a.name);
      string(a.route);
      string(a.mailbox);
      string(a.host);
    }
  }
  void envelope(const Envelope& e) {
    optional(e.date);
    optional(e.subject);
    for (const auto* list : {&e.from, &e.sender, &e.reply_to, &e.to, &e.cc, &e.bcc}) addresses(*list);
    optional(e.in_reply_to);
    optional(e.message_id);
  }
  void part(const Part& p, std::uint64_t base);
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::uint64_t bits_of(const Part& p) {
  std::uint64_t bits = 0;
  if (p.content_type.given) bits |= kTypeGiven;
  if (!p.content_type.is("text", "plain")) bits |= kNotTextPlain;
  if (!p.encoding.empty()) bits |= kEncoding;
  if (!p.disposition.type.empty() || !p.disposition.parameters.empty()) bits |= kDisposition;
  if (p.content_id) bits |= kContentId;
  if (p.description) bits |= kDescription;
  if (p.md5) bits |= kMd5;
  if (p.location) bits |= kLocation;
  if (!p.languages.empty()) bits |= kLanguages;
  if (p.envelope) bits |= kEnvelope;
  if (!p.children.empty()) bits |= kChildren;
  if (p.decoded_size) bits |= kDecoded;
  return bits;
}

void Encoder::part(const Part& p, std::uint64_t base) {
  number(bits_of(p));
  number(p.header.begin - base);
  number(p.header.size());
  number(p.body.begin - p.header.end);
  number(p.body.size());
  number(p.body_lines);
  if (!p.content_type.is("text", "plain")) {
    string(p.content_type.type);
    string(p.content_type.subtype);
  }
  parameters(p.content_type.parameters);
  if (!p.encoding.empty()) string(p.encoding);
  if (!p.disposition.type.empty() || !p.disposition.parameters.empty()) {
    string(p.disposition.type);
    parameters(p.disposition.parameters);
  }
  for (const auto* text : {&p.content_id, &p.description, &p.md5, &p.location}) {
    if (*text) string(**text);
  }
  if (!p.languages.empty()) {
    number(p.languages.size());
    for (const std::string& tag : p.languages) string(tag);
  }
  if (p.envelope) envelope(*p.envelope);
  if (p.decoded_size) number(*p.decoded_size);
  if (!p.children.empty()) {
    number(p.children.size());
    for (const Part& child : p.children) part(child, p.decoded_size ? 0 : p.body.begin);
  }
}

// Reads with a sticky failure: after the first wrong byte everything comes out empty and ok() is false.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  bool at_end() const { return at_ == bytes_.size(); }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (at_ >= bytes_.size()) return fail();
      const auto b = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint64_t>(b & 0x7F) << shift;
      if (!(b & 0x80)) return value;
    }
    return fail();
  }
  // How many items follow; each takes at least min_bytes, so a lie cannot make us reserve memory.
  std::uint64_t count(std::uint64_t min_bytes) {
    const std::uint64_t n = number();
    return n <= (bytes_.size() - at_) / min_bytes ? n : fail();
  }
  char byte() {
    if (at_ >= bytes_.size()) return static_cast<char>(fail());
    return bytes_[at_++];
  }
  std::string string() {
    const std::uint64_t size = count(1);
    if (!ok_) return {};
    std::string out(bytes_.substr(at_, size));
    at_ += size;
    return out;
  }
  std::optional<std::string> optional() {
    const char there = byte();
    if (there == 0) return std::nullopt;
    if (there != 1) fail();
    return string();
  }
  std::vector<Parameter> parameters() {
    std::vector<Parameter> list;
    for (std::uint64_t n = count(2); n > 0 && ok_; --n) {
      Parameter p;
      p.name = string();
      p.value = string();
      list.push_back(std::move(p));
    }
    return list;
  }
  std::vector<Address> addresses() {
    std::vector<Address> list;
    for (std::uint64_t n = count(5); n > 0 && ok_; --n) {
      Address a;
      const char kind = byte();
      if (kind < 0 || kind > 2) fail();
      a.kind = static_cast<Address::Kind>(kind);
      a.name = string();
      a.route = string();
      a.mailbox = string();
      a.host = string();
      list.push_back(std::move(a));
    }
    return list;
  }
  Envelope envelope() {
    Envelope e;
    e.date = optional();
    e.subject = optional();
    for (auto* list : {&e.from, &e.sender, &e.reply_to, &e.to, &e.cc, &e.bcc}) *list = addresses();
    e.in_reply_to = optional();
    e.message_id = optional();
    return e;
  }
  Part part(std::uint64_t base, std::uint64_t size, int depth);
  void ranges(Part& p, std::uint64_t base, std::uint64_t size);
  std::uint64_t fail() {
    ok_ = false;
    at_ = bytes_.size();
    return 0;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::uint64_t parts_ = 0;
  bool ok_ = true;
};

// Every range lies inside the message: callers cut the blob by it without another look.
void Decoder::ranges(Part& p, std::uint64_t base, std::uint64_t size) {
  const auto range = [&](std::uint64_t from) {
    const std::uint64_t gap = number();
    const std::uint64_t length = number();
    if (gap > size - from || length > size - from - gap) {
      fail();
      return ByteRange{};
    }
    return ByteRange{from + gap, from + gap + length};
  };
  p.header = range(base);
  p.body = range(p.header.end);
  p.body_lines = number();
}

Part Decoder::part(std::uint64_t base, std::uint64_t size, int depth) {
  Part p;
  if (depth > kMaxDepth || ++parts_ > kMaxParts) fail();
  const std::uint64_t bits = number();
  ranges(p, base, size);
  p.content_type.given = (bits & kTypeGiven) != 0;
  if (bits & kNotTextPlain) {
    p.content_type.type = string();
    p.content_type.subtype = string();
  }
  p.content_type.parameters = parameters();
  if (bits & kEncoding) p.encoding = string();
  if (bits & kDisposition) {
    p.disposition.type = string();
    p.disposition.parameters = parameters();
  }
  if (bits & kContentId) p.content_id = string();
  if (bits & kDescription) p.description = string();
  if (bits & kMd5) p.md5 = string();
  if (bits & kLocation) p.location = string();
  if (bits & kLanguages) {
    for (std::uint64_t n = count(1); n > 0 && ok_; --n) p.languages.push_back(string());
  }
  if (bits & kEnvelope) p.envelope = std::make_shared<Envelope>(envelope());
  if (bits & kDecoded) {
    p.decoded_size = number();
    if (p.envelope == nullptr || *p.decoded_size > 2 * p.body.size()) fail();  // quoted-printable makes CRLF of LF
  }
  if (bits & kChildren) {
    const std::uint64_t from = p.decoded_size ? 0 : p.body.begin;
    for (std::uint64_t n = count(7); n > 0 && ok_; --n)
      p.children.push_back(part(from, p.decoded_size.value_or(size), depth + 1));
  }
  return p;
}

std::string encode(const ParsedMessage& message, char version) {
  Encoder encoder;
  encoder.byte(version);
  encoder.number(message.parser_version);
  encoder.number(message.flags);
  encoder.number(message.size);
  if (version == kWithEnvelope) encoder.envelope(message.envelope);
  encoder.part(message.root, 0);
  return encoder.take();
}

}  // namespace

std::string encode_structure(const ParsedMessage& message) { return encode(message, kWithEnvelope); }
std::string encode_sections(const ParsedMessage& message) { return encode(message, kSectionsAlone); }

Result<ParsedMessage> decode_outline(std::string_view bytes) {
  if (bytes.empty() || bytes[0] != kSectionsAlone) return decode_structure(bytes);
  Decoder decoder(bytes.substr(1));
  ParsedMessage message;
  message.parser_version = static_cast<std::uint32_t>(decoder.number());
  message.flags = static_cast<std::uint32_t>(decoder.number());
  message.size = decoder.number();
  decoder.number();  // bits of the root
  decoder.ranges(message.root, 0, message.size);
  if (!decoder.ok()) return Error::permanent(ErrorCode::corrupt, protocol_words("stored structure is damaged"));
  return message;
}

Result<ParsedMessage> decode_structure(std::string_view bytes) {
  if (bytes.empty() || bytes[0] < 1)
    return Error::permanent(ErrorCode::corrupt, protocol_words("stored structure is damaged"));
  if (bytes[0] > kSectionsAlone)
    return Error::permanent(ErrorCode::unsupported, protocol_words("stored structure is of a newer format"));
  Decoder decoder(bytes.substr(1));
  ParsedMessage message;
  message.parser_version = static_cast<std::uint32_t>(decoder.number());
  message.flags = static_cast<std::uint32_t>(decoder.number());
  message.size = decoder.number();
  if (bytes[0] != kSectionsAlone) message.envelope = decoder.envelope();
  message.root = decoder.part(0, message.size, 0);
  if (!decoder.ok() || !decoder.at_end())
    return Error::permanent(ErrorCode::corrupt, protocol_words("stored structure is damaged"));
  return message;
}

}  // namespace base
