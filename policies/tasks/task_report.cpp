#include "policies/tasks/task_report.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text/csv.h"
#include "base/text/utf8.h"

namespace policies::tasks {

namespace {

bool in_period(const Task& task, const Period& period) {
  return (!period.from || task.head.assigned_at >= *period.from) &&
         (!period.until || task.head.assigned_at < *period.until);
}

bool ever_returned(const Task& task) {
  const auto& lead = task.lead();
  return lead.times_returned > 0 || lead.times_refused > 0;
}

void count(ReportRow& row, const Task& task, base::Timestamp now, const TimeRule& rule) {
  const TaskParty& lead = task.lead();
  ++row.total;
  if (ever_returned(task)) ++row.returned;
  if (lead.approved_extensions() > 0) ++row.extended;
  const bool done = lead.state == State::done;
  switch (qualifier(lead, now, rule)) {
    case Qualifier::no_due: ++row.no_deadline; break;
    case Qualifier::in_time: ++(done ? row.done_on_time : row.open_in_time); break;
    case Qualifier::near_due: ++row.open_near_due; break;
    case Qualifier::overdue: ++(done ? row.done_late : row.open_overdue); break;
    case Qualifier::none:
      ++(lead.due ? row.open_in_time : row.no_deadline);
      break;  // suspended: its clock stands still
  }
}

std::array<int, 9> numbers_of(const ReportRow& row) {
  return {row.total,        row.done_on_time, row.done_late, row.open_in_time, row.open_near_due,
          row.open_overdue, row.no_deadline,  row.returned,  row.extended};
}

std::string csv_row(const ReportRow& row) {
  std::vector<std::string> cells{row.unit_code};
  for (const int n : numbers_of(row)) cells.push_back(std::to_string(n));
  cells.push_back(row.on_time_pct());
  return base::csv_line(cells, true);
}

// Pads to so many characters, to the left or the right.
std::string padded(std::string_view text, std::size_t width, bool left) {
  const std::size_t have = base::code_point_count(text);
  const std::string fill(have < width ? width - have : 0, ' ');
  return left ? std::string(text) + fill : fill + std::string(text);
}

}  // namespace

int tenths_of_percent(long long part, long long whole) { return static_cast<int>((part * 2000 + whole) / (2 * whole)); }

std::optional<int> ReportRow::on_time_tenths() const {
  const long long whole = static_cast<long long>(done_on_time) + done_late + open_overdue;
  if (whole == 0) return std::nullopt;
  return tenths_of_percent(done_on_time, whole);
}

std::string ReportRow::on_time_pct() const {
  const auto tenths = on_time_tenths();
  if (!tenths) return {};
  return std::to_string(*tenths / 10) + "." + std::to_string(*tenths % 10);
}

Report make_report(std::span<const Task> tasks, const Period& period, base::Timestamp now, const TimeRule& rule) {
  std::map<std::string, ReportRow> rows;
  Report report;
  report.total.unit_code = "TOTAL";
  for (const auto& task : tasks) {
    if (task.parties.empty() || task.state() == State::cancelled || !in_period(task, period)) continue;
    const std::string& code = task.lead().unit_code;
    auto& row = rows[code];
    row.unit_code = code;
    count(row, task, now, rule);
    count(report.total, task, now, rule);
  }
  for (auto& [code, row] : rows) report.rows.push_back(std::move(row));
  return report;
}

std::string report_csv(const Report& report) {
  std::string out = std::string(kReportColumns) + "\r\n";
  for (const auto& row : report.rows) out += csv_row(row);
  out += csv_row(report.total);
  return out;
}

std::string report_text(const Report& report) {
  constexpr std::array<const char*, 11> heads{"Đơn vị",  "Tổng",      "Đúng hạn", "Trễ hạn", "Trong hạn", "Sắp đến hạn",
                                              "Quá hạn", "Không hạn", "Trả lại",  "Gia hạn", "% đúng hạn"};
  std::vector<std::vector<std::string>> lines;
  lines.emplace_back(heads.begin(), heads.end());
  auto add = [&](const ReportRow& row, std::string name) {
    std::vector<std::string> line{std::move(name)};
    for (const int n : numbers_of(row)) line.push_back(std::to_string(n));
    line.push_back(row.on_time_pct().empty() ? "-" : row.on_time_pct());
    lines.push_back(std::move(line));
  };
  for (const auto& row : report.rows) add(row, row.unit_code);
  add(report.total, "Tổng cộng");
  std::array<std::size_t, 11> widths{};
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], base::code_point_count(line[i]));
  }
  std::string out;
  for (const auto& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) text += (i == 0 ? "" : "  ") + padded(line[i], widths[i], i == 0);
    out += text + "\n";
  }
  return out;
}

}  // namespace policies::tasks
