// IMAP section specs (RFC 9051 §6.4.5.1, RFC 3501 §6.4.5; BINARY[…] uses the part numbers only): what BODY[1.2.HEADER]
// names, as a byte range of the message. Needs only the stored structure, so a blob is read just where it is asked for.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mime/message.h"
#include "base/result.h"

namespace base {

struct SectionSpec {
  enum class Kind { all, header, header_fields, header_fields_not, text, mime };
  std::vector<std::uint32_t> part;  // "1.2" = {1, 2}; empty = the whole message
  Kind kind = Kind::all;
  std::vector<std::string> fields;  // of header_fields and header_fields_not, as written
  bool operator==(const SectionSpec&) const = default;
};

// What stands between "[" and "]": "", "1.2", "1.MIME", "TEXT", "HEADER.FIELDS (From To)". Field names may be quoted.
// bad_input on anything else (also on "MIME" without a part and on numbers of 0 or over 2^32-1).
Result<SectionSpec> parse_section(std::string_view text);

// Where a section stands. Inside of an embedded message that is itself encoded (Part::decoded_size) it has no octets of
// its own in the message: `range` is then the encoded body, and inside_section() finds the section in it.
struct SectionPlace {
  struct Step {
    std::string encoding;  // Content-Transfer-Encoding of what is at hand
    ByteRange range;       // of what comes out of it
    bool operator==(const Step&) const = default;
  };
  ByteRange range;
  std::vector<Step> inside;  // outermost first; mostly empty
  bool operator==(const SectionPlace&) const = default;
};

// The place in the delivered message = stored prefix (Return-Path, Received …) + content that was parsed: prefix_size
// bytes stand before the content and belong to the root header. For header_fields(_not) this is the header to give to
// select_header_fields(). Nothing when there is no such part (IMAP answers NIL).
std::optional<SectionPlace> section_place(const ParsedMessage& message, const SectionSpec& spec,
                                          std::uint64_t prefix_size = 0);

// The section out of the octets of place.range.
std::string inside_section(const SectionPlace& place, std::string_view octets);

// The part that a number names; nullptr when there is none. Empty path: the root.
const Part* find_part(const ParsedMessage& message, const std::vector<std::uint32_t>& path);

// The section's text from the whole message in memory (prefix and content together); nothing when there is no such
// part.
std::optional<std::string> section_text(const ParsedMessage& message, std::string_view bytes, const SectionSpec& spec,
                                        std::uint64_t prefix_size = 0);

}  // namespace base
