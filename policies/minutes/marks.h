// Internal: what stands before a point: "1.", "2)", "(3)", "a)", "II.", "-", "•", "Điểm 4:", "Thứ nhất,"; the cells of
// a line. Pure; linear time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace policies::minutes {

struct Mark {
  std::string label;    // "1", "2.1", "a"; "" of a dash
  int style = 0;        // marks of one style are of one level
  std::size_t end = 0;  // bytes of the line, spaces behind it included
};
inline constexpr int kTitleStyle = 1, kRowStyle = 2;
bool is_dash(int style);

std::optional<Mark> read_mark(std::string_view line);

// Spaces before the words; a tab counts as four.
std::size_t indent_of(std::string_view line);
// Without spaces, no-break spaces, tabs and the asterisks of bold text at both ends.
std::string trimmed(std::string_view text);
// Parted by tabs or "|"; fewer than two: no table.
std::vector<std::string> cells_of(std::string_view line);
bool is_number(std::string_view text);
// Its first letter is a small one.
bool begins_small(std::string_view text);

}  // namespace policies::minutes
