// The English twin in HTML of ours: every bit of it stands in an element of its own with lang="en". Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace mailstore::office {

// The same HTML without them. REQUIRES: HTML that we made; whatever others wrote is escaped in it.
std::string without_english(std::string_view html);
inline std::string html_in(std::string html, bool english) { return english ? html : without_english(html); }

}  // namespace mailstore::office
