// HTML to plain words: tags dropped, scripts and styles skipped, character references decoded as browsers do (the whole
// table, numbers by windows-1252), blocks parted by line ends. Not a browser and not a sanitizer: its output is text,
// to be escaped again wherever HTML is written. Linear time. Pure.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace base {

// utf8 in, UTF-8 out, at most about max_bytes.
std::string html_to_text(std::string_view html, std::size_t max_bytes = static_cast<std::size_t>(-1));

// With what a reader sees before the items of lists ("1. ", "- "), and the cells of a row parted by tabs, each row one
// line.
std::string html_to_listed_text(std::string_view html, std::size_t max_bytes = static_cast<std::size_t>(-1));

// html_to_text() piece by piece, put together the same words, until `visit` answers false (then it is false too).
bool visit_html_text(std::string_view html, const std::function<bool(std::string_view piece)>& visit);

}  // namespace base
