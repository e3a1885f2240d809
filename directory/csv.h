// Tables typed in spreadsheets: UTF-8 (a byte order mark is fine), UTF-16 with a byte order mark or Windows-1258; fields split by
// comma, semicolon or tab; quoted fields (RFC 4180) may hold separators, line breaks and doubled quotes. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace directory {

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
  std::vector<std::string> heading;
  std::vector<CsvRow> rows;         // blank lines are left out
};

// Errors: bad_input (no heading, a quote that never ends, over a limit), with the line.
base::Result<CsvTable> parse_csv(std::string_view bytes);

// One line with CRLF; fields are quoted where needed. With `for_spreadsheets`, what a spreadsheet would run as a formula
// (= + - @ at the start) gets an apostrophe before it.
std::string csv_line(const std::vector<std::string>& fields, bool for_spreadsheets);

}  // namespace directory
