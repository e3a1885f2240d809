// The report of an office as a page to print and sign.
#include "base/text/html.h"
#include "mailstore/reports/office_report.h"

namespace mailstore::office {

namespace {

namespace tasks = policies::tasks;

constexpr std::string_view kStyle =
    "@page{size:A4 portrait;margin:15mm 15mm 15mm 20mm}"
    "body{font:12pt 'Times New Roman','Liberation Serif',Tinos,serif;color:#000;margin:0 auto;max-width:175mm}"
    "@media screen{body{padding:10mm}}"
    "@media screen and (max-width:700px){body{padding:4mm}div.wide{overflow-x:auto}div.wide table{min-width:150mm}}"
    "h1{font-size:15pt;text-align:center;margin:4mm 0 1mm}"
    "h2{font-size:13pt;margin:6mm 0 2mm;break-after:avoid}"
    "h3{font-size:12pt;margin:4mm 0 1mm;break-after:avoid}"
    "p.office{text-transform:uppercase;font-weight:bold;margin:0;line-height:1.6}"
    "p.period{text-align:center;margin:0 0 3mm;font-style:italic}"
    "p.rule{font-size:11pt;font-style:italic;margin:0 0 1mm}"
    "table{width:100%;border-collapse:collapse;font-size:11pt;margin:0 0 3mm}"
    "th,td{border:1px solid #000;padding:.7mm 1.2mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th{text-align:center}td.n{text-align:right;white-space:nowrap}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "td.missed{font-weight:bold}"
    "a{color:inherit}"
    "div.sign{display:flex;justify-content:space-around;margin-top:8mm;text-align:center;break-inside:avoid}"
    "div.sign p{min-height:25mm}";

std::string cell(std::string_view text) { return "<td>" + base::escape_html(text) + "</td>"; }
std::string number(std::string_view text) { return "<td class=\"n\">" + base::escape_html(text) + "</td>"; }

std::string head(std::initializer_list<const char*> words) {
  std::string out = "<thead><tr>";
  for (const char* word : words) out += "<th>" + std::string(word) + "</th>";
  return out + "</tr></thead>\n";
}

std::string anchor(const Figure& figure) { return base::escape_html(figure.key); }

bool missed(const Figure& figure) {
  const auto tenths = figure.now.tenths();
  return figure.mark_pct && tenths && *tenths < *figure.mark_pct * 10;
}

std::string summary_row(const Figure& figure) {
  std::string percent = percent_text(figure.now);
  if (figure.mark_pct) percent += " (mốc " + std::to_string(*figure.mark_pct) + " %)";
  const std::string before = !figure.before         ? std::string("–")
                             : figure.before->whole ? ratio_text(*figure.before) + " = " + percent_text(*figure.before)
                                                    : ratio_text(*figure.before);
  return "<tr><td><a href=\"#" + anchor(figure) + "\">" + base::escape_html(figure.name.vi) + "</a></td>" +
         number(ratio_text(figure.now)) + "<td class=\"n" + (missed(figure) ? " missed" : "") + "\">" +
         base::escape_html(percent) + "</td>" + number(before) + "</tr>\n";
}

std::string list_of(const Figure& figure) {
  std::string rows;
  for (const FigureItem& item : figure.items) {
    if (item.counted == figure.lists_rest) continue;
    rows += "<tr>" + cell(item.id) + cell(item.unit_code) + cell(item.name) + cell(item.about) +
            cell(status_vi(item.status)) + cell(item.due ? moment_text(*item.due) : "") +
            cell(item.at ? moment_text(*item.at) : "") + "</tr>\n";
  }
  std::string out = "<h3 id=\"" + anchor(figure) + "\">" + base::escape_html(figure.name.vi) + ": " +
                    ratio_text(figure.now) + (figure.now.whole ? " = " + percent_text(figure.now) : "") +
                    "</h3>\n<p class=\"rule\">Cách tính: " + base::escape_html(figure.rule.vi) + ".</p>\n";
  if (rows.empty()) return out;
  if (figure.lists_rest) out += "<p class=\"rule\">Không được tính vào tử số:</p>\n";
  return out + "<div class=\"wide\"><table>\n" +
         head({"Mã", "Đơn vị", "Tên", "Nội dung", "Tình trạng", "Thời hạn", "Thời điểm"}) + "<tbody>\n" + rows +
         "</tbody></table></div>\n";
}

std::string task_table(const tasks::Report& report, const char* who) {
  if (report.rows.empty()) return {};
  auto row_of = [](const tasks::ReportRow& row, const std::string& name) {
    const Ratio on_time{row.done_on_time, row.done_on_time + row.done_late + row.open_overdue};
    std::string out = "<tr>" + cell(name);
    for (const int n : {row.total, row.done_on_time, row.done_late, row.open_in_time + row.open_near_due,
                        row.open_overdue, row.no_deadline, row.extended, row.due_changed})
      out += number(std::to_string(n));
    return out + number(percent_text(on_time)) + "</tr>\n";
  };
  std::string out = "<div class=\"wide\"><table>\n" +
                    head({who, "Tổng", "Đúng hạn", "Xong quá hạn", "Chưa xong, trong hạn", "Chưa xong, quá hạn",
                          "Không hạn", "Gia hạn", "Đổi hạn", "Tỷ lệ đúng hạn"}) +
                    "<tbody>\n";
  for (const tasks::ReportRow& row : report.rows)
    out += row_of(row, row.name.empty() ? row.unit_code : row.name + " (" + row.unit_code + ")");
  return out + row_of(report.total, "Tổng cộng") + "</tbody></table></div>\n";
}

std::string use_table(const std::vector<UnitUse>& use) {
  if (use.empty()) return {};
  std::string out =
      "<div class=\"wide\"><table>\n" + head({"Đơn vị", "Làm việc/người", "Tỷ lệ", "Kỳ trước"}) + "<tbody>\n";
  for (const UnitUse& unit : use)
    out += "<tr>" + cell(unit.unit_name) + number(ratio_text(unit.worked)) + number(percent_text(unit.worked)) +
           number(unit.before ? percent_text(*unit.before) : "–") + "</tr>\n";
  return out + "</tbody></table></div>\n";
}

}  // namespace

std::string office_report_html(const OfficeReport& report) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Báo cáo tình hình sử dụng và thực hiện nhiệm vụ</title><style>";
  out += kStyle;
  out += "</style></head><body>\n<p class=\"office\">" + base::escape_html(report.office_name) +
         "</p>\n<h1>BÁO CÁO TÌNH HÌNH SỬ DỤNG VÀ THỰC HIỆN NHIỆM VỤ</h1>\n<p class=\"period\">" +
         base::escape_html(span_text(report)) + "</p>\n";
  for (const FigureSection& section : report.sections) {
    out += "<h2>" + base::escape_html(section.title.vi) + "</h2>\n<table>\n" +
           head({"Chỉ tiêu", "Số lượng", "Tỷ lệ", "Kỳ trước"}) + "<tbody>\n";
    for (const Figure& figure : section.figures) out += summary_row(figure);
    out += "</tbody></table>\n";
    if (section.key == "tasks")
      out += task_table(report.by_unit, "Đơn vị") + task_table(report.by_person, "Người thực hiện");
    if (section.key == "people") out += use_table(report.use);
  }
  out += "<div class=\"sign\"><p>Người lập biểu</p><p>Người có thẩm quyền</p></div>\n<h2>Danh sách kèm theo</h2>\n";
  for (const FigureSection& section : report.sections) {
    for (const Figure& figure : section.figures) out += list_of(figure);
  }
  return out + "</body></html>\n";
}

}  // namespace mailstore::office
