// The report of an office for a terminal.
#include <algorithm>

#include "base/text/utf8.h"
#include "mailstore/reports/office_report.h"
#include "policies/phrases/deadline_resolve.h"

namespace mailstore::office {

namespace {

namespace tasks = policies::tasks;
using Lines = std::vector<std::vector<std::string>>;

constexpr std::size_t kWidestCell = 60;  // bytes

// Columns side by side; the first to the left, the others to the right.
std::string aligned(const Lines& lines, const std::string& indent) {
  std::vector<std::size_t> widths;
  for (const auto& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], base::code_point_count(line[i]));
  }
  std::string out;
  for (const auto& line : lines) {
    std::string text = indent;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string fill(widths[i] - base::code_point_count(line[i]), ' ');
      text += (i == 0 ? "" : "  ") + (i == 0 ? line[i] + fill : fill + line[i]);
    }
    while (text.ends_with(' ')) text.pop_back();
    out += text + "\n";
  }
  return out;
}

std::string shown(const Ratio& ratio) {
  return ratio_text(ratio) + (ratio.whole ? " = " + percent_text(ratio) : std::string());
}

std::string line_of(const FigureItem& item) {
  std::string out =
      "     " + item.id + "  " + item.unit_code + "  " + policies::phrases::shortened(item.name, kWidestCell);
  if (!item.about.empty()) out += " – " + policies::phrases::shortened(item.about, kWidestCell);
  out += ": " + status_vi(item.status);
  if (item.due) out += ", hạn " + moment_text(*item.due);
  if (item.at) out += ", " + moment_text(*item.at);
  return out + "\n";
}

std::string text_of(const Figure& figure, int number) {
  std::string out = "  " + std::to_string(number) + ". " + figure.name.vi + ": " + shown(figure.now);
  if (figure.mark_pct) out += " (mốc " + std::to_string(*figure.mark_pct) + " %)";
  if (figure.before) out += " (kỳ trước " + shown(*figure.before) + ")";
  out += "\n     Cách tính: " + figure.rule.vi + ".\n";
  const bool wanted = !figure.lists_rest;
  std::string list;
  for (const FigureItem& item : figure.items) {
    if (item.counted == wanted) list += line_of(item);
  }
  if (!list.empty() && figure.lists_rest) out += "     Không được tính vào tử số:\n";
  return out + list;
}

std::string unit_table(const tasks::Report& report) {
  if (report.rows.empty()) return {};
  return "\n  Theo đơn vị\n" + tasks::report_text(report);
}

std::string use_table(const std::vector<UnitUse>& use) {
  if (use.empty()) return {};
  Lines lines{{"Đơn vị", "Làm việc/người", "Tỷ lệ", "Kỳ trước"}};
  for (const UnitUse& unit : use) {
    lines.push_back({unit.unit_code + " " + policies::phrases::shortened(unit.unit_name, kWidestCell),
                     ratio_text(unit.worked), percent_text(unit.worked),
                     unit.before ? percent_text(*unit.before) : std::string("–")});
  }
  return "\n  Người làm việc theo đơn vị\n" + aligned(lines, "  ");
}

}  // namespace

std::string office_report_text(const OfficeReport& report) {
  std::string out =
      report.office_name + "\nBÁO CÁO TÌNH HÌNH SỬ DỤNG VÀ THỰC HIỆN NHIỆM VỤ\n" + span_text(report) + "\n";
  for (const FigureSection& section : report.sections) {
    out += "\n" + section.title.vi + "\n";
    int number = 0;
    for (const Figure& figure : section.figures) out += text_of(figure, ++number);
    if (section.key == "tasks") {
      out += unit_table(report.by_unit);
      if (!report.by_person.rows.empty()) out += "\n  Theo người thực hiện\n" + tasks::report_text(report.by_person);
    }
    if (section.key == "people") out += use_table(report.use);
  }
  return out;
}

}  // namespace mailstore::office
