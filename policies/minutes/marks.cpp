#include "policies/minutes/marks.h"

#include <algorithm>
#include <array>

#include "base/text/case.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/phrases/words.h"

namespace policies::minutes {

namespace {

constexpr int kRoman = 10, kUpper = 11, kLower = 12, kBracketed = 13, kOrdinal = 14, kNamed = 15, kArabic = 20,
              kDash = 100;

bool digit(char c) { return c >= '0' && c <= '9'; }

std::size_t space_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == ' ' || text[at] == '\t' || text[at] == '\r') return 1;
  return text.substr(at).starts_with("\xC2\xA0") ? 2 : 0;
}

std::size_t behind_spaces(std::string_view text, std::size_t at) {
  for (std::size_t n; (n = space_at(text, at)) > 0;) at += n;
  return at;
}

// What closes a number: "." ")" "/" "-" ":"; those that stand in dates and hours want a space behind them.
std::size_t closed(std::string_view line, std::size_t at) {
  if (at >= line.size()) return 0;
  std::size_t end = at;
  const char c = line[at];
  if (c == '.' || c == ')') end = at + 1;
  else if ((c == '/' || c == ':' || c == '-') && (space_at(line, at + 1) > 0)) end = at + 1;
  else return 0;
  if (c == '.' && end < line.size() && (line[end] == ')' || line[end] == '/')) ++end;  // "1.)"
  if (end < line.size() && digit(line[end])) return 0;
  return behind_spaces(line, end);
}

std::optional<Mark> number_mark(std::string_view line, std::size_t from) {
  std::size_t at = from;
  int parts = 0;
  for (;;) {
    const std::size_t begin = at;
    while (at < line.size() && digit(line[at]) && at - begin < 3) ++at;
    if (at == begin || (at < line.size() && digit(line[at]))) return std::nullopt;
    ++parts;
    if (parts == 4 || at + 1 >= line.size() || line[at] != '.' || !digit(line[at + 1])) break;
    ++at;
  }
  Mark mark;
  mark.label = std::string(line.substr(from, at - from));
  mark.style = kArabic + parts;
  mark.end = closed(line, at);
  if (mark.end == 0 && parts > 1 && space_at(line, at) > 0) mark.end = behind_spaces(line, at);
  if (mark.end == 0) return std::nullopt;
  return mark;
}

std::optional<Mark> letter_mark(std::string_view line) {
  std::size_t size = 1;
  std::string label(line.substr(0, 1));
  if (line.starts_with("đ")) {
    size = 2;
    label = "đ";
  }
  const char c = line[0];
  const bool small = (c >= 'a' && c <= 'z') || size == 2;
  const bool large = c >= 'A' && c <= 'H';  // "P. Kinh tế", "T. Hà" are names
  if ((!small && !large) || size >= line.size() || line[size] == ':' || line[size] == '-') return std::nullopt;
  const std::size_t end = closed(line, size);
  if (end == 0 || (line[size] == '.' && space_at(line, size + 1) == 0)) return std::nullopt;
  return Mark{label, small ? kLower : kUpper, end};
}

std::optional<Mark> roman_mark(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && at < 5 && (line[at] == 'I' || line[at] == 'V' || line[at] == 'X')) ++at;
  if (at == 0) return std::nullopt;
  const std::size_t end = closed(line, at);
  if (end == 0) return std::nullopt;
  return Mark{std::string(line.substr(0, at)), kRoman, end};
}

std::optional<Mark> dash_mark(std::string_view line) {
  constexpr std::array<std::string_view, 18> dashes{"-", "–", "—", "+", "*", "•", "·", "▪", "●",
                                                    "○", "◦", "✓", "➢", "►", "§", "■", "□", "\xEF\x82\xB7"};
  for (std::size_t i = 0; i < dashes.size(); ++i) {
    if (!line.starts_with(dashes[i])) continue;
    const std::size_t end = behind_spaces(line, dashes[i].size());
    if (end >= line.size() || digit(line[end]) || line.substr(end).starts_with(dashes[i])) return std::nullopt;
    return Mark{"", kDash + static_cast<int>(i <= 2 ? 0 : i), end};
  }
  // Outlook's second level.
  if (line.starts_with("o\t") || line.starts_with("o  ") || line.starts_with("o \xC2\xA0"))
    return Mark{"", kDash + 40, behind_spaces(line, 1)};
  return std::nullopt;
}

