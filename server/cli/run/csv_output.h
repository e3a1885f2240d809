// CSV as the commands print it: with --csv for programs, with --excel for Excel where commas are decimal signs.
#pragma once

#include <string>

#include "server/cli/run/command.h"

namespace server::cli {

// The help line of --excel, for every command that has --csv.
OptionSpec excel_option();

// --csv or --excel.
bool wants_csv(const Arguments& arguments);

// `csv` (RFC 4180, by comma) as it is; with --excel behind a byte order mark and by semicolons, which is what Excel
// with Vietnamese regional settings opens into columns. Fields with a semicolon must be quoted already, as
// base::csv_line does.
std::string csv_output(const Arguments& arguments, std::string csv);

}  // namespace server::cli
