// vanthu calendar show [--office CODE] [--year Y] [--csv]: the days of an office's calendar that are not as the week
// has them, and which table each year is from.
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "server/cli/calendar/calendar_output.h"
#include "server/cli/run/csv_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

namespace calendar = policies::calendar;
using Json = nlohmann::ordered_json;

base::Result<std::optional<int>> year_option(const Arguments& arguments) {
  if (!arguments.options.contains("--year")) return std::optional<int>();
  const std::string text = arguments.option("--year");
  int year = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (error == std::errc() && end == text.data() + text.size() && year >= 1970 && year <= 9999)
    return std::optional<int>(year);
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {"--year “" + text + "” không phải năm, ví dụ 2027. Chưa thay đổi gì.",
                                 "--year “" + text + "” is no year, such as 2027. Nothing was changed."});
}

std::string week_text(const calendar::WeeklyRule& rule) {
  std::string days, hours;
  for (int day = 1; day <= 7; ++day) {
    if (rule.works[static_cast<std::size_t>(day - 1)])
      days += (days.empty() ? "" : ", ") + std::string(calendar::weekday_vi(day));
  }
  for (const calendar::Hours& span : rule.hours)
    hours += (hours.empty() ? "" : ", ") + calendar::clock_time(span.from) + "-" + calendar::clock_time(span.until);
  return "Tuần làm việc / working week: " + days + "; " + hours + "\n";
}

std::string line_of(const calendar::DayEntry& day) {
  const int weekday = calendar::weekday(day.date);
  return "  " + calendar::slash_date(day.date) + "  " + calendar::weekday_vi(weekday) + " / " +
         calendar::weekday_en(weekday) + "  " + (day.kind == calendar::DayKind::off ? "nghỉ / off" : "làm / work") +
         (day.note.empty() ? "" : "  " + day.note) + "\n";
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  const auto view = house.directory->view();
  auto office = office_option(arguments, *view);
  if (!office) return office.error();
  auto only = year_option(arguments);
  if (!only) return refuse_usage(only.error(), arguments, io);
  const auto book = house.calendars->book();
  const calendar::Calendar& own = book->for_office(*office);
  std::map<int, std::vector<calendar::DayEntry>> years;
  for (const calendar::DayEntry& day : own.entries()) {
    if (!*only || **only == day.date.year) years[day.date.year].push_back(day);
  }
  if (wants_csv(arguments) && !arguments.json) {
    std::vector<calendar::DayEntry> all;
    for (const auto& [year, days] : years) all.insert(all.end(), days.begin(), days.end());
    io.out(csv_output(arguments, calendar::format_table(all)));
    return exit_code::kOk;
  }
  if (arguments.json) {
    Json list = Json::array();
    for (const auto& [year, days] : years) {
      Json rows = Json::array();
      for (const calendar::DayEntry& day : days) {
        rows.push_back({{"date", calendar::iso_date(day.date)},
                        {"kind", day.kind == calendar::DayKind::off ? "OFF" : "WORK"},
                        {"note", day.note}});
      }
      list.push_back({{"year", year}, {"table", book->version_of_year(*office, year)}, {"days", std::move(rows)}});
    }
    const directory::Unit* unit = view->find_unit(*office);
    print_ordered({{"office", unit != nullptr ? Json(unit->code) : Json()},
                   {"version", own.version()},
                   {"years", std::move(list)}},
                  io);
    return exit_code::kOk;
  }
  std::string out = office_name(*view, *office) + ": " + own.version() + "\n" + week_text(own.rule());
  for (const auto& [year, days] : years) {
    out += std::to_string(year) + " (" + book->version_of_year(*office, year) + ")\n";
    for (const calendar::DayEntry& day : days) out += line_of(day);
  }
  if (*only && years.empty()) {
    const std::string y = std::to_string(**only);
    out += "Lịch chưa có năm " + y + ": chỉ theo tuần làm việc. / The calendar has no year " + y +
           ": only the working week counts.\n";
  }
  io.out(out);
  return exit_code::kOk;
}

}  // namespace

CommandSpec calendar_show_command() {
  return {
      "calendar show",
      "Lịch làm việc của một cơ quan: ngày nghỉ và ngày làm bù ngoài tuần làm việc, lấy từ bảng nào. / The calendar of an office: days off and swapped days beyond the working week, and from which table.",
      {},
      {{"--office", "CODE",
        "của cơ quan này; không ghi: của cơ quan không có bảng riêng / of this office; without it, of offices without a table of their own"},
       {"--year", "Y", "chỉ năm này / only this year"},
       {"--csv", "", "thành bảng để sửa và nhập lại / as a table to edit and import again"},
       excel_option()},
      Place::house,
      run};
}

}  // namespace server::cli
