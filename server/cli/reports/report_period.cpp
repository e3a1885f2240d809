// The period of `report office`: a month, a quarter, a year, or days.
#include <charconv>

#include "server/cli/run/report_options.h"

namespace server::cli {

namespace calendar = policies::calendar;
using mailstore::office::ReportSpan;

namespace {

base::Error usage(std::string vi, std::string en) {
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {std::move(vi) + " Không có gì thay đổi.", std::move(en) + " Nothing was changed."});
}

std::optional<int> number(std::string_view text, std::size_t most_digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool digits = !text.empty() && text.size() <= most_digits && text.front() >= '0' && text.front() <= '9';
  if (!digits || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int> year_of(std::string_view text) {
  const auto year = number(text, 4);
  return year && *year >= 1971 && *year <= 9998 ? year : std::nullopt;
}

// "2026-12" or "12/2026": the year has four digits.
struct YearAnd {
  int year = 0;
  std::string rest;
};
std::optional<YearAnd> year_and(std::string_view text) {
  if (const auto dash = text.find('-'); dash == 4) {
    const auto year = year_of(text.substr(0, 4));
    if (year) return YearAnd{*year, std::string(text.substr(5))};
  } else if (const auto slash = text.find('/'); slash != std::string_view::npos && text.size() == slash + 5) {
    const auto year = year_of(text.substr(slash + 1));
    if (year) return YearAnd{*year, std::string(text.substr(0, slash))};
  }
  return std::nullopt;
}

// `months` of them, beginning with that one (1 = January; 0, -1 … of the year before).
ReportSpan months_of(int year, int month, int months, const std::string& name) {
  while (month < 1) month += 12, --year;
  const int last = month + months - 1;
  return {{year, month, 1}, {year, last, calendar::days_in_month(year, last)}, name};
}

ReportPeriod month_period(int year, int month) {
  const auto name = [](int y, int m) {
    return "tháng " + std::string(m < 10 ? "0" : "") + std::to_string(m) + "/" + std::to_string(y);
  };
  const int old_year = month == 1 ? year - 1 : year, old_month = month == 1 ? 12 : month - 1;
  return {months_of(year, month, 1, name(year, month)), months_of(old_year, old_month, 1, name(old_year, old_month))};
}

ReportPeriod quarter_period(int year, int quarter) {
  const auto name = [](int y, int q) { return "quý " + std::to_string(q) + "/" + std::to_string(y); };
  const int old_year = quarter == 1 ? year - 1 : year, old = quarter == 1 ? 4 : quarter - 1;
  return {months_of(year, quarter * 3 - 2, 3, name(year, quarter)),
          months_of(old_year, old * 3 - 2, 3, name(old_year, old))};
}

ReportPeriod year_period(int year) {
  return {months_of(year, 1, 12, "năm " + std::to_string(year)),
          months_of(year - 1, 1, 12, "năm " + std::to_string(year - 1))};
}

base::Result<ReportPeriod> days_period(const Arguments& arguments, base::Timestamp now) {
  if (!arguments.options.contains("--from") || !arguments.options.contains("--to"))
    return usage("--from và --to phải đi cùng nhau.", "--from and --to go together.");
  auto days = report_days(arguments, now);
  if (!days) return days.error();
  const auto count = calendar::day_number(*days->to) - calendar::day_number(*days->from) + 1;
  const ReportSpan span{*days->from, *days->to,
                        calendar::slash_date(*days->from) + " – " + calendar::slash_date(*days->to)};
  ReportSpan before{calendar::add_days(*days->from, -count), calendar::add_days(*days->from, -1), ""};
  before.name = calendar::slash_date(before.from) + " – " + calendar::slash_date(before.until);
  return ReportPeriod{span, before};
}

base::Result<ReportPeriod> named_period(const std::string& option, const std::string& text) {
  const auto parts = year_and(text);
  if (option == "--month" && parts) {
    const auto month = number(parts->rest, 2);
    if (month && *month >= 1 && *month <= 12) return month_period(parts->year, *month);
  }
  if (option == "--quarter" && parts) {
    const bool marked = parts->rest.size() == 2 && (parts->rest[0] == 'Q' || parts->rest[0] == 'q');
    const auto quarter = number(marked ? parts->rest.substr(1) : std::string(), 1);
    if (quarter && *quarter >= 1 && *quarter <= 4) return quarter_period(parts->year, *quarter);
  }
  if (option == "--year") {
    if (const auto year = year_of(text)) return year_period(*year);
  }
  const bool month = option == "--month", quarter = option == "--quarter";
  return usage("Kỳ sau " + option + " không đúng: “" + text + "”. Xin ghi như " +
                   (month     ? "2026-12 hoặc 12/2026."
                    : quarter ? "2026-Q4 hoặc Q4/2026."
                              : "2026."),
               "The period after " + option + " is not right: “" + text + "”. Write it as " +
                   (month     ? "2026-12 or 12/2026."
                    : quarter ? "2026-Q4 or Q4/2026."
                              : "2026."));
}

}  // namespace

base::Result<ReportPeriod> report_period(const Arguments& arguments, base::Timestamp now) {
  std::vector<std::string> given;
  for (const char* option : {"--month", "--quarter", "--year"}) {
    if (arguments.options.contains(option)) given.emplace_back(option);
  }
  const bool days = arguments.options.contains("--from") || arguments.options.contains("--to");
  if (given.size() + (days ? 1 : 0) > 1) {
    return usage("Chỉ một trong --month, --quarter, --year hoặc --from và --to.",
                 "Only one of --month, --quarter, --year, or --from and --to.");
  }
  const calendar::Date today = calendar::local_date(now);
  auto period = days            ? days_period(arguments, now)
                : given.empty() ? base::Result<ReportPeriod>(month_period(today.year, today.month))
                                : named_period(given.front(), arguments.option(given.front()));
  if (period && period->span.from > today) {
    return usage("Kỳ này (" + period->span.name + ") chưa bắt đầu.",
                 "This period (from " + calendar::iso_date(period->span.from) + ") has not begun.");
  }
  return period;
}

}  // namespace server::cli
