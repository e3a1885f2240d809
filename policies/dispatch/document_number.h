// Number and symbol of a document: "147/BC-UBND", "1132/STTTT-CNTT", "05/UBND-VX" (domain.md 3.2), the date line (3.3)
// and the key by which duplicates are found. Parsing is tolerant, writing is strict. Pure, thread-safe, linear time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/calendar/date.h"
#include "policies/dispatch/document_types.h"

namespace policies::dispatch {

inline constexpr int kMaxNumber = 999999;
inline constexpr std::size_t kMaxSymbolBytes = 128;
inline constexpr std::size_t kMaxNumberText = 1024;  // bytes of input looked at; a longer text is not a number

struct DocumentNumber {
  int number = 0;      // 1 … kMaxNumber
  std::string letter;  // one letter behind the number ("12a"), met in the wild; mostly empty
  int year = 0;        // of normative documents, "51/2016/QĐ-UBND"; else 0
  std::string symbol;  // "BC-UBND": NFC, no spaces, Đ repaired; case as written
  bool operator==(const DocumentNumber&) const = default;
};

// Tolerates "Số:", "So:", blanks around the slash and hyphens, stray markup (* _ ` quotes), a lower-case đ, letters
// that look like Đ, invisible characters, long dashes, other slashes. Nothing when it is not a number and symbol,
// whole.
std::optional<DocumentNumber> parse_document_number(std::string_view text);
// The first number and symbol inside a running text ("V/v trả lời 1132/STTTT-CNTT ngày 01/9/2017"); nothing when none.
std::optional<DocumentNumber> find_document_number(std::string_view text);

// All of a text of any length, in order, at most `limit`. Where a dash behind a symbol may go on with it or not
// ("147/BC-UBND - UBND TỈNH"), both readings are given.
std::vector<DocumentNumber> find_document_numbers(std::string_view text, std::size_t limit);

// What a search compares: no leading zeros, lower case, no marks. Parts that were not named are empty.
struct NumberWords {
  std::string number;  // "147", "12a"
  std::string year;    // "2016"
  std::string symbol;  // "bc-ubnd"
  std::string joined() const { return number + "/" + symbol; }
  std::string joined_with_year() const { return number + "/" + year + "/" + symbol; }
  bool operator==(const NumberWords&) const = default;
};
NumberWords number_words(const DocumentNumber& number);

// A number as it is asked for, whole: number and symbol, a number alone or a symbol alone, read as tolerantly.
std::optional<NumberWords> parse_number_words(std::string_view text);

// "05/UBND-VX", "147/BC-UBND", "51/2016/QĐ-UBND": below 10 with a leading zero.
std::string format_document_number(const DocumentNumber& number);
std::string format_number(int number);  // "05", "147"

// Equal number and symbol, whatever the case; a year counts only when both have one.
bool same_document_number(const DocumentNumber& a, const DocumentNumber& b);
bool same_symbol(std::string_view a, std::string_view b);

struct SymbolParts {
  const DocumentType* type = nullptr;  // never null: công văn when no group names a type
  std::string office;                  // "UBND", "STTTT"
  std::string unit;  // drafting unit or field of a letter ("VX", "CNTT"); of named types what follows the office
};

// office_symbol, when known, settles the ambiguous "TTr-…" (tờ trình, or the inspectorate's own letters).
SymbolParts split_symbol(std::string_view symbol, std::string_view office_symbol = {});

// "BC-UBND" for named types and copies; "UBND-VX" for công văn and thư công ("UBND" when unit is empty).
std::string compose_symbol(const DocumentType& type, std::string_view office_symbol, std::string_view unit_symbol);

// "Bỉm Sơn, ngày 08 tháng 9 năm 2017": days below 10 and the months 1 and 2 get a leading zero. An empty place is left
// out.
std::string date_line(std::string_view place, calendar::Date date);

// Equal for what an office would call the same document: issuer (any stable code or address; case ignored), number,
// symbol and year (of the number when it has one, else of `date_year`). One line, no secrets: fit for a unique index.
std::string duplicate_key(std::string_view issuer, const DocumentNumber& number, int date_year);

}  // namespace policies::dispatch
