// The parsed structure as bytes and back, so that a section fetch needs no new parse. Versioned; the decoder takes any
// bytes and never trusts a length (fuzzed). Grammar in structure_codec.cpp. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/mime/message.h"
#include "base/result.h"

namespace base {

// Everything of ParsedMessage but `fields`.
std::string encode_structure(const ParsedMessage& message);
// Also without the envelope of the message itself: what sections are cut by.
std::string encode_sections(const ParsedMessage& message);

// corrupt: not our bytes; unsupported: written by a newer format (parse the message again).
Result<ParsedMessage> decode_structure(std::string_view bytes);
// The same without what lies below the root: where header and body of the message are. Cheap when the bytes are of
// encode_sections().
Result<ParsedMessage> decode_outline(std::string_view bytes);

}  // namespace base
