// A message taken apart: one pass over its bytes gives the tree of parts with byte offsets and line counts, the
// envelope and the header index. Never fails on any bytes; what lies beyond a limit stays an opaque body and a flag
// says so. A line ends at LF, with or without CR; a CR elsewhere is an ordinary byte. Time is linear in the input.
// Results are values without pointers into the bytes; parse is thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mime/content_type.h"
#include "base/mime/envelope.h"
#include "base/mime/header_fields.h"

namespace base {

// Raised whenever the parser or the text extraction gives other results for the same bytes. The store writes it beside
// what it keeps; what an older version made is served as it is (what IMAP said about a UID never changes).
inline constexpr std::uint32_t kParserVersion = 2;

// One budget for the whole message: nobody gets more by sending more of a kind. When one is spent the rest is opaque:
// inner parts and messages are no longer opened, later values are cut. No single value takes more than three quarters
// of what is left.
struct ParseLimits {
  std::size_t depth = 100;                // nesting of multiparts and embedded messages
  std::size_t parts = 1000;               // of the whole message
  std::size_t header_fields = 10000;      // of one header; later fields are not looked at
  std::size_t all_header_fields = 50000;  // of all headers together
  std::size_t field_bytes = 1u << 20;     // of one field value; the rest of it is not looked at
  std::size_t addresses = 20000;          // of all envelopes together
  std::size_t parameters = 10000;         // of all parts together
  // Octets that ENVELOPE, BODY and BODYSTRUCTURE together may have: a quarter of the message, within these two.
  std::size_t structure_floor = 320u << 10;
  std::size_t structure_octets = 1u << 20;
  // Embedded messages in base64 or quoted-printable are decoded to be read: one, and all together.
  std::size_t decoded_message = 4u << 20;
  std::size_t decoded_octets = 16u << 20;
};

enum ParseFlag : std::uint32_t {
  kDepthLimitHit = 1,
  kPartLimitHit = 2,
  kHeaderLimitHit = 4,
  kHasLoneLf = 8,  // a line end without CR
  kHasNul = 16,
  kHas8Bit = 32,           // a byte over 0x7F, anywhere
  kHas8BitHeader = 64,     // in a header of any part
  kMissingBoundary = 128,  // a multipart without its closing boundary, or without any
  kHasLoneCr = 256,
  kHasLongLine = 512,  // over 998 bytes without its line end
  kBudgetHit = 1024,   // values were cut, parts left closed: a budget of the whole message was spent
};

// [begin, end) in bytes of the message.
struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t size() const { return end - begin; }
  std::string_view of(std::string_view bytes) const { return bytes.substr(begin, end - begin); }
  bool operator==(const ByteRange&) const = default;
};

struct Part {
  ByteRange header;  // with the blank line that ends it
  ByteRange body;    // without the line end that belongs to the next boundary
  std::uint64_t body_lines =
      0;                     // line feeds within the body, as IMAP servers count (an unfinished last line is not one)
  ContentType content_type;  // message/rfc822 by default inside multipart/digest
  std::string encoding;      // Content-Transfer-Encoding, lower case; empty when absent
  Disposition disposition;
  std::optional<std::string> content_id;   // as written, with its angle brackets
  std::optional<std::string> description;  // raw, unfolded, valid UTF-8
  std::optional<std::string> md5;
  std::optional<std::string> location;
  std::vector<std::string> languages;
  // Of a multipart: its parts, at least one (when no boundary was found, one made text part over the body). Of
  // message/rfc822 and message/global: one, the root of the embedded message. Of others: none.
  std::vector<Part> children;
  std::shared_ptr<const Envelope> envelope;  // set for message/rfc822 and message/global: the embedded message's
  // Set when such a message is itself encoded: ranges of its child count from the first of so many octets of
  // decode_body(*this).
  std::optional<std::uint64_t> decoded_size;

  bool is_multipart() const { return content_type.type == "multipart"; }
  bool is_message() const { return envelope != nullptr; }
  // Name to show and save by: filename of the disposition, else name of the content type; decoded, may hold anything.
  std::string file_name() const;
  // Disposition attachment, an embedded message, a named text, and every other type but pictures with a Content-ID,
  // signatures and JSON-LD.
  bool is_attachment() const;
};

// Deep comparison (the envelope by value).
bool operator==(const Part& a, const Part& b);

struct ParsedMessage {
  Part root;
  Envelope envelope;
  std::uint64_t size = 0;   // bytes parsed
  std::uint32_t flags = 0;  // ParseFlag
  std::uint32_t parser_version = kParserVersion;
  std::vector<HeaderField> fields;  // of the root header; kept by parse only, not by the structure codec
};

ParsedMessage parse_message(std::string_view bytes, const ParseLimits& limits = {});

// The header alone (what SMTP checks while the body is still coming): envelope and fields of bytes up to the blank
// line.
Envelope parse_envelope(std::string_view header);

}  // namespace base
