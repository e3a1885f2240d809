#include "base/mime/field_selector.h"

#include <algorithm>

#include "base/mime/header_scan.h"
#include "base/text/case.h"

namespace base {

FieldNames::FieldNames(std::vector<std::string> names) : names_(std::move(names)) {
  std::sort(names_.begin(), names_.end(), AsciiCaseLess());
  const auto same = [](const std::string& a, const std::string& b) { return equals_ignoring_case(a, b); };
  names_.erase(std::unique(names_.begin(), names_.end(), same), names_.end());
}

bool FieldNames::contains(std::string_view name) const {
  const auto at = std::lower_bound(names_.begin(), names_.end(), name, AsciiCaseLess());
  return at != names_.end() && equals_ignoring_case(*at, name);
}

void FieldSelector::begin_line(std::string_view line) {
  if (is_blank_line(line)) {
    done_ = true;
  } else if (!line.empty() && !is_wsp(line.front())) {  // else it goes on with the field before
    const FieldStart start = read_field_start(line);
    keep_ = start.valid && start.colon < kMaxStart && names_.contains(line.substr(0, start.name_size)) != negate_;
  }
}

void FieldSelector::emit(std::string_view text, std::string& out) {
  if (!keep_ || done_ || text.empty()) return;
  out += text;
  last_ = text.back();
}

void FieldSelector::feed(std::string_view piece, std::string& out) {
  while (!piece.empty() && !done_) {
    const std::size_t end = line_end(piece, 0);
    const bool whole = piece[end - 1] == '\n';
    if (inside_ || (start_.empty() && whole)) {
      if (!inside_) begin_line(piece.substr(0, end));
      emit(piece.substr(0, end), out);
      inside_ = !whole;
      piece.remove_prefix(end);
      continue;
    }
    const std::size_t taken = std::min(end, kMaxStart - start_.size());
    start_ += piece.substr(0, taken);
    piece.remove_prefix(taken);
    if (start_.back() != '\n' && start_.size() < kMaxStart) return;
    begin_line(start_);
    emit(start_, out);
    inside_ = start_.back() != '\n';
    start_.clear();
  }
}

void FieldSelector::finish(std::string& out) {
  if (!done_ && !start_.empty()) {
    begin_line(start_);
    emit(start_, out);
    start_.clear();
  }
  if (last_ != '\n') out += "\r\n";  // a header cut in the middle of a line must not swallow the blank line
  out += "\r\n";
}

}  // namespace base
