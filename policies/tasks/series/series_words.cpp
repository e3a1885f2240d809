#include "policies/tasks/series/series_words.h"

#include <algorithm>

#include "base/text/case.h"
#include "policies/phrases/clauses.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/word_at.h"
#include "policies/phrases/words.h"

namespace policies::tasks {

using phrases::match_longest;
using phrases::Word;
using phrases::Words;

namespace {

bool says(const Words& words, std::initializer_list<std::string_view> any) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (match_longest(words, at, any) > 0) return true;
  }
  return false;
}

// Sentences end at line ends, ";", "?", "!" and at a full stop that is not inside a word or number.
std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool stop = i < text.size() && text[i] == '.' &&
                      (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n' || text[i + 1] == '\r');
    const bool ends = i == text.size() || text[i] == '\n' || text[i] == ';' || text[i] == '?' || text[i] == '!' || stop;
    if (!ends) continue;
    const std::size_t end = i < text.size() && text[i] == '?' ? i + 1 : i;
    if (end > begin) out.push_back(text.substr(begin, end - begin));
    begin = i + 1;
  }
  return out;
}

std::size_t skip_polite(const Words& words, std::size_t at) {
  while (at < words.size()) {
    std::size_t n = phrases::polite_words(words, at);
    if (n == 0)
      n = match_longest(words, at,
                        {"đề nghị", "yêu cầu", "các", "văn phòng", "vui lòng", "nay", "từ nay", "kể từ nay", "nhờ"});
    if (n == 0 && (phrases::is_mark(words[at], ',') || phrases::is_mark(words[at], ':'))) n = 1;
    if (n == 0) break;
    at += n;
  }
  return at;
}

// "chuỗi này", "việc báo cáo này", "CK-2026-000003": what a command may be about.
std::size_t object_words(const Words& words, std::size_t at) {
  if (const std::size_t n = match_longest(
          words, at, {"chuỗi", "chu kỳ", "kỳ",   "định kỳ", "việc", "nhiệm vụ", "báo cáo", "giao việc", "giao",
                      "này",   "nữa",    "lại",  "đi",      "hẳn",  "luôn",     "số",      "cần",       "làm",
                      "gửi",   "nộp",    "nhắc", "series",  "this", "the",      "it",      "chế độ"}))
    return n;
  if (phrases::any_at(words, at, {"ck"}) || words[at].kind == Word::Kind::digits || phrases::is_mark(words[at], '-') ||
      phrases::is_mark(words[at], '[') || phrases::is_mark(words[at], ']') || phrases::is_mark(words[at], ',') ||
      phrases::is_mark(words[at], '"'))
    return 1;
  return 0;
}

bool begins_reason(const Words& words, std::size_t at) {
  return match_longest(words, at, {"vì", "do", "lý do", "lí do", "bởi", "because", "since"}) > 0 ||
         phrases::is_mark(words[at], ':') || phrases::is_mark(words[at], '(');
}

enum class Command { none, end, pause, resume };

Command command_at(const Words& words, std::size_t at, std::size_t& length) {
  struct Row {
    Command command;
    std::initializer_list<std::string_view> words;
  };
  static const Row rows[] = {{Command::pause,
                              {"tạm dừng", "tạm ngừng", "tạm ngưng", "tạm hoãn", "tạm thời dừng", "tạm thời ngừng",
                               "tạm thời ngưng", "hoãn", "pause", "suspend"}},
                             {Command::resume, {"tiếp tục", "khôi phục", "chạy tiếp", "resume", "continue"}},
                             {Command::end,
                              {"ngừng",
                               "ngưng",
                               "dừng",
                               "thôi ngừng",
                               "kết thúc",
                               "chấm dứt",
                               "hết chu kỳ",
                               "hết chuỗi",
                               "hủy",
                               "hủy bỏ",
                               "bỏ chuỗi",
                               "bỏ chu kỳ",
                               "không cần báo cáo nữa",
                               "không cần làm nữa",
                               "không cần nữa",
                               "không làm nữa",
                               "không phải báo cáo nữa",
                               "không báo cáo nữa",
                               "stop",
                               "end",
                               "cancel",
                               "quit"}}};
  Command best = Command::none;
  length = 0;
  for (const Row& row : rows) {
    const std::size_t n = match_longest(words, at, row.words);
    if (n <= length) continue;
    length = n;
    best = row.command;
  }
  return best;
}

