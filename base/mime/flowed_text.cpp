#include "base/mime/flowed_text.h"

#include <algorithm>

#include "base/text/case.h"

namespace base {

namespace {

bool says(const ContentType& type, std::string_view parameter, std::string_view value) {
  const auto given = type.parameter(parameter);
  return given && equals_ignoring_case(*given, value);
}

}  // namespace

bool is_flowed(const ContentType& type) { return type.is("text", "plain") && says(type, "format", "flowed"); }

std::string join_flowed(std::string_view text, bool del_sp) {
  std::string out;
  out.reserve(text.size());
  bool open = false;      // the paragraph goes on
  std::size_t depth = 0;  // its quote marks
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t marks = std::min(line.find_first_not_of('>'), line.size());
    line.remove_prefix(marks);
    if (line.starts_with(' ')) line.remove_prefix(1);  // §4.4: stuffed
    const bool signature = line == "-- ";              // §4.3
    if (open && (marks != depth || signature)) {       // §4.5: another depth ends what was broken off
      out += '\n';
      open = false;
    }
    if (!open && marks > 0) {
      out.append(marks, '>');
      if (!line.empty()) out += ' ';
    }
    depth = marks;
    open = !signature && line.ends_with(' ');
    if (open && del_sp) line.remove_suffix(1);
    out += line;
    if (!open) out += '\n';
  }
  return out;
}

std::string as_typed(const ContentType& type, std::string text) {
  return is_flowed(type) ? join_flowed(text, says(type, "delsp", "yes")) : std::move(text);
}

}  // namespace base
