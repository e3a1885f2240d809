#include "directory/plans/unit_code.h"

#include <string>

#include "base/text/fold.h"
#include "base/text/utf8.h"

namespace directory {

bool is_usable_unit_code(std::string_view code) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  // Folding leaves nothing but a-z of Vietnamese letters, and makes '/' of its look-alikes.
  const std::string folded = base::fold(code);
  for (std::size_t at = 0; at < code.size();) {
    if (base::is_invisible(base::next_code_point(code, at))) return false;  // folding drops it, the code would keep it
  }
  if (folded.empty() || !plain(folded.front()) || folded.back() == '.') return false;
  for (const char c : folded) {
    if (!plain(c) && c != '.' && c != '-' && c != '_') return false;
  }
  return folded.find("..") == std::string::npos;
}

}  // namespace directory
