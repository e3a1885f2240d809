// The words of a message for search and preview: text parts decoded to UTF-8, HTML flattened, names of attachments.
// Bounded in size; never fails. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mime/message.h"

namespace base {

inline constexpr std::size_t kMaxDecodedText = 4u << 20;  // bytes of UTF-8 kept per message
inline constexpr std::size_t kMaxPreview = 256;           // code points, RFC 8970 §4

struct DecodedText {
  std::string text;                           // valid UTF-8, LF line ends, parts parted by an empty line
  std::string preview;                        // one line, at most kMaxPreview code points, quotes left out
  std::vector<std::string> attachment_names;  // of all attachments, decoded, in order
  bool truncated = false;                     // more text than max_bytes
  bool has_attachment = false;
};

// Of a multipart/alternative whose plain part says something, only those lines of its HTML twins are taken that hold a
// word the plain part does not have; text of embedded messages (with their Subject) is included.
DecodedText decode_text(const ParsedMessage& message, std::string_view bytes, std::size_t max_bytes = kMaxDecodedText);

// The part's body with its transfer encoding undone (base64 and quoted-printable leniently; others as they are).
std::string decode_body(const Part& part, std::string_view bytes);

// A text part in UTF-8: transfer encoding and charset undone, flowed paragraphs joined (flowed_text.h), markup of HTML
// kept.
std::string decode_text_part(const Part& part, std::string_view bytes);

// Whether the part's body is text: also of message/delivery-status and its like.
bool is_text_like(const Part& part);

// For IMAP SEARCH BODY and TEXT (RFC 9051 §6.4.4: exact substrings of decoded text): every text part, HTML with its
// tags and once more without, and the MIME header texts decoded. As one text, or piece by piece without any limit until
// `visit` answers false.
struct SearchableBody {
  std::string text;
  bool cut = false;  // the message holds more
};
SearchableBody searchable_body(const ParsedMessage& message, std::string_view bytes,
                               std::size_t max_bytes = kMaxDecodedText);
// decode_text() and searchable_body() in one: what both need of a part is decoded once.
struct MessageTexts {
  DecodedText decoded;
  SearchableBody searchable;
};
MessageTexts message_texts(const ParsedMessage& message, std::string_view bytes,
                           std::size_t max_bytes = kMaxDecodedText);
void visit_searchable(const ParsedMessage& message, std::string_view bytes,
                      std::function<bool(std::string_view piece)> visit);

}  // namespace base
