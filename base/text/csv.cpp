#include "base/text/csv.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text/case.h"
#include "base/text/charset.h"
#include "base/text/file_text.h"
#include "base/text/utf8.h"

namespace base {

namespace {

Error bad(int line, const std::string& vi, const std::string& en) {
  const std::string number = std::to_string(line);
  return Error::permanent(ErrorCode::bad_input, {"Dòng " + number + ": " + vi + "; chưa thay đổi gì.",
                                                 "Line " + number + ": " + en + ". Nothing was changed."});
}

std::string to_text(std::string_view bytes) {
  const std::string text = text_of_file(bytes);
  // Old Vietnamese spreadsheets: combining tones, which NFC joins with their vowels.
  return to_nfc(is_valid_utf8(text) ? text : decode_charset(text, "windows-1258"));
}

constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};
constexpr int kHeadingWithin = 30;  // rows

// The candidate that splits the first line into most fields, outside quotes; a comma when none does.
char find_separator(std::string_view text) {
  std::array<std::size_t, kSeparators.size()> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') {
      if (std::any_of(counts.begin(), counts.end(), [](std::size_t n) { return n > 0; })) break;
    }
    for (std::size_t i = 0; i < kSeparators.size(); ++i) counts[i] += c == kSeparators[i];
  }
  return kSeparators[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

// White space at both ends, no-break spaces (from web pages) among it.
std::string trim(std::string_view text) {
  constexpr std::string_view kPlain = " \t\r\n", kNoBreak = "\xc2\xa0";
  for (bool cut = true; cut;) {
    cut = false;
    while (!text.empty() && kPlain.find(text.front()) != kPlain.npos) text.remove_prefix(1);
    while (!text.empty() && kPlain.find(text.back()) != kPlain.npos) text.remove_suffix(1);
    if (text.starts_with(kNoBreak)) text.remove_prefix(kNoBreak.size()), cut = true;
    if (text.ends_with(kNoBreak)) text.remove_suffix(kNoBreak.size()), cut = true;
  }
  return std::string(text);
}

// Reads one record after the other. Grammar: record = field *(separator field) (CRLF / LF / CR / end);
// field = *plain / quote *(any / quote quote) quote; a quote inside a plain field is an ordinary character.
class Reader {
 public:
  Reader(std::string_view text, int first_line, char separator)
      : text_(text), separator_(separator), line_(first_line) {}
  bool at_end() const { return at_ >= text_.size(); }

  Result<CsvRow> next() {
    CsvRow row;
    row.line = line_;
    for (;;) {
      std::string field;
      if (auto done = read_field(field); !done) return std::move(done).error();
      if (row.fields.size() >= kMaxCsvColumns) return bad(row.line, "nhiều hơn 64 cột", "more than 64 columns");
      row.fields.push_back(to_nfc(trim(field)));  // a mark right behind closing quotes joins its letter here
      if (at_end()) return row;
      const char end = text_[at_++];
      if (end == separator_) continue;
      if (end == '\r' && !at_end() && text_[at_] == '\n') ++at_;
      ++line_;
      return row;
    }
  }

 private:
  bool is_end(char c) const { return c == separator_ || c == '\n' || c == '\r'; }

  // Stops before the separator or line end.
  Result<void> read_field(std::string& out) {
    while (!at_end() && text_[at_] == ' ') ++at_;
    if (!at_end() && text_[at_] == '"') {
      ++at_;
      if (auto done = read_quoted(out); !done) return done;
    }
    while (!at_end() && !is_end(text_[at_])) out += text_[at_++];
    if (out.size() > kMaxCsvField) return bad(line_, "một ô dài hơn 8192 byte", "a field is longer than 8192 bytes");
    return {};
  }

  Result<void> read_quoted(std::string& out) {
    const int began = line_;
    for (; !at_end(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c != '"') {
        out += c;
        if (out.size() > kMaxCsvField)
          return bad(began, "một ô trong ngoặc kép không đóng, hoặc dài hơn 8192 byte",
                     "a quoted field does not end, or is longer than 8192 bytes");
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += '"';
        ++at_;
      } else {
        ++at_;
        return {};
      }
    }
    return bad(began, "một ô trong ngoặc kép không đóng", "a quoted field does not end");
  }

  const std::string_view text_;
  const char separator_;
  std::size_t at_ = 0;
  int line_;  // the next one, from 1
};

bool is_blank(const CsvRow& row) {
  return std::all_of(row.fields.begin(), row.fields.end(), [](const std::string& field) { return field.empty(); });
}

// What is left of the text to read, and how.
struct Body {
  std::string_view text;
  int first_line = 1;
  char separator = '\0';  // not known yet
};

// "sep=;", as Excel writes and reads it above the heading, in quotes or not: names the separator and is no row. Excel
// and others fill it up with separators, and blank lines may stand before it.
void take_separator_line(Body& body) {
  std::string_view rest = body.text;
  int line_number = body.first_line;
  for (;;) {
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end);
    if (!rest.empty()) rest.remove_prefix(rest.starts_with("\r\n") ? 2 : 1);
    ++line_number;
    const bool blank = line.find_first_not_of(" \t,;\"") == std::string_view::npos;
    if (blank && !rest.empty()) continue;
    line.remove_prefix(std::min(line.find_first_not_of(" \""), line.size()));
    if (!starts_with_ignoring_case(line, "sep=")) return;
    line.remove_prefix(4);
    char separator = '\0';
    if (!line.empty() && line.front() != '"') {
      separator = line.front();
      line.remove_prefix(1);
    }
    // More than filling behind it: a row after all. A letter, a digit or what is not ASCII parts no fields.
    const bool parts = separator > ' ' || separator == '\t' ? std::isalnum(static_cast<unsigned char>(separator)) == 0
                                                            : separator == '\0' || separator == ' ';
    if (!parts || line.find_first_not_of(" \t,;|\"") != std::string_view::npos) return;
    body = {rest, line_number, separator == ' ' ? '\0' : separator};
    return;
  }
}

