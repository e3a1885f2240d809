#include "server/cli/run/report_options.h"

#include "server/cli/run/office_code.h"

namespace server::cli {

namespace calendar = policies::calendar;

namespace {

base::Error usage(std::string vi, std::string en) {
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {std::move(vi) + " Không có gì thay đổi.", std::move(en) + " Nothing was changed."});
}

base::Result<std::optional<calendar::Date>> date_option(const Arguments& arguments, const std::string& name) {
  const std::string text = arguments.option(name);
  if (!arguments.options.contains(name)) return std::optional<calendar::Date>();
  const auto date = calendar::parse_date(text);
  if (date) return date;
  return usage("Ngày sau " + name + " không đúng: “" + text + "”. Xin ghi như 2026-12-18 hoặc 18/12/2026.",
               "The date after " + name + " is not right: “" + text + "”. Write it as 2026-12-18 or 18/12/2026.");
}

}  // namespace

base::Result<mailstore::office::Days> report_days(const Arguments& arguments, base::Timestamp now) {
  auto from = date_option(arguments, "--from");
  if (!from) return from.error();
  auto to = date_option(arguments, "--to");
  if (!to) return to.error();
  mailstore::office::Days days{*from, *to};
  const int year = days.to ? days.to->year : calendar::local_date(now).year;
  if (!days.from && !days.to) days.to = calendar::make_date(year, 12, 31);
  if (!days.from) days.from = calendar::make_date(year, 1, 1);
  if (days.to && *days.to < *days.from) {
    return usage("Ngày --to (" + calendar::slash_date(*days.to) + ") ở trước ngày --from (" +
                     calendar::slash_date(*days.from) + ").",
                 "The date --to (" + calendar::iso_date(*days.to) + ") is before --from (" +
                     calendar::iso_date(*days.from) + ").");
  }
  return days;
}

base::Result<std::vector<const directory::Unit*>> report_offices(const Arguments& arguments,
                                                                 const directory::DirectoryView& view) {
  std::vector<const directory::Unit*> offices;
  if (const std::string code = arguments.option("--office"); arguments.options.contains("--office")) {
    auto office = office_by_code(view, code);
    if (!office) return office.error();
    return std::vector{*office};
  }
  for (const directory::Unit& unit : view.units()) {
    if (unit.kind == directory::UnitKind::office) offices.push_back(&unit);
  }
  return offices;
}

}  // namespace server::cli
