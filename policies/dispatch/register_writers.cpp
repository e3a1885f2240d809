#include <algorithm>
#include <utility>
#include <vector>

#include "base/text/csv.h"
#include "base/text/html.h"
#include "base/text/utf8.h"
#include "policies/dispatch/registers.h"

namespace policies::dispatch {

namespace {

constexpr std::size_t kWidestTextCell = 40;  // code points

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : base::sanitize_utf8(text)) out += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
  return out;
}

std::string cut(const std::string& text) {
  const std::string line = one_line(text);
  if (base::code_point_count(line) <= kWidestTextCell) return line;
  return std::string(base::utf8_prefix_code_points(line, kWidestTextCell - 1)) + "…";
}

// Columns in which every word counts.
bool is_whole(std::string_view id) {
  return id == "recipients" || id == "deadline" || id == "progress" || id == "note";
}

// One line is cut; of a list every line is kept and wrapped at blanks, what goes on is moved in.
std::vector<std::string> lines_of(const std::string& text, bool whole) {
  if (!whole && text.find('\n') == std::string::npos) return {cut(text)};
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = one_line(std::string_view(text).substr(begin, end - begin));
    begin = end + 1;
    std::string current;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t next = std::min(line.find(' ', at), line.size());
      std::string word = line.substr(at, next - at);
      at = next + 1;
      if (word.empty()) continue;
      if (!current.empty() && base::code_point_count(current) + 1 + base::code_point_count(word) <= kWidestTextCell) {
        current += " " + word;
        continue;
      }
      const bool goes_on = !current.empty();
      if (goes_on) out.push_back(std::move(current));
      for (; base::code_point_count(word) > kWidestTextCell; word.erase(0, out.back().size())) {  // a long address
        out.emplace_back(base::utf8_prefix_code_points(word, kWidestTextCell));
      }
      current = (goes_on ? "  " : "") + word;
    }
    if (!current.empty()) out.push_back(std::move(current));
  }
  return out;
}

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : base::escape_html(text)) out += c == '\n' ? std::string("<br>") : std::string(1, c);
  return out;
}

std::string period(const RegisterHeading& heading) {
  std::string out;
  if (heading.from) out += "Từ ngày " + calendar::slash_date(*heading.from);
  if (heading.until) out += (out.empty() ? "Đến ngày " : " đến ngày ") + calendar::slash_date(*heading.until);
  return out;
}

constexpr std::string_view kStyle =
    // Sheets that are signed and bound are numbered.
    "@page{size:A4 landscape;margin:15mm;@bottom-right{content:'Trang ' counter(page);font:10pt 'Times New Roman','Liberation Serif',Tinos,serif}}"
    "body{font:13pt 'Times New Roman','Liberation Serif',Tinos,serif;color:#000;margin:0 auto;max-width:267mm}"
    "@media screen{body{padding:10mm}}"
    // On a screen a wide table scrolls by itself; on paper it fills the sheet.
    "@media screen{div.wide{overflow-x:auto}div.wide table{min-width:230mm}}"
    "@media screen and (max-width:700px){body{padding:4mm}}"
    "section+section{break-before:page}"
    "@media screen{section+section{margin-top:20mm}}"
    "h1{font-size:15pt;text-align:center;margin:4mm 0 1mm}"
    "p.office{text-transform:uppercase;font-weight:bold;margin:0;line-height:1.6}"
    "p.period{text-align:center;margin:0 0 4mm;font-style:italic}"
    "table{width:100%;border-collapse:collapse;table-layout:fixed;font-size:10pt}"
    "th,td{border:1px solid #000;padding:1mm;vertical-align:top;text-align:left;overflow-wrap:break-word}"
    "th{text-align:center;font-weight:bold}"
    "thead tr+tr th{font-weight:normal;font-style:italic}"
    "thead{display:table-header-group}"
    "tr{break-inside:avoid}"
    "div.sign{display:flex;justify-content:space-around;margin-top:8mm;text-align:center;break-inside:avoid}"
    "div.sign p{min-height:25mm;font-weight:bold}"
    "div.sign i{display:block;font-weight:normal}";

// What each column needs of the sheet's width, in percent.
struct ColumnWidth {
  std::string_view id;
  std::string_view percent;
};
constexpr ColumnWidth kTenColumns[] = {{"number_symbol", "10"}, {"date", "9"},          {"type_and_abstract", "16"},
                                       {"signer", "8.5"},       {"recipients", "19.5"}, {"archive_holder", "7.5"},
                                       {"copies", "5.5"},       {"sent", "9"},          {"receipt", "5"},
                                       {"note", "10"},          {"arrival_date", "9"},  {"arrival_number", "5.5"},
                                       {"issuer", "14"},        {"recipient", "12"},    {"handed", "9"}};
constexpr ColumnWidth kSevenColumns[] = {{"arrival_number", "5"}, {"document", "27"}, {"recipient", "15"},
                                         {"deadline", "15"},      {"progress", "15"}, {"answer", "13"},
                                         {"note", "10"}};