// The line of the heading that is wanted; 0 when there is none.
int line_of_heading(const Body& body, char separator, const IsHeading& is_heading) {
  Reader reader(body.text, body.first_line, separator);
  for (int seen = 0; seen < kHeadingWithin && !reader.at_end();) {
    const auto row = reader.next();
    if (!row) return 0;
    if (is_blank(*row)) continue;
    if (is_heading(row->fields)) return row->line;
    ++seen;
  }
  return 0;
}

}  // namespace

Result<CsvTable> parse_csv(std::string_view bytes, const IsHeading& is_heading) {
  if (bytes.size() > kMaxCsvBytes)
    return Error::permanent(ErrorCode::bad_input, {"Tệp lớn hơn 64 MiB; chưa thay đổi gì.",
                                                   "The file is larger than 64 MiB. Nothing was changed."});
  const std::string text = to_text(bytes);
  if (text.find('\0') != std::string::npos)
    return Error::permanent(ErrorCode::bad_input, {"Đây không phải tệp chữ (CSV); chưa thay đổi gì.",
                                                   "This is not a text file. Nothing was changed."});
  Body body{text};
  take_separator_line(body);
  int heading_line = 0;
  if (is_heading) {
    std::vector<char> candidates(kSeparators.begin(), kSeparators.end());
    if (body.separator != '\0') candidates = {body.separator};
    for (const char candidate : candidates) {
      const int line = line_of_heading(body, candidate, is_heading);
      if (line == 0 || (heading_line != 0 && line >= heading_line)) continue;
      heading_line = line;
      body.separator = candidate;
    }
  }
  Reader reader(body.text, body.first_line, body.separator != '\0' ? body.separator : find_separator(body.text));
  CsvTable out;
  while (!reader.at_end()) {
    auto row = reader.next();
    if (!row) return std::move(row).error();
    if (is_blank(*row) || row->line < heading_line) continue;
    if (out.heading.empty()) {
      out.heading_line = row->line;
      out.heading = std::move(row->fields);
      continue;
    }
    if (out.rows.size() >= kMaxCsvRows) return bad(row->line, "nhiều hơn 200000 dòng", "more than 200000 rows");
    const std::size_t width = out.heading.size();
    row->too_many = row->fields.size() > width &&
                    std::any_of(row->fields.begin() + static_cast<std::ptrdiff_t>(width), row->fields.end(),
                                [](const std::string& field) { return !field.empty(); });
    row->fields.resize(width);
    out.rows.push_back(std::move(*row));
  }
  if (out.heading.empty())
    return Error::permanent(ErrorCode::bad_input,
                            {"Tệp trống: cần một dòng tên cột. Chưa thay đổi gì.",
                             "The file is empty: a line with column names is needed. Nothing was changed."});
  return out;
}

namespace {

bool runs(std::string_view text) {
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) return true;
  for (const std::string_view wide : {"＝", "＋", "－", "＠"}) {
    if (text.starts_with(wide)) return true;
  }
  return false;
}

// Where another separator is the rule (Excel with Vietnamese settings: the semicolon) a quote inside a line is an
// ordinary character, and what stands behind a semicolon, a tab or a line end begins a cell.
std::string for_cells(const std::string& field) {
  std::string out;
  bool begins = true;
  for (std::size_t at = 0; at < field.size(); ++at) {
    const char c = field[at];
    if (begins && runs(std::string_view(field).substr(at))) out += '\'', begins = false;
    out += c;
    if (c == ';' || c == '\t' || c == '\n' || c == '\r') begins = true;
    else if (c != ' ' && c != '"') begins = false;
  }
  return out;
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields, bool for_spreadsheets) {
  std::string out;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string field = for_spreadsheets ? for_cells(fields[i]) : fields[i];
    if (i > 0) out += ',';
    if (field.find_first_of(",;\"\r\n\t") == std::string::npos) {
      out += field;
      continue;
    }
    out += '"';
    for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  return out + "\r\n";
}

}  // namespace base
