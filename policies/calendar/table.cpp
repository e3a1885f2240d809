// The table of single days as CSV: reading and writing. Grammar:
//   table = *( line LF )     line = comment | header | date "," kind [ "," note ] | blank
//   note  = text | '"' *( text | '""' ) '"'
#include "policies/calendar/calendar.h"

#include "base/text/case.h"
#include "base/text/file_text.h"
#include "base/text/utf8.h"

namespace policies::calendar {

namespace {

constexpr std::size_t kMaxLines = 5000;

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string unquote(std::string_view text) {
  text = trim(text);
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    out += text[i];
    if (text[i] == '"' && i + 2 < text.size() && text[i + 1] == '"') ++i;
  }
  return out;
}

base::Error bad_line(std::size_t number, const base::Sentence& what) {
  const std::string line = std::to_string(number);
  return base::Error::permanent(base::ErrorCode::bad_input, {"lịch làm việc, dòng " + line + ": " + what.vi,
                                                             "calendar, line " + line + ": " + what.en});
}

base::Result<DayEntry> parse_line(std::string_view line, std::size_t number) {
  const auto first = line.find(',');
  if (first == std::string_view::npos) return bad_line(number, {"cần date,kind,note", "date,kind,note expected"});
  const auto second = line.find(',', first + 1);
  const auto date = parse_date(unquote(line.substr(0, first)));
  if (!date) return bad_line(number, {"không có ngày này", "no such date"});
  const std::string kind =
      unquote(second == std::string_view::npos ? line.substr(first + 1) : line.substr(first + 1, second - first - 1));
  DayEntry entry{*date, DayKind::off,
                 second == std::string_view::npos ? std::string() : unquote(line.substr(second + 1))};
  if (base::equals_ignoring_case(kind, "WORK")) {
    entry.kind = DayKind::work;
  } else if (!base::equals_ignoring_case(kind, "OFF")) {
    return bad_line(number, {"kind phải là OFF hoặc WORK", "kind must be OFF or WORK"});
  }
  return entry;
}

}  // namespace

base::Result<std::vector<DayEntry>> parse_table(std::string_view file) {
  const std::string text = base::text_of_file(file);
  std::string_view csv = text;
  if (!base::is_valid_utf8(csv)) return bad_line(0, {"không phải UTF-8", "not UTF-8"});
  std::vector<DayEntry> days;
  bool first = true;
  for (std::size_t number = 1; !csv.empty(); ++number) {
    if (number > kMaxLines) return bad_line(number, {"quá nhiều dòng", "too many lines"});
    const auto end = csv.find('\n');
    const std::string_view line = trim(csv.substr(0, end));
    csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    const bool header = first && base::starts_with_ignoring_case(line, "date,");
    first = false;
    if (header) continue;
    auto entry = parse_line(line, number);
    if (!entry) return entry.error();
    days.push_back(std::move(entry).value());
  }
  return days;
}

std::string format_table(const std::vector<DayEntry>& days) {
  std::string out = "date,kind,note\n";
  for (const auto& day : days) {
    out += iso_date(day.date) + (day.kind == DayKind::work ? ",WORK,\"" : ",OFF,\"");
    for (const char c : day.note) {
      if (c == '\n' || c == '\r') {
        out += ' ';
        continue;
      }
      out += c;
      if (c == '"') out += c;
    }
    out += "\"\n";
  }
  return out;
}

}  // namespace policies::calendar
