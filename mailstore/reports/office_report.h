// The report of an office, read from the journals (tasks, who acted), the audit trail (who signed in) and the accounts;
// and its forms: text, a page to print, CSV, JSON. `vanthu report office`. Reads only.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/sql/database.h"
#include "directory/people/directory_view.h"
#include "directory/plans/report.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/reports/office_figures.h"

namespace mailstore::office {

struct OfficeReportRequest {
  base::UnitId office;  // none: all offices
  ReportSpan span, before;
  base::Timestamp now;
  std::vector<directory::AccountReportRow> accounts;  // as report_accounts() gives them
  std::set<std::string> locked;                       // addresses
};

// Tasks are folded up to the end of the period, so that the report of a month stays what it was. Reads the journals
// from the beginning: of all offices, because people of one act in the journals of others. Blocking. Errors: of the
// database and as read_journal().
base::Result<OfficeReport> read_office_report(base::SqlReader& reader, const BlobStore& blobs,
                                              const directory::DirectoryView& view, const OfficeReportRequest& request);

nlohmann::ordered_json office_report_json(const OfficeReport& report);
// One table, CRLF, guarded against formulas. row: "figure", "item" (of the figure before it), "unit" and "person" (of
// tasks), "use" (of a unit's people).
std::string office_report_csv(const OfficeReport& report);
inline constexpr const char* kOfficeReportColumns =
    "row,figure,name,part,whole,pct,before_part,before_whole,before_pct,mark_pct,counted,id,unit_code,who,about,due,at,status";
std::string office_report_text(const OfficeReport& report);  // Vietnamese, for a terminal
// One self-contained page, A4, to print and sign; each figure leads to its list. No script, nothing remote.
std::string office_report_html(const OfficeReport& report);

// What the forms share: "92,5 %", "–"; "5/8"; "18/12/2026", "16:00 18/12/2026"; "đúng hạn" for "done_on_time".
std::string percent_text(const Ratio& ratio);
std::string ratio_text(const Ratio& ratio);
std::string moment_text(base::Timestamp time);
std::string status_vi(const std::string& status);
// "Tháng 12/2026 (01/12/2026 – 31/12/2026), số liệu đến hết ngày 31/12/2026."
std::string span_text(const OfficeReport& report);

}  // namespace mailstore::office
