// Tables typed in spreadsheets: UTF-8 (a byte order mark is fine), UTF-16 with a byte order mark or Windows-1258;
// fields split by comma, semicolon or tab, or by what Excel's line "sep=;" names; quoted fields (RFC 4180) may hold
// separators, line breaks and doubled quotes. Titles, dates and blank lines may stand above the heading. Pure,
// thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace base {

inline constexpr std::size_t kMaxCsvBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kMaxCsvRows = 200000;
inline constexpr std::size_t kMaxCsvColumns = 64;
inline constexpr std::size_t kMaxCsvField = 8192;  // bytes

struct CsvRow {
  int line = 0;                     // where it begins, from 1
  std::vector<std::string> fields;  // NFC, trimmed; as many as the heading has (missing ones are "")
  bool too_many = false;            // it had more fields than the heading, and not only empty ones
};

struct CsvTable {
  int heading_line = 1;
  std::vector<std::string> heading;
  std::vector<CsvRow> rows;  // blank lines are left out
};

// Whether a row is the heading of the table that is wanted.
using IsHeading = std::function<bool(const std::vector<std::string>& fields)>;

// The heading is the first of the first 30 rows that `is_heading` knows, read with whichever separator makes it known;
// when there is none (or nothing to ask), the first row. Errors: bad_input (no heading, a quote that never ends, over a
// limit), with the line.
Result<CsvTable> parse_csv(std::string_view bytes, const IsHeading& is_heading = {});

// One line with CRLF; fields are quoted where needed. With `for_spreadsheets`, what a spreadsheet would run as a
// formula (= + - @ at the start, full-width ones too, also behind a semicolon, tab or line end inside the field) gets an
// apostrophe before it.
std::string csv_line(const std::vector<std::string>& fields, bool for_spreadsheets);

}  // namespace base