// A whole sentence that is a command with its object, its reason, its time.
bool read_command(std::string_view sentence, const Words& words, const calendar::Calendar& calendar,
                  base::Timestamp now, SeriesWish& wish) {
  std::size_t at = skip_polite(words, 0);
  // "Chuỗi này dừng nhé", "Từ tháng sau ngừng": the command may stand behind what it is about.
  const std::size_t begin = at;
  std::size_t length = 0;
  Command command = Command::none;
  std::optional<calendar::Date> last;
  for (; at < words.size() && at < begin + 12; ++at) {
    command = command_at(words, at, length);
    if (command != Command::none) break;
  }
  if (command == Command::none) return false;
  const auto readable = [&](std::size_t from, std::size_t until, bool& timed) {
    for (std::size_t i = from; i < until;) {
      std::size_t n = phrases::polite_words(words, i);
      if (n == 0) n = object_words(words, i);
      if (n == 0) {
        const bool time = match_longest(words, i,
                                        {"từ", "kể từ", "sau", "đến", "đến hết", "hết", "cho đến", "từ nay", "from",
                                         "after", "until"}) > 0;
        if (time) {
          if (phrases::match_longest(words, i, {"từ nay"}) > 0) {
            n = 2;
          } else {
            timed = true;
            return i;  // the caller reads the time
          }
        }
      }
      if (n == 0) return i;
      i += n;
    }
    return until;
  };
  bool timed_before = false, timed_behind = false;
  const std::size_t before = readable(begin, at, timed_before);
  std::string_view time_words;
  if (before < at) {
    if (!timed_before) return false;
    time_words = sentence.substr(words[before].begin, words[at].begin - words[before].begin);
  }
  const std::size_t behind = readable(at + length, words.size(), timed_behind);
  std::string reason;
  if (behind < words.size()) {
    if (begins_reason(words, behind)) {
      std::size_t from = behind;
      if (words[from].kind == Word::Kind::mark) ++from;
      reason = from < words.size() ? phrases::one_line(sentence.substr(words[from].begin), 1000) : "";
      timed_behind = false;
    } else if (timed_behind && time_words.empty()) {
      time_words = sentence.substr(words[behind].begin);
    } else {
      return false;
    }
  }
  if (!time_words.empty()) {
    if (command != Command::end) return false;  // "tạm dừng đến tháng 3": one says so when it is time
    last = phrases::find_period_end(time_words, calendar, now);
    if (!last) return false;
  }
  wish.reason = reason.empty() ? wish.reason : reason;
  if (last) wish.last = last;
  else if (command == Command::end) wish.end = true;
  if (command == Command::pause) wish.pause = true;
  if (command == Command::resume) wish.resume = true;
  return true;
}

bool names_change(const Words& words) {
  return says(words, {"chuyển", "đổi", "dời", "lùi", "sang", "thành", "thay đổi", "từ nay", "hạn mới", "kỳ tới",
                      "change", "move", "moved", "now"});
}

bool read_change(std::string_view sentence, const Words& words, const phrases::Period& current,
                 const calendar::Calendar& calendar, base::Timestamp now, SeriesWish& wish) {
  if (const auto days = find_days_before(sentence)) {
    wish.days_before = days;
    return true;
  }
  if (match_longest(words, 0, {"kéo dài", "gia hạn", "đến hết", "thực hiện đến", "extend", "until"}) > 0) {
    if (const auto last = phrases::find_period_end(sentence, calendar, now)) {
      wish.last = last;
      return true;
    }
  }
  const phrases::PeriodAnswer answer = phrases::find_changed_period(current, sentence, calendar, now);
  if (answer.verdict == phrases::PeriodVerdict::none) return false;
  constexpr std::size_t kShort = 9;  // words: "thứ Năm hằng tuần nhé em"
  if (!names_change(words) && words.size() > kShort) return false;
  if (answer.period && !wish.period) wish.period = answer.period;
  else if (answer.period) wish.unclear.push_back({answer.period->words, phrases::PeriodProblem::several});
  wish.unclear.insert(wish.unclear.end(), answer.unclear.begin(), answer.unclear.end());
  return true;
}

}  // namespace

