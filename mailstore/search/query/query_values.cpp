#include <array>
#include <charconv>

#include "base/mime/date.h"
#include "base/text/fold.h"
#include "mailstore/search/query/query_tree.h"
#include "mailstore/store/types.h"

namespace mailstore::search {
namespace {

constexpr std::int64_t kDay = std::int64_t{86400} * 1000000;
constexpr std::int64_t kZone = std::int64_t{base::kOfficeOffsetMinutes} * 60 * 1000000;

// Words without blanks, hyphens and marks: "Chưa đọc" → "chuadoc".
std::string plain(std::string_view text) {
  std::string out;
  for (char c : base::fold(text)) {
    if (c != ' ' && c != '-' && c != '_') out += c;
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = text.find_first_of(separators, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

bool number_of(std::string_view text, std::size_t max_digits, unsigned& out) {
  if (text.empty() || text.size() > max_digits) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

unsigned days_in_month(unsigned year, unsigned month) {
  constexpr std::array<unsigned, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

Range days(std::int64_t first, std::int64_t count) { return {first * kDay - kZone, (first + count) * kDay - kZone}; }

}  // namespace

bool parse_day(std::string_view text, base::Timestamp now, Range& out) {
  const std::int64_t today = base::Timestamp(now.us + kZone).seconds() / 86400;
  const std::string word = plain(text);
  if (word == "homnay" || word == "today") return out = days(today, 1), true;
  if (word == "homqua" || word == "yesterday") return out = days(today - 1, 1), true;
  std::vector<std::string_view> parts = split(text, "/-.");
  if (parts.size() > 3) return false;
  if (parts.front().size() != 4) std::reverse(parts.begin(), parts.end());
  unsigned year = 0, month = 1, day = 1;
  if (parts[0].size() != 4 || !number_of(parts[0], 4, year) || year < 1900) return false;
  if (parts.size() > 1 && (!number_of(parts[1], 2, month) || month < 1 || month > 12)) return false;
  if (parts.size() > 2 && (!number_of(parts[2], 2, day) || day < 1 || day > days_in_month(year, month))) return false;
  const std::int64_t first = base::days_from_civil(year, month, day);
  if (parts.size() == 3) return out = days(first, 1), true;
  if (parts.size() == 2) return out = days(first, days_in_month(year, month)), true;
  return out = days(first, base::days_from_civil(std::int64_t{year} + 1, 1, 1) - first), true;
}

bool parse_dates(Field field, std::string_view text, base::Timestamp now, Range& out) {
  Range first, last;
  const std::size_t dots = text.find("..");
  if (field == Field::on && dots != std::string_view::npos) {
    const std::string_view left = text.substr(0, dots), right = text.substr(dots + 2);
    if (left.empty() && right.empty()) return false;
    if (!left.empty() && !parse_day(left, now, first)) return false;
    if (!right.empty() && !parse_day(right, now, last)) return false;
    out = {first.from, last.until};
    return out.from < out.until;
  }
  if (!parse_day(text, now, first)) return false;
  if (field == Field::before) out.until = first.from;
  else if (field == Field::after) out.from = first.from;
  else out = first;
  return true;
}

namespace {

bool parse_octets(std::string_view text, std::int64_t& out) {
  const std::string value = plain(text);
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
  if (error != std::errc() || out < 0 || out > (std::int64_t{1} << 50)) return false;
  const std::string_view unit(end, static_cast<std::size_t>(value.data() + value.size() - end));
  if (unit == "k" || unit == "kb") out <<= 10;
  else if (unit == "m" || unit == "mb") out <<= 20;
  else if (unit == "g" || unit == "gb") out <<= 30;
  else if (!unit.empty() && unit != "b") return false;
  return out <= (std::int64_t{1} << 50);
}

}  // namespace

bool parse_size_range(std::string_view text, Range& out) {
  const std::size_t dots = text.find("..");
  if (dots != std::string_view::npos) {
    if (!parse_octets(text.substr(0, dots), out.from) || !parse_octets(text.substr(dots + 2), out.until)) return false;
    ++out.until;
    return out.from < out.until;
  }
  if (text.starts_with("<")) return parse_octets(text.substr(1), out.until);
  if (text.starts_with(">")) text.remove_prefix(1);
  return parse_octets(text, out.from);
}

bool parse_state(std::string_view text, std::uint32_t& bit, bool& set) {
  struct State {
    std::string_view name;
    std::uint32_t bit;
    bool set;
  };
  static constexpr std::array<State, 16> kStates{{
      {"unread", flag::kSeen, false},
      {"chuadoc", flag::kSeen, false},
      {"unseen", flag::kSeen, false},
      {"read", flag::kSeen, true},
      {"dadoc", flag::kSeen, true},
      {"seen", flag::kSeen, true},
      {"flagged", flag::kFlagged, true},
      {"ganco", flag::kFlagged, true},
      {"starred", flag::kFlagged, true},
      {"unflagged", flag::kFlagged, false},
      {"khongco", flag::kFlagged, false},
      {"answered", flag::kAnswered, true},
      {"datraloi", flag::kAnswered, true},
      {"chuatraloi", flag::kAnswered, false},
      {"draft", flag::kDraft, true},
      {"nhap", flag::kDraft, true},
  }};
  const std::string word = plain(text);
  for (const State& state : kStates) {
    if (word == state.name) {
      bit = state.bit;
      set = state.set;
      return true;
    }
  }
  return false;
}

bool parse_has(std::string_view text) {
  const std::string word = plain(text);
  return word == "attachment" || word == "attachments" || word == "tep" || word == "dinhkem" || word == "tepdinhkem" ||
         word == "file";
}

}  // namespace mailstore::search
