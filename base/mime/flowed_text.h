// Text that its sender's program broke into lines (RFC 3676, Format=Flowed): paragraphs as they were typed. Linear
// time. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/mime/content_type.h"

namespace base {

// Whether a text/plain says that it is flowed.
bool is_flowed(const ContentType& type);

// Soft line breaks undone, also in quoted lines of the same depth (which begin with their quote marks once); the space
// that stuffs a line goes; "-- " ends a paragraph. `del_sp`: the space before a soft break goes too. Line ends become
// LF.
std::string join_flowed(std::string_view text, bool del_sp);

// The text of a part by its parameters Format and DelSp; unchanged when it is not flowed.
std::string as_typed(const ContentType& type, std::string text);

}  // namespace base