// "Điểm 4:", "Việc thứ 2.", "Thứ nhất,", "Hai là".
std::optional<Mark> word_mark(std::string_view line) {
  const phrases::Words words = phrases::split_words(line, 6);
  const std::size_t named = phrases::match_longest(
      words, 0, {"điểm", "ý", "việc", "nội dung", "nhiệm vụ", "mục", "bước", "việc thứ", "ý thứ", "item", "point"});
  if (named > 0 && named < words.size() && phrases::number_of(words[named]) >= 0) {
    const std::size_t end = closed(line, words[named].end);
    if (end > 0) return Mark{words[named].exact, kNamed, end};
  }
  constexpr std::array<std::string_view, 10> ordinals{"nhất", "hai", "ba",  "tư",   "năm",
                                                      "sáu",  "bảy", "tám", "chín", "mười"};
  for (std::size_t i = 0; i < ordinals.size() && words.size() > 2; ++i) {
    const bool first = phrases::is_word(words[0], "thứ") && phrases::is_word(words[1], ordinals[i]) &&
                       words[2].kind == phrases::Word::Kind::mark;
    const bool is = phrases::is_word(words[1], "là") && phrases::is_word(words[0], i == 0 ? "một" : ordinals[i]);
    if (!first && !is) continue;
    std::size_t end = words[1].end;
    if (words[2].kind == phrases::Word::Kind::mark && words[2].exact != "\n") end = words[2].end;
    return Mark{std::to_string(i + 1), kOrdinal, behind_spaces(line, end)};
  }
  return std::nullopt;
}

}  // namespace

bool is_dash(int style) { return style >= kDash; }

std::optional<Mark> read_mark(std::string_view line) {
  if (line.empty()) return std::nullopt;
  if (line[0] == '(' || line[0] == '[') {
    const char close = line[0] == '(' ? ')' : ']';
    const auto end = line.find(close);
    if (end == std::string_view::npos || end > 4 || end == 1) return std::nullopt;
    const std::string_view inside = line.substr(1, end - 1);
    if (!is_number(inside) && inside.size() != 1) return std::nullopt;
    if (behind_spaces(line, end + 1) >= line.size()) return std::nullopt;
    return Mark{std::string(inside), is_number(inside) ? kBracketed : kLower, behind_spaces(line, end + 1)};
  }
  std::optional<Mark> mark;
  if (digit(line[0])) mark = number_mark(line, 0);
  else if (auto dash = dash_mark(line)) mark = dash;
  else if (auto roman = roman_mark(line)) mark = roman;
  else if (auto letter = letter_mark(line)) mark = letter;
  else mark = word_mark(line);
  if (mark && mark->end >= line.size()) return std::nullopt;  // nothing behind it
  return mark;
}

std::size_t indent_of(std::string_view line) {
  std::size_t out = 0;
  for (std::size_t at = 0, n; (n = space_at(line, at)) > 0; at += n) out += line[at] == '\t' ? 4 : 1;
  return out;
}

std::string trimmed(std::string_view text) {
  for (bool more = true; more;) {
    more = false;
    std::size_t begin = behind_spaces(text, 0);
    // "*Phòng Kinh tế*": bold; "* Phòng Kinh tế" is a point.
    while (begin + 1 < text.size() && text[begin] == '*' && text.find('*', begin + 1) != std::string_view::npos &&
           space_at(text, begin + 1) == 0)
      ++begin, more = true;
    text.remove_prefix(std::min(begin, text.size()));
    for (;;) {
      if (text.ends_with(' ') || text.ends_with('\t') || text.ends_with('\r') || text.ends_with('*'))
        text.remove_suffix(1);
      else if (text.ends_with("\xC2\xA0")) text.remove_suffix(2);
      else break;
    }
  }
  return std::string(text);
}

std::vector<std::string> cells_of(std::string_view line) {
  const bool bars = line.find('|') != std::string_view::npos;
  std::vector<std::string> out;
  for (std::string_view rest = line;;) {
    const auto end = rest.find(bars ? '|' : '\t');
    std::string cell = trimmed(rest.substr(0, end));
    const bool edge = cell.empty() && (out.empty() || end == std::string_view::npos);
    if (!edge && (bars || !cell.empty())) out.push_back(std::move(cell));
    if (end == std::string_view::npos || out.size() >= 12) break;
    rest.remove_prefix(end + 1);
  }
  const bool rule = std::all_of(out.begin(), out.end(), [](const std::string& cell) {
    return cell.find_first_not_of("-=+: ") == std::string::npos;
  });
  if (rule) out.clear();  // "----|----"
  return out;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), digit);
}

bool begins_small(std::string_view text) {
  const phrases::Words words = phrases::split_words(text, 1);
  if (words.empty() || words[0].kind != phrases::Word::Kind::letters) return false;
  return base::to_nfc(text.substr(words[0].begin, words[0].end - words[0].begin)) == words[0].exact;
}

}  // namespace policies::minutes
