// A text that stands before every stored text when it is compressed (a zstd dictionary without tables), so that a short
// mail need not say itself what all mail says. Constant.
#pragma once

#include <string_view>

namespace mailstore {

// Rows depend on every octet of it: it never changes. A better one is another text with a codec of its own
// (content_text.h).
std::string_view text_prefix();

}  // namespace mailstore
