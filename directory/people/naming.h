// Addresses made from names. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "directory/people/directory_view.h"

namespace directory {

// "Nguyễn Văn Bình" → "binhnv": given name, then the initials of family and middle names, without marks. "" when
// nothing usable is left.
std::string local_part_from_name(std::string_view full_name);

// The same with the primary domain; a digit (2, 3, …) is added while the address is taken in `view` or in `planned`
// (whole addresses). "" when the name gives nothing or there is no domain.
std::string make_address(std::string_view full_name, const DirectoryView& view,
                         const std::unordered_set<std::string>& planned);

// "UBND phường Lam Sơn" → "lamson": the words of an office's role addresses (vanthu.lamson@…): the kind of office is
// left out, the rest joined without marks. "" when nothing is left.
std::string mail_word_from_unit_name(std::string_view unit_name);

}  // namespace directory
