// What of an HTML mail nobody sees: elements that are not shown, letters without size, letters in the colour of their
// ground, moved out of the window. What people do not see is no command of theirs. Pure, thread-safe, linear time;
// never fails on any bytes.
#pragma once

#include <string>
#include <string_view>

namespace mailstore::office {

// The HTML without it; markup that stays is byte for byte as it was. Where it cannot be told (broken nesting) text is
// rather taken for hidden: then its author is asked.
std::string without_hidden(std::string_view html_utf8);

}  // namespace mailstore::office
