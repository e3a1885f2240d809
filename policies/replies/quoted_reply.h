// The newly written text of a reply: what stands above the quoted message, without signature. Pure, thread-safe,
// linear. HTML-only replies come flattened (base/mime/html_text.h); the rules are the same.
#pragma once

#include <string>
#include <string_view>

namespace policies::replies {

inline constexpr std::size_t kMaxReplyText = 256 * 1024;  // bytes read
inline constexpr std::size_t kMaxReplyLines = 4000;

enum class Cut { none, quote_mark, attribution, header_block, separator, signature, phone_signature, forward };
const char* to_string(Cut cut);

struct NewText {
  std::string text;     // lines parted by '\n', blank lines at both ends dropped
  Cut cut = Cut::none;  // what ended it
  bool text_below =
      false;  // the new text is empty and unquoted lines stand below the quote (bottom posting) or the signature
};

// `quote_follows`: a quote stood right behind the body, in HTML marked by an element; its attribution may be the last
// line.
NewText new_text(std::string_view body_utf8, bool quote_follows = false);

inline constexpr std::size_t kMaxQuoted = 64 * 1024;  // bytes

// The quoted or forwarded message below the new text, as it stands there; a signature between them is passed over.
// Empty: none.
std::string quoted_text(std::string_view body_utf8);

}  // namespace policies::replies
