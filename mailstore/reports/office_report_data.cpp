// The report of an office for other programs: CSV and JSON, and the words that all its forms share.
#include <array>

#include "base/text/csv.h"
#include "mailstore/reports/office_report.h"

namespace mailstore::office {

namespace calendar = policies::calendar;
namespace tasks = policies::tasks;
using Json = nlohmann::ordered_json;

namespace {

Json number_or_null(const std::optional<int>& value) { return value ? Json(*value) : Json(); }
Json percent_of(const Ratio& ratio) {
  const auto tenths = ratio.tenths();
  return tenths ? Json(*tenths / 10.0) : Json();
}
Json time_of(const std::optional<base::Timestamp>& time) {
  return time ? Json(base::iso_date_time(*time, base::kOfficeOffsetMinutes)) : Json();
}

Json json_of(const Ratio& ratio) {
  return {{"part", ratio.part}, {"whole", number_or_null(ratio.whole)}, {"pct", percent_of(ratio)}};
}

Json json_of(const FigureItem& item) {
  return {{"counted", item.counted}, {"id", item.id},        {"unit_code", item.unit_code},
          {"name", item.name},       {"about", item.about},  {"due", time_of(item.due)},
          {"at", time_of(item.at)},  {"status", item.status}};
}

Json json_of(const Figure& figure) {
  Json items = Json::array();
  for (const FigureItem& item : figure.items) items.push_back(json_of(item));
  return {{"key", figure.key},
          {"name", {{"vi", figure.name.vi}, {"en", figure.name.en}}},
          {"rule", {{"vi", figure.rule.vi}, {"en", figure.rule.en}}},
          {"now", json_of(figure.now)},
          {"before", figure.before ? json_of(*figure.before) : Json()},
          {"mark_pct", number_or_null(figure.mark_pct)},
          {"items", std::move(items)}};
}

Json json_of(const tasks::ReportRow& row) {
  const auto tenths = row.on_time_tenths();
  return {{"unit_code", row.unit_code},       {"name", row.name},
          {"address", row.address},           {"total", row.total},
          {"done_on_time", row.done_on_time}, {"done_late", row.done_late},
          {"open_in_time", row.open_in_time}, {"open_near_due", row.open_near_due},
          {"open_overdue", row.open_overdue}, {"no_deadline", row.no_deadline},
          {"returned", row.returned},         {"extended", row.extended},
          {"due_changed", row.due_changed},   {"on_time_pct", tenths ? Json(*tenths / 10.0) : Json()}};
}

Json json_of(const ReportSpan& span) {
  return {{"name", span.name}, {"from", calendar::iso_date(span.from)}, {"to", calendar::iso_date(span.until)}};
}

std::string cell(const std::optional<int>& value) { return value ? std::to_string(*value) : std::string(); }
std::string percent_cell(const Ratio& ratio) {
  const auto tenths = ratio.tenths();
  return tenths ? std::to_string(*tenths / 10) + "." + std::to_string(*tenths % 10) : std::string();
}
std::string time_cell(const std::optional<base::Timestamp>& time) {
  return time ? base::iso_date_time(*time, base::kOfficeOffsetMinutes) : std::string();
}

// The columns of kOfficeReportColumns, empty but for what a row has.
struct CsvLine {
  std::array<std::string, 18> cells{};
  CsvLine(std::string row, std::string figure, std::string name) {
    cells[0] = std::move(row);
    cells[1] = std::move(figure);
    cells[2] = std::move(name);
  }
  void put(const Ratio& now, const std::optional<Ratio>& before) {
    cells[3] = std::to_string(now.part);
    cells[4] = cell(now.whole);
    cells[5] = percent_cell(now);
    if (!before) return;
    cells[6] = std::to_string(before->part);
    cells[7] = cell(before->whole);
    cells[8] = percent_cell(*before);
  }
  std::string text() const { return base::csv_line({cells.begin(), cells.end()}, true); }
};

std::string csv_of(const Figure& figure) {
  CsvLine line("figure", figure.key, figure.name.vi);
  line.put(figure.now, figure.before);
  line.cells[9] = cell(figure.mark_pct);
  std::string out = line.text();
  for (const FigureItem& item : figure.items) {
    CsvLine row("item", figure.key, "");
    row.cells[10] = item.counted ? "yes" : "no";
    row.cells[11] = item.id;
    row.cells[12] = item.unit_code;
    row.cells[13] = item.name;
    row.cells[14] = item.about;
    row.cells[15] = time_cell(item.due);
    row.cells[16] = time_cell(item.at);
    row.cells[17] = item.status;
    out += row.text();
  }
  return out;
}

// On time of what can be judged; the other groups by name.
std::string csv_of(const tasks::ReportRow& row, const char* kind) {
  const std::array<std::pair<const char*, int>, 10> groups{{{"total", row.total},
                                                            {"done_on_time", row.done_on_time},
                                                            {"done_late", row.done_late},
                                                            {"open_in_time", row.open_in_time},
                                                            {"open_near_due", row.open_near_due},
                                                            {"open_overdue", row.open_overdue},
                                                            {"no_deadline", row.no_deadline},
                                                            {"returned", row.returned},
                                                            {"extended", row.extended},
                                                            {"due_changed", row.due_changed}}};
  std::string out;
  auto line_of = [&](const std::string& figure) {
    CsvLine line(kind, figure, "");
    line.cells[11] = row.address;
    line.cells[12] = row.unit_code;
    line.cells[13] = row.name;
    return line;
  };
  CsvLine rate = line_of("on_time");
  rate.put({row.done_on_time, row.done_on_time + row.done_late + row.open_overdue}, std::nullopt);
  out += rate.text();
  for (const auto& [word, count] : groups) {
    CsvLine line = line_of(word);
    line.cells[3] = std::to_string(count);
    out += line.text();
  }
  return out;
}

struct StatusWord {
  const char* word;
  const char* vi;
};
constexpr StatusWord kStatus[] = {
    {"done_on_time", "hoàn thành đúng hạn"},
    {"done_late", "hoàn thành quá hạn"},
    {"done_no_deadline", "hoàn thành, không có hạn"},
    {"open_in_time", "chưa xong, trong hạn"},
    {"open_near_due", "chưa xong, sắp đến hạn"},
    {"open_overdue", "chưa xong, quá hạn"},
    {"open_no_deadline", "chưa xong, không có hạn"},
    {"acted", "có việc trong nhật ký"},
    {"signed_in", "chỉ đăng nhập"},
    {"absent", "không sử dụng"},
    {"disabled", "ngừng hoạt động"},
    {"locked", "đang tạm khóa"},
    {"none", "chưa có mật khẩu"},
    {"initial", "mật khẩu cấp lần đầu"},
    {"reset", "mật khẩu cấp lại"},
    {"own", "mật khẩu riêng"},
    {"no-change", "mật khẩu trình diễn"},
};

}  // namespace

std::string percent_text(const Ratio& ratio) {
  const auto tenths = ratio.tenths();
  return tenths ? std::to_string(*tenths / 10) + "," + std::to_string(*tenths % 10) + " %" : std::string("–");
}

std::string ratio_text(const Ratio& ratio) {
  return std::to_string(ratio.part) + (ratio.whole ? "/" + std::to_string(*ratio.whole) : std::string());
}

std::string moment_text(base::Timestamp time) {
  const calendar::Date date = calendar::local_date(time);
  if (time == calendar::end_of_day(date)) return calendar::slash_date(date);
  return calendar::clock_time(calendar::local_minute(time)) + " " + calendar::slash_date(date);
}

std::string status_vi(const std::string& status) {
  for (const StatusWord& row : kStatus) {
    if (status == row.word) return row.vi;
  }
  return status;
}

std::string span_text(const OfficeReport& report) {
  const calendar::Date last = report.span.until;
  const bool ended = report.as_of >= report.span.end();
  return "Kỳ báo cáo: " + report.span.name + " (" + calendar::slash_date(report.span.from) + " – " +
         calendar::slash_date(last) + "); số liệu đến " +
         (ended ? "hết ngày " + calendar::slash_date(last) : moment_text(report.as_of)) + "; so với " +
         report.before.name + "; lập lúc " + moment_text(report.made_at) + ".";
}

Json office_report_json(const OfficeReport& report) {
  Json out{{"office", report.office_code.empty() ? Json() : Json(report.office_code)},
           {"office_name", report.office_name},
           {"period", json_of(report.span)},
           {"before", json_of(report.before)},
           {"as_of", time_of(report.as_of)},
           {"made_at", time_of(report.made_at)},
           {"sections", Json::array()},
           {"units", Json::array()},
           {"persons", Json::array()},
           {"use", Json::array()}};
  for (const FigureSection& section : report.sections) {
    Json figures = Json::array();
    for (const Figure& figure : section.figures) figures.push_back(json_of(figure));
    out["sections"].push_back({{"key", section.key},
                               {"title", {{"vi", section.title.vi}, {"en", section.title.en}}},
                               {"figures", std::move(figures)}});
  }
  for (const tasks::ReportRow& row : report.by_unit.rows) out["units"].push_back(json_of(row));
  for (const tasks::ReportRow& row : report.by_person.rows) out["persons"].push_back(json_of(row));
  for (const UnitUse& unit : report.use) {
    out["use"].push_back({{"unit_code", unit.unit_code},
                          {"name", unit.unit_name},
                          {"worked", json_of(unit.worked)},
                          {"before", unit.before ? json_of(*unit.before) : Json()}});
  }
  return out;
}

std::string office_report_csv(const OfficeReport& report) {
  std::string out = std::string(kOfficeReportColumns) + "\r\n";
  for (const FigureSection& section : report.sections) {
    for (const Figure& figure : section.figures) out += csv_of(figure);
  }
  for (const tasks::ReportRow& row : report.by_unit.rows) out += csv_of(row, "unit");
  for (const tasks::ReportRow& row : report.by_person.rows) out += csv_of(row, "person");
  for (const UnitUse& unit : report.use) {
    CsvLine line("use", "worked", "");
    line.put(unit.worked, unit.before);
    line.cells[12] = unit.unit_code;
    line.cells[13] = unit.unit_name;
    out += line.text();
  }
  return out;
}

}  // namespace mailstore::office