std::string_view width_of(const Register& book, std::string_view id) {
  const auto widths = book.width() == kRegisterColumns ? std::span<const ColumnWidth>(kTenColumns)
                                                       : std::span<const ColumnWidth>(kSevenColumns);
  const auto found =
      std::find_if(widths.begin(), widths.end(), [&](const ColumnWidth& width) { return width.id == id; });
  return found == widths.end() ? std::string_view("10") : found->percent;
}

std::string section(const Register& book, const RegisterHeading& heading) {
  const std::size_t columns = book.width();
  std::string out = "<section>\n";
  if (!heading.office.empty()) out += "<p class=\"office\">" + html_text(heading.office) + "</p>\n";
  out += "<h1>" + html_text(book.title_vi) + "</h1>\n<p class=\"period\">" + html_text(period(heading)) +
         "</p>\n<div class=\"wide\">\n<table>\n<colgroup>";
  for (std::size_t i = 0; i < columns; ++i)
    out += "<col style=\"width:" + std::string(width_of(book, book.columns[i].id)) + "%\">";
  out += "</colgroup>\n<thead>\n<tr>";
  for (std::size_t i = 0; i < columns; ++i) out += "<th>" + html_text(book.columns[i].title_vi) + "</th>";
  out += "</tr>\n<tr>";
  for (std::size_t i = 1; i <= columns; ++i) out += "<th>(" + std::to_string(i) + ")</th>";
  out += "</tr>\n</thead>\n<tbody>\n";
  for (const RegisterCells& row : book.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < columns; ++i) out += "<td>" + html_text(row[i]) + "</td>";
    out += "</tr>\n";
  }
  if (book.rows.empty())
    out += "<tr><td colspan=\"" + std::to_string(columns) + "\">Không có văn bản nào trong thời gian này.</td></tr>\n";
  return out +
         "</tbody>\n</table>\n</div>\n<div class=\"sign\"><p>Người lập sổ<i>(Ký, ghi rõ họ tên)</i></p><p>Người có thẩm quyền<i>(Ký, ghi rõ họ tên)</i></p></div>\n</section>\n";
}

}  // namespace

std::string register_csv(const Register& book) {
  const std::size_t columns = book.width();
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < columns; ++i) cells.emplace_back(book.columns[i].id);
  std::string out = base::csv_line(cells, false);
  for (const RegisterCells& row : book.rows) {
    cells.assign(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(columns));
    out += base::csv_line(cells, true);
  }
  return out;
}

std::string register_text(const Register& book, const RegisterHeading& heading) {
  const std::size_t columns = book.width();
  std::vector<std::vector<std::vector<std::string>>> rows;  // row, column, line
  std::array<std::size_t, kRegisterColumns> width{};
  for (std::size_t i = 0; i < columns; ++i) width[i] = base::code_point_count(book.columns[i].title_vi);
  for (const RegisterCells& row : book.rows) {
    auto& cells = rows.emplace_back();
    for (std::size_t i = 0; i < columns; ++i) {
      cells.push_back(lines_of(row[i], is_whole(book.columns[i].id)));
      for (const std::string& line : cells.back()) width[i] = std::max(width[i], base::code_point_count(line));
    }
  }
  const auto line = [&](auto cell) {
    std::string out;
    for (std::size_t i = 0; i < columns; ++i) {
      const std::string text = cell(i);
      out += text;
      if (i + 1 < columns) out.append(width[i] - base::code_point_count(text) + 2, ' ');
    }
    while (out.ends_with(' ')) out.pop_back();
    return out + "\n";
  };
  std::string out = heading.office.empty() ? std::string() : one_line(heading.office) + "\n";
  out += book.title_vi + "\n";
  if (const std::string when = period(heading); !when.empty()) out += when + "\n";
  out += "\n" + line([&](std::size_t i) { return std::string(book.columns[i].title_vi); });
  out += line([&](std::size_t i) { return std::string(width[i], '-'); });
  for (const auto& cells : rows) {
    std::size_t height = 1;
    for (const auto& cell : cells) height = std::max(height, cell.size());
    for (std::size_t n = 0; n < height; ++n)
      out += line([&](std::size_t i) { return n < cells[i].size() ? cells[i][n] : std::string(); });
  }
  return out;
}

std::string register_html(const Register& book, const RegisterHeading& heading) {
  const PrintedRegister one{book, heading};
  return registers_html({&one, 1});
}

std::string registers_html(std::span<const PrintedRegister> registers) {
  const std::string title = registers.empty() ? std::string() : registers.front().book.title_vi;
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" +
      html_text(title) + "</title><style>";
  out += kStyle;
  out += "</style></head><body>\n";
  for (const PrintedRegister& printed : registers) out += section(printed.book, printed.heading);
  return out + "</body></html>\n";
}

}  // namespace policies::dispatch
