// Text written into HTML: an element's content or a quoted attribute. Pure, thread-safe. The other way, HTML to text,
// is base/mime/html_text.h.
#pragma once

#include <string>
#include <string_view>

namespace base {

// & < > " ' as references; broken UTF-8 and the control characters that HTML has no form for become U+FFFD. Tabs and
// line ends stay.
std::string escape_html(std::string_view text);

}  // namespace base
