#include "policies/tasks/lists/task_report.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text/csv.h"
#include "base/text/utf8.h"
#include "policies/phrases/deadline_resolve.h"

namespace policies::tasks {

namespace {

bool in_period(const Task& task, const Period& period) {
  return (!period.from || task.head.assigned_at >= *period.from) &&
         (!period.until || task.head.assigned_at < *period.until);
}

void count(ReportRow& row, const TaskParty& party, base::Timestamp now, const TimeRule& rule) {
  ++row.total;
  if (party.times_returned > 0 || party.times_refused > 0) ++row.returned;
  if (party.approved_extensions() > 0) ++row.extended;
  if (party.due_changed_by_assigner()) ++row.due_changed;
  const bool done = party.state == State::done;
  switch (qualifier(party, now, rule)) {
    case Qualifier::no_due: ++row.no_deadline; break;
    case Qualifier::in_time: ++(done ? row.done_on_time : row.open_in_time); break;
    case Qualifier::near_due: ++row.open_near_due; break;
    case Qualifier::overdue: ++(done ? row.done_late : row.open_overdue); break;
    case Qualifier::none:
      ++(party.due ? row.open_in_time : row.no_deadline);
      break;  // suspended: its clock stands still
  }
}

std::array<int, 9> numbers_of(const ReportRow& row) {
  return {row.total,        row.done_on_time, row.done_late, row.open_in_time, row.open_near_due,
          row.open_overdue, row.no_deadline,  row.returned,  row.extended};
}

// Those whose results are counted, by the time of assignment.
template <class Each>
void for_each_counted(std::span<const Task> tasks, const Period& period, Each each) {
  for (const Task& task : tasks) {
    if (!in_period(task, period)) continue;
    for (const int index : task.answerable()) {
      const TaskParty& party = task.parties[static_cast<std::size_t>(index)];
      if (party.state != State::cancelled) each(party);
    }
  }
}

std::string csv_row(const ReportRow& row, bool by_person) {
  std::vector<std::string> cells{row.unit_code};
  for (const int n : numbers_of(row)) cells.push_back(std::to_string(n));
  cells.push_back(row.on_time_pct());
  cells.push_back(std::to_string(row.due_changed));
  cells.push_back(row.name);
  if (by_person) cells.push_back(row.address);
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
  for_each_counted(tasks, period, [&](const TaskParty& party) {
    auto& row = rows[party.unit_code];
    row.unit_code = party.unit_code;
    if (party.unit) row.name = party.name;
    count(row, party, now, rule);
    count(report.total, party, now, rule);
  });
  for (auto& [code, row] : rows) report.rows.push_back(std::move(row));
  return report;
}

Report make_person_report(std::span<const Task> tasks, const Period& period, base::Timestamp now,
                          const TimeRule& rule) {
  std::map<std::pair<std::string, std::string>, ReportRow> rows;  // by unit and address: namesakes are two
  Report report;
  report.by_person = true;
  report.total.unit_code = "TOTAL";
  auto add = [&](const TaskParty& who, const std::string& address) {
    auto& row = rows[{who.unit_code, address}];
    row.unit_code = who.unit_code;
    row.name = who.name;
    row.address = address;
    count(row, who, now, rule);
    count(report.total, who, now, rule);
  };
  for_each_counted(tasks, period, [&](const TaskParty& party) {
    bool in_hand = false;
    for (const Hand& hand : party.hands) {
      if (hand.state == HandState::taken_back) continue;
      add(as_party(party, hand), hand.address);
      in_hand = true;
    }
    if (!in_hand) add(party, party.unit ? std::string() : party.address);
  });
  for (auto& [key, row] : rows) report.rows.push_back(std::move(row));
  std::stable_sort(report.rows.begin(), report.rows.end(), [](const ReportRow& a, const ReportRow& b) {
    return a.unit_code != b.unit_code ? a.unit_code < b.unit_code : a.name < b.name;
  });
  return report;
}

std::string report_csv(const Report& report) {
  std::string out = std::string(kReportColumns) + (report.by_person ? ",address" : "") + "\r\n";
  for (const auto& row : report.rows) out += csv_row(row, report.by_person);
  out += csv_row(report.total, report.by_person);
  return out;
}

std::string report_text(const Report& report) {
  constexpr std::array<const char*, 11> heads{"Đơn vị",  "Tổng",      "Đúng hạn", "Trễ hạn", "Trong hạn", "Sắp đến hạn",
                                              "Quá hạn", "Không hạn", "Trả lại",  "Gia hạn", "% đúng hạn"};
  std::vector<std::vector<std::string>> lines;
  lines.emplace_back(heads.begin(), heads.end());
  if (report.by_person) lines.back().front() = "Đơn vị  Người thực hiện";
  auto add = [&](const ReportRow& row, std::string name) {
    std::vector<std::string> line{std::move(name)};
    for (const int n : numbers_of(row)) line.push_back(std::to_string(n));
    line.push_back(row.on_time_pct().empty() ? "-" : row.on_time_pct());
    lines.push_back(std::move(line));
  };
  for (const auto& row : report.rows)
    add(row, report.by_person ? row.unit_code + "  " + phrases::shortened(row.name, 60) : row.unit_code);
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