std::optional<int> find_days_before(std::string_view text) {
  const Words words = phrases::split_words(text, 400);
  for (std::size_t at = 0; at < words.size(); ++at) {
    std::size_t n = match_longest(words, at,
                                  {"giao trước", "giao việc trước", "giao trước hạn", "giao việc trước hạn",
                                   "giao nhiệm vụ trước", "giao nhiệm vụ trước hạn", "hand out", "assign"});
    if (n == 0) continue;
    const int number = phrases::number_at(words, at + n);
    const bool days = match_longest(words, at + n + 1, {"ngày", "days", "day", "working days", "working day"}) > 0;
    if (days && number >= 0 && number <= 60) return number;
  }
  return std::nullopt;
}

SeriesWish read_series_words(std::string_view text, const phrases::Period& current, const calendar::Calendar& calendar,
                             base::Timestamp now) {
  SeriesWish wish;
  const std::string seen = phrases::visible(text.substr(0, std::min<std::size_t>(text.size(), 8000)));
  for (const std::string_view sentence : sentences_of(seen)) {
    const Words words = phrases::split_words(sentence, 300);
    if (words.empty() || phrases::only_polite(words, 0, words.size())) continue;
    if (sentence.back() == '?') {
      wish.asks = true;
      wish.rest.emplace_back(sentence);
      continue;
    }
    const std::size_t first = skip_polite(words, 0);
    if (const std::size_t n = match_longest(words, first, {"bổ sung nội dung", "bổ sung", "add"});
        n > 0 && first + n < words.size() && phrases::is_mark(words[first + n], ':')) {
      const std::size_t from = first + n + 1;
      if (from < words.size())
        wish.added += (wish.added.empty() ? "" : "\n") + std::string(sentence.substr(words[from].begin));
      continue;
    }
    if (read_command(sentence, words, calendar, now, wish)) continue;
    const bool turned = says(words, {"không", "đừng", "chưa", "khoan", "nếu", "hay là", "có thể", "định", "not",
                                     "don't", "if", "maybe"}) &&
                        !says(words, {"định kỳ"});
    if (!turned && read_change(sentence, words, current, calendar, now, wish)) continue;
    wish.doubtful = wish.doubtful || turned;
    wish.rest.emplace_back(phrases::one_line(sentence, 1000));
  }
  const int commands = (wish.end ? 1 : 0) + (wish.pause ? 1 : 0) + (wish.resume ? 1 : 0);
  if (commands > 1) wish.doubtful = true;
  return wish;
}

std::string series_number_in(std::string_view subject) {
  const std::string upper = base::to_ascii_upper(subject);
  for (std::size_t at = upper.find("CK"); at != std::string::npos; at = upper.find("CK", at + 1)) {
    const auto inside = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    if (at > 0 && inside(upper[at - 1])) continue;
    std::size_t end = at;
    while (end < upper.size() && inside(upper[end])) ++end;
    std::string number = upper.substr(at, end - at);
    while (!number.empty() && (number.back() == '.' || number.back() == '-')) number.pop_back();
    // "CK-2026-000003", "CK.LAM-SON-2026-000003"
    const auto second = number.rfind('-');
    const auto year = second == std::string::npos || second == 0 ? second : number.rfind('-', second - 1);
    const auto digits = [](std::string_view part) {
      return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (year == std::string::npos || year < 2 || (number[2] != '-' && number[2] != '.')) continue;
    if (second - year == 5 && digits(std::string_view(number).substr(year + 1, 4)) &&
        digits(std::string_view(number).substr(second + 1)))
      return number;
  }
  return {};
}

}  // namespace policies::tasks
