#include "mailstore/office/mails/point_table_html.h"

#include <algorithm>

#include "base/text/html.h"

namespace mailstore::office {

namespace {

using policies::tasks::PointRow;
using policies::tasks::PointTable;

constexpr const char* kFont = "font-family:'Segoe UI',Roboto,Arial,sans-serif;";
constexpr const char* kSmall = "font-size:12px;line-height:17px;color:#566278;";

// Spaces that indent an example stay.
std::string lines(const std::string& text) {
  std::string out;
  bool begin = true;
  std::string escaped = base::escape_html(text);
  while (escaped.ends_with('\n')) escaped.pop_back();
  for (const char c : escaped) {
    if (c == '\n') out += "<br>\n";
    else if (c == ' ' && begin) out += "&nbsp;";
    else out += c;
    begin = c == '\n' || (begin && c == ' ');
  }
  return out;
}

std::string both(const base::Sentence& said) {
  return lines(said.vi) + "<div lang=\"en\" style=\"" + kFont + kSmall + "margin-top:6px;\">" + lines(said.en) +
         "</div>";
}

std::string heading(const char* vi, const char* en) {
  return "<th align=\"left\" valign=\"bottom\" style=\"" + std::string(kFont) +
         "font-size:13px;line-height:18px;padding:8px;border:1px solid #c9d2e0;background:#eef1f6;color:#152033;\">" +
         vi + "<div lang=\"en\" style=\"" + kSmall + "font-weight:normal;\">" + en + "</div></th>\n";
}

std::string cell(const std::string& html, const char* colours = "color:#152033;") {
  return "<td valign=\"top\" style=\"" + std::string(kFont) +
         "font-size:14px;line-height:20px;padding:8px;border:1px solid #c9d2e0;" + colours + "\">" +
         (html.empty() ? "&nbsp;" : html) + "</td>\n";
}

std::string twin(const base::Sentence& said) {
  if (said.vi.empty()) return {};
  return lines(said.vi) + "<div lang=\"en\" style=\"" + kSmall + "\">" + lines(said.en) + "</div>";
}

std::string number_of(const PointRow& row, const std::string& address) {
  std::string out = "<b>" + std::to_string(row.number) + "</b>";
  if (row.task_number.empty()) return out;
  const std::string shown = base::escape_html(row.task_number);
  if (address.empty()) return out + "<br>" + shown;
  return out + "<br><a href=\"mailto:" + base::escape_html(address) + "?subject=%5B" + shown +
         "%5D\" style=\"color:#1c56a6;\">" + shown + "</a>";
}

std::string unclear_of(const PointRow& row) {
  std::string out;
  for (const base::Sentence& unclear : row.unclear) out += (out.empty() ? "" : "<br>") + twin(unclear);
  if (row.information) out += twin({"Không giao (thông tin)", "Not given (information)"});
  return out;
}

}  // namespace

std::string point_table_html(const PointTable& table,
                             const std::function<std::string(const PointRow&)>& reply_address) {
  const bool doubts = std::any_of(table.rows.begin(), table.rows.end(),
                                  [](const PointRow& row) { return !row.unclear.empty() || row.information; });
  const bool informed =
      std::any_of(table.rows.begin(), table.rows.end(), [](const PointRow& row) { return !row.informed.empty(); });
  const std::string words = std::string(kFont) + "font-size:15px;line-height:22px;color:#152033;";
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>Bảng giao việc</title></head>\n"
      "<body style=\"margin:0;padding:16px;background:#ffffff;\">\n<div style=\"" +
      words + "padding-bottom:12px;\">" + both(table.opening) +
      "</div>\n<table cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"border-collapse:collapse;width:100%;"
      "max-width:1100px;\">\n<tr>\n" +
      heading("Số", "No.") + heading("Việc", "Task") + heading("Chủ trì", "Lead") + heading("Phối hợp", "Cooperating") +
      (informed ? heading("Để biết", "For information") : "") + heading("Thời hạn", "Deadline") +
      (doubts ? heading("Chưa rõ", "Not clear") : "") + "</tr>\n";
  for (const PointRow& row : table.rows) {
    html += "<tr>\n" + cell(number_of(row, row.task != 0 ? reply_address(row) : "")) + cell(lines(row.work)) +
            cell(lines(row.lead) + (row.each ? twin({"mỗi nơi một kết quả", "each for itself"}) : "")) +
            cell(lines(row.cooperating)) + (informed ? cell(lines(row.informed)) : "") + cell(twin(row.due));
    if (doubts)
      html += cell(unclear_of(row), row.unclear.empty() ? "color:#566278;" : "color:#8a4a00;background:#fff2d9;");
    html += "</tr>\n";
  }
  return html + "</table>\n<div style=\"" + words + "padding-top:12px;\">" + both(table.closing) +
         "</div>\n</body></html>\n";
}

}  // namespace mailstore::office
