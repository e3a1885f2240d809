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

namespace {

constexpr std::size_t kLongLine = 16 << 10;
constexpr std::size_t kLineTail = 3;  // " \r" decides at the end of a line

}  // namespace

// Quote marks and stuffing go, what was open is ended or goes on. `line` holds the beginning of the line.
void FlowedJoiner::begin_line(std::string_view line, std::string& out) {
  const std::size_t marks = std::min(line.find_first_not_of('>'), line.size());
  line.remove_prefix(marks);
  if (line.starts_with(' ')) line.remove_prefix(1);  // §4.4: stuffed
  const bool signature = line == "-- ";              // §4.3
  if (open_ && (marks != depth_ || signature)) {     // §4.5: another depth ends what was broken off
    out += '\n';
    open_ = false;
  }
  if (!open_ && marks > 0) {
    out.append(marks, '>');
    if (!line.empty()) out += ' ';
  }
  depth_ = marks;
  if (begun_) {
    out += line;
    return;
  }
  open_ = !signature && line.ends_with(' ');
  if (open_ && del_sp_) line.remove_suffix(1);
  out += line;
  if (!open_) out += '\n';
}

void FlowedJoiner::end_line(std::string_view rest, std::string& out) {
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  if (!begun_) return begin_line(rest, out);
  begun_ = false;
  open_ = rest.ends_with(' ');
  if (open_ && del_sp_) rest.remove_suffix(1);
  out += rest;
  if (!open_) out += '\n';
}

void FlowedJoiner::add(std::string_view piece, std::string& out) {
  for (std::size_t end; (end = piece.find('\n')) != std::string_view::npos; piece.remove_prefix(end + 1)) {
    if (line_.empty()) {
      end_line(piece.substr(0, end), out);
      continue;
    }
    line_.append(piece, 0, end);
    end_line(line_, out);
    line_.clear();
  }
  line_ += piece;
  if (line_.size() <= kLongLine) return;
  const bool only_marks = !begun_ && line_.find_first_not_of('>') >= line_.size() - kLineTail;
  if (only_marks) return;
  const std::string_view ready = std::string_view(line_).substr(0, line_.size() - kLineTail);
  if (begun_) {
    out += ready;
  } else {
    begun_ = true;
    begin_line(ready, out);
  }
  line_.erase(0, ready.size());
}

void FlowedJoiner::end(std::string& out) {
  if (!line_.empty() || begun_) end_line(line_, out);
  line_.clear();
}

std::string join_flowed(std::string_view text, bool del_sp) {
  std::string out;
  out.reserve(text.size());
  FlowedJoiner joiner(del_sp);
  joiner.add(text, out);
  joiner.end(out);
  return out;
}

bool drops_soft_spaces(const ContentType& type) { return says(type, "delsp", "yes"); }

std::string as_typed(const ContentType& type, std::string text) {
  return is_flowed(type) ? join_flowed(text, drops_soft_spaces(type)) : std::move(text);
}

}  // namespace base
