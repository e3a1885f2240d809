// What the reports share: the period (--from, --to, both included; default this year) and the office.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "directory/people/directory_view.h"
#include "mailstore/reports/office_figures.h"
#include "mailstore/reports/registers_view.h"
#include "server/cli/run/command.h"

namespace server::cli {

// Dates as 2026-12-18 or 18/12/2026. Without both: this year; without --from: from 1 January of the year of --to.
// Errors: bad_input with a sentence in both languages: exit code 64.
base::Result<mailstore::office::Days> report_days(const Arguments& arguments, base::Timestamp now);

// One of --month (2026-12, 12/2026), --quarter (2026-Q4, Q4/2026), --year (2026), or --from and --to; nothing: this
// month. `before`: the month, quarter or year before, or as many days. Errors: bad_input with a sentence: several of
// them, words that are no period, a period that has not begun: exit code 64.
struct ReportPeriod {
  mailstore::office::ReportSpan span, before;
};
base::Result<ReportPeriod> report_period(const Arguments& arguments, base::Timestamp now);

// The offices by code; the one of --office when it is given. Errors: those of office_by_code.
base::Result<std::vector<const directory::Unit*>> report_offices(const Arguments& arguments,
                                                                 const directory::DirectoryView& view);

}  // namespace server::cli
