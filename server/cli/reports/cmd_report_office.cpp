// vanthu report office [--month M|--quarter Q|--year Y|--from DATE --to DATE] [--office CODE] [--csv|--html]: tasks,
// people who worked, accounts; each figure with what is counted, of how many, and which.
#include "mailstore/reports/office_report.h"
#include "server/cli/calendar/calendar_output.h"
#include "server/cli/run/command.h"
#include "server/cli/run/csv_output.h"
#include "server/cli/run/report_options.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

namespace office = mailstore::office;

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  office::OfficeReportRequest request;
  request.now = house.clock.now();
  auto period = report_period(arguments, request.now);
  if (!period) return refuse_usage(period.error(), arguments, io);
  request.span = period->span;
  request.before = period->before;
  const auto view = house.directory->view();
  auto of = office_option(arguments, *view);
  if (!of) return of.error();
  request.office = *of;
  auto accounts = directory::report_accounts(*house.directory, house.clock, house.settings.gate.maximum_age_days);
  if (!accounts) return accounts.error();
  request.accounts = std::move(*accounts);
  for (const directory::Account& account : view->accounts()) {
    if (account.may_sign_in() && !house.gate->locks(account.id).empty()) request.locked.insert(account.address);
  }
  office::OfficeReport report;
  auto read = house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto made = office::read_office_report(snapshot, *house.blobs, *view, request);
    if (!made) return made.error();
    report = std::move(*made);
    return {};
  });
  if (!read) return read.error();
  if (arguments.json) print_ordered(office::office_report_json(report), io);
  else if (wants_csv(arguments)) io.out(csv_output(arguments, office::office_report_csv(report)));
  else io.out(arguments.has("--html") ? office::office_report_html(report) : office::office_report_text(report));
  return exit_code::kOk;
}

}  // namespace

CommandSpec report_office_command() {
  return {
      "report office",
      "Báo cáo của cơ quan trong một kỳ: nhiệm vụ theo đơn vị và người, người làm việc trên hệ thống, tài khoản; từng chỉ tiêu có tử số, mẫu số và danh sách, so với kỳ trước. / The report of an office for a period: tasks by unit and person, people who worked, accounts; each figure with numerator, denominator and list, beside the period before.",
      {},
      {{"--month", "M",
        "tháng, như 2026-12 hoặc 12/2026; mặc định tháng này / a month, 2026-12 or 12/2026; default this month"},
       {"--quarter", "Q", "quý, như 2026-Q4 hoặc Q4/2026 / a quarter, 2026-Q4 or Q4/2026"},
       {"--year", "Y", "năm, như 2026 / a year, 2026"},
       {"--from", "DATE", "ngày đầu, như 2026-12-18 hoặc 18/12/2026, cùng --to / first day, with --to"},
       {"--to", "DATE", "ngày cuối, tính cả ngày đó, cùng --from / last day, included, with --from"},
       {"--office", "CODE", "chỉ cơ quan này; mặc định mọi cơ quan / only this office; default all"},
       {"--csv", "", "dạng CSV / as CSV"},
       excel_option(),
       {"--html", "", "thành trang để in và ký / as a page to print and sign"}},
      Place::house,
      run};
}

}  // namespace server::cli
