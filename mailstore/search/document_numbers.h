// Numbers of official documents in running text: "147/BC-UBND", "Số: 05 /BNV-VP", "51/2016/QĐ-UBND" (domain.md 3.2,
// tolerant: blanks around the slash, small letters, missing "Số:"). Pure functions, linear time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailstore::search {

struct DocumentNumber {
  std::string number;   // without leading zeros, letter in lower case: "147", "12a"
  std::string year;     // "2016" or ""
  std::string symbol;   // folded: "bc-ubnd"
  // "147/bc-ubnd", the same with and without the year.
  std::string joined() const { return number + "/" + symbol; }
  std::string joined_with_year() const { return number + "/" + year + "/" + symbol; }
  bool operator==(const DocumentNumber&) const = default;
};

// All of a text, at most `limit`.
std::vector<DocumentNumber> find_document_numbers(std::string_view text, std::size_t limit = 1000);

// A whole query word: number and symbol, a number alone or a symbol alone (then the other one is empty).
std::optional<DocumentNumber> parse_document_number(std::string_view text);

}  // namespace mailstore::search
