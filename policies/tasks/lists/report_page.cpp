// The report of tasks as a page to print.
#include <array>

#include "base/text/html.h"
#include "policies/tasks/lists/task_report.h"

namespace policies::tasks {

namespace {

constexpr std::string_view kStyle =
    "@page{size:A4 landscape;margin:15mm}"
    "body{font:13pt 'Times New Roman','Liberation Serif',Tinos,serif;color:#000;margin:0 auto;max-width:267mm}"
    "@media screen{body{padding:10mm}}"
    // On a screen a wide table scrolls by itself; on paper it fills the sheet.
    "@media screen{div.wide{overflow-x:auto}div.wide table{min-width:180mm}}"
    "@media screen and (max-width:700px){body{padding:4mm}}"
    "@media screen{tbody td:nth-child(2){position:sticky;left:0;background:#fff}}"
    "h1{font-size:15pt;text-align:center;margin:4mm 0 1mm}"
    "p.office{text-transform:uppercase;font-weight:bold;margin:0;line-height:1.6}"
    "p.period{text-align:center;margin:0 0 3mm;font-style:italic}"
    "p.sum{margin:0 0 3mm}"
    "table{width:100%;border-collapse:collapse;font-size:12pt}"
    "th,td{border:1px solid #000;padding:1mm 1.5mm;text-align:right;vertical-align:middle}"
    "th{text-align:center}"
    "td:nth-child(1){text-align:center}td:nth-child(2){text-align:left}"
    "thead{display:table-header-group}"
    "tr{break-inside:avoid}"
    "tr.total td{font-weight:bold}"
    "p.rule{font-size:11pt;font-style:italic;margin:2mm 0 0}"
    "div.sign{display:flex;justify-content:space-around;margin-top:8mm;text-align:center;break-inside:avoid}"
    "div.sign p{min-height:25mm}";

std::string period(const ReportHeading& heading) {
  std::string out;
  if (heading.from) out += "Từ ngày " + calendar::slash_date(*heading.from);
  if (heading.until) out += (out.empty() ? "Đến ngày " : " đến ngày ") + calendar::slash_date(*heading.until);
  if (heading.now.us == 0) return out;
  const std::string now = calendar::clock_time(calendar::local_minute(heading.now)) + " ngày " +
                          calendar::slash_date(calendar::local_date(heading.now));
  return out.empty() ? "Tính đến " + now : out + " (tính đến " + now + ")";
}

// As Vietnamese print writes it: 92,5%.
std::string rate_of(const ReportRow& row) {
  std::string rate = row.on_time_pct();
  if (const auto dot = rate.find('.'); dot != std::string::npos) rate[dot] = ',';
  return rate.empty() ? "–" : rate + "%";
}

// The figure that a leader looks for first: on a phone the last column lies outside the screen.
std::string summary(const ReportRow& total) {
  return "<p class=\"sum\">Tổng số <b>" + std::to_string(total.total) + "</b> nhiệm vụ; hoàn thành đúng hạn <b>" +
         std::to_string(total.done_on_time) + "</b>, quá hạn <b>" +
         std::to_string(total.done_late + total.open_overdue) + "</b>; tỷ lệ đúng hạn <b>" + rate_of(total) +
         "</b>.</p>\n";
}

std::string row_of(const ReportRow& row, const std::string& ordinal, const std::string& name) {
  std::string out = "<td>" + ordinal + "</td><td>" + base::escape_html(name) + "</td>";
  for (const int n : {row.total, row.done_on_time, row.done_late, row.open_in_time, row.open_near_due, row.open_overdue,
                      row.no_deadline, row.returned, row.extended}) {
    out += "<td>" + std::to_string(n) + "</td>";
  }
  return out + "<td>" + rate_of(row) + "</td>";
}

}  // namespace

std::string report_html(const Report& report, const ReportHeading& heading) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Báo cáo thực hiện nhiệm vụ</title><style>";
  out += kStyle;
  out += "</style></head><body>\n";
  if (!heading.office.empty()) out += "<p class=\"office\">" + base::escape_html(heading.office) + "</p>\n";
  out += "<h1>BÁO CÁO TÌNH HÌNH THỰC HIỆN NHIỆM VỤ</h1>\n<p class=\"period\">" + base::escape_html(period(heading)) +
         "</p>\n" + summary(report.total);
  out +=
      "<div class=\"wide\">\n<table>\n<thead>\n<tr><th rowspan=\"2\">STT</th><th rowspan=\"2\">" +
      std::string(report.by_person ? "Người thực hiện" : "Đơn vị thực hiện") +
      "</th><th rowspan=\"2\">Tổng số</th>"
      "<th colspan=\"2\">Đã hoàn thành</th><th colspan=\"3\">Chưa hoàn thành</th><th rowspan=\"2\">Không hạn</th>"
      "<th rowspan=\"2\">Có trả lại</th><th rowspan=\"2\">Có gia hạn</th><th rowspan=\"2\">Tỷ lệ đúng hạn</th></tr>\n"
      "<tr><th>Đúng hạn</th><th>Quá hạn</th><th>Trong hạn</th><th>Sắp đến hạn</th><th>Quá hạn</th></tr>\n</thead>\n<tbody>\n";
  int ordinal = 0;
  for (const ReportRow& row : report.rows) {
    const auto known = heading.unit_names.find(row.unit_code);
    const std::string unit = known == heading.unit_names.end() ? row.unit_code : known->second;
    const bool person = report.by_person && !row.address.empty();
    out += "<tr>" + row_of(row, std::to_string(++ordinal), person ? row.name + " – " + unit : unit) + "</tr>\n";
  }
  out += "<tr class=\"total\">" + row_of(report.total, "", "Tổng cộng") + "</tr>\n</tbody>\n</table>\n</div>\n";
  out +=
      "<p class=\"rule\">Tỷ lệ đúng hạn = hoàn thành đúng hạn / (hoàn thành đúng hạn + hoàn thành quá hạn + chưa hoàn thành quá hạn).</p>\n";
  return out + "<div class=\"sign\"><p>Người lập biểu</p><p>Người có thẩm quyền</p></div>\n</body></html>\n";
}

}  // namespace policies::tasks
