// The table of single days as CSV: reading and writing. Grammar, with separator = "," / ";" / TAB, the first of them in
// the line:
//   table = *( line LF )     line = comment | header | "sep=" char | date separator kind [ separator note ] | blank
//   note  = text | '"' *( text | '""' ) '"'
#include <algorithm>

#include "base/text/case.h"
#include "base/text/charset.h"
#include "base/text/file_text.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/calendar/calendar.h"

namespace policies::calendar {

namespace {

constexpr std::size_t kMaxLines = 5000;
constexpr std::string_view kSeparators = ",;\t";

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

// Control characters would be obeyed by a terminal.
std::string note_of(std::string_view text) {
  std::string note = unquote(text);
  std::replace_if(
      note.begin(), note.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }, ' ');
  return std::string(trim(note));
}

base::Sentence at_line(std::size_t number, const base::Sentence& what) {
  const std::string line = std::to_string(number);
  return {"lịch làm việc, dòng " + line + ": " + what.vi, "calendar, line " + line + ": " + what.en};
}

// The cells of a line: date, kind, and all that follows.
struct Cells {
  std::string date, kind;
  std::string_view note;
  bool enough = false;
};
Cells cells_of(std::string_view line) {
  Cells out;
  const auto first = line.find_first_of(kSeparators);
  out.date = unquote(line.substr(0, first));
  if (first == std::string_view::npos) return out;
  out.enough = true;
  const char separator = line[first];
  const auto second = line.find(separator, first + 1);
  const bool more = second != std::string_view::npos;
  out.kind = unquote(more ? line.substr(first + 1, second - first - 1) : line.substr(first + 1));
  if (more) out.note = line.substr(second + 1);
  // Spreadsheets fill a line up to the widest one.
  while (!out.note.empty() && (out.note.back() == separator || out.note.back() == ' ')) out.note.remove_suffix(1);
  return out;
}

std::optional<DayKind> kind_of(std::string_view word) {
  const std::string folded = base::fold(word);
  if (folded == "off" || folded == "nghi") return DayKind::off;
  if (folded == "work" || folded == "lam" || folded == "lam viec" || folded == "lam bu") return DayKind::work;
  return std::nullopt;
}

bool is_heading(const Cells& cells) {
  const std::string folded = base::fold(cells.date);
  return cells.enough && (folded == "date" || folded == "ngay");
}

std::optional<base::Sentence> read_line(const Cells& cells, std::vector<DayEntry>& days) {
  if (!cells.enough) return base::Sentence{"cần date,kind,note", "date,kind,note expected"};
  const auto date = parse_date(cells.date);
  if (!date) return base::Sentence{"không có ngày này", "no such date"};
  const auto kind = kind_of(cells.kind);
  if (!kind) return base::Sentence{"kind phải là OFF (nghỉ) hoặc WORK (làm)", "kind must be OFF or WORK"};
  days.push_back({*date, *kind, note_of(cells.note)});
  return std::nullopt;
}

}  // namespace

TableReading read_table(std::string_view file) {
  std::string text = base::text_of_file(file);
  if (!base::is_valid_utf8(text)) text = base::decode_charset(text, "windows-1258");
  text = base::to_nfc(text);
  TableReading out;
  std::string_view csv = text;
  if (csv.find('\0') != std::string_view::npos) {
    out.problems.push_back({"lịch làm việc: đây không phải tệp chữ (CSV)", "calendar: this is not a text file"});
    return out;
  }
  bool first = true;
  for (std::size_t number = 1; !csv.empty(); ++number) {
    if (number > kMaxLines) {
      out.problems.push_back(at_line(number, {"quá nhiều dòng", "too many lines"}));
      return out;
    }
    const auto end = csv.find('\n');
    const std::string_view line = trim(csv.substr(0, end));
    csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
    if (line.empty() || line.front() == '#' || line.find_first_not_of(",; \t") == std::string_view::npos) continue;
    if (first && base::starts_with_ignoring_case(line, "sep=")) continue;
    const Cells cells = cells_of(line);
    const bool heading = first && is_heading(cells);
    first = false;
    if (heading) continue;
    if (const auto wrong = read_line(cells, out.days)) out.problems.push_back(at_line(number, *wrong));
  }
  return out;
}

base::Result<std::vector<DayEntry>> parse_table(std::string_view csv) {
  TableReading reading = read_table(csv);
  if (!reading.problems.empty())
    return base::Error::permanent(base::ErrorCode::bad_input, std::move(reading.problems.front()));
  return std::move(reading.days);
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
