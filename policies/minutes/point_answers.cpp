#include "policies/minutes/point_answers.h"

#include <algorithm>

#include "base/text/utf8.h"
#include "policies/minutes/marks.h"
#include "policies/phrases/words.h"
#include "policies/replies/yes_no.h"

namespace policies::minutes {

namespace {

using phrases::is_mark;
using phrases::match_longest;
using phrases::Word;
using phrases::Words;

std::size_t point_word(const Words& words, std::size_t at) {
  return match_longest(
      words, at,
      {"điểm số",  "điểm",  "ý số",     "ý",       "mục",        "việc số", "việc",      "nội dung số", "nội dung",
       "nhiệm vụ", "số",    "câu",      "dòng",    "point",      "item",    "no",        "points",      "items",
       "các điểm", "các ý", "các việc", "các mục", "riêng điểm", "riêng ý", "riêng việc"});
}

std::size_t drop_word(const Words& words, std::size_t at) {
  return match_longest(words, at, {"bỏ",        "bỏ đi",     "xóa",    "xoá",    "hủy",       "huỷ",    "không giao",
                                   "chưa giao", "thôi",      "loại",   "gạch",   "drop",      "remove", "cancel",
                                   "trừ",       "ngoại trừ", "except", "bỏ qua", "không cần", "khỏi"});
}

std::size_t small_word(const Words& words, std::size_t at) {
  return match_longest(words, at, {"riêng", "còn", "và",  "sửa", "sửa lại", "đổi", "nhưng", "thì", "cho", "dạ",  "em",
                                   "anh",   "chị", "nhé", "ạ",   "giúp",    "tôi", "mình",  "để",  "xin", "vâng"});
}

// Numbers at this place: "3", "4, 5 và 6", "2-4".
struct Numbers {
  std::vector<int> list;
  std::size_t end = 0;  // words; 0: none
};

bool is_time_behind(const Words& words, std::size_t at) {
  if (at >= words.size()) return false;
  if (is_mark(words[at], '/') && at + 1 < words.size() && words[at + 1].kind == Word::Kind::digits) return true;
  if (is_mark(words[at], '%')) return true;
  if (words[at].joined && phrases::is_any(words[at], {"h", "g"})) return true;
  return match_longest(words, at,
                       {"ngày", "tháng", "tuần", "giờ", "ngày làm việc", "days", "weeks", "hours", "quý", "năm",
                        "người", "bản", "bộ", "việc", "nhiệm vụ", "task", "tasks"}) > 0;
}

Numbers numbers_at(const Words& words, std::size_t at) {
  Numbers out;
  for (;;) {
    if (at >= words.size()) break;
    const int number = phrases::number_of(words[at]);
    if (number < 0 || words[at].exact.size() > 3 || is_time_behind(words, at + 1)) break;
    out.list.push_back(number);
    out.end = ++at;
    if (at + 1 < words.size() && (is_mark(words[at], '-') || match_longest(words, at, {"đến"}) > 0)) {
      const int last = phrases::number_of(words[at + 1]);
      if (last > number && last - number <= 60 && !is_time_behind(words, at + 2)) {
        for (int i = number + 1; i <= last; ++i) out.list.push_back(i);
        at += 2;
        out.end = at;
      }
    }
    std::size_t next = at;
    if (next < words.size() && (is_mark(words[next], ',') || is_mark(words[next], '&') || is_mark(words[next], '+')))
      ++next;
    next += match_longest(words, next, {"và", "and"});
    if (next == at) break;
    next += point_word(words, next);
    at = next;
  }
  std::sort(out.list.begin(), out.list.end());
  out.list.erase(std::unique(out.list.begin(), out.list.end()), out.list.end());
  return out;
}

// Where a point is named: "điểm 3", "3:", "bỏ 4", "bỏ ý 4 và 5", "tất cả:".
struct Reference {
  std::vector<int> points;
  bool all = false;
  bool drop = false;
  std::size_t end = 0;  // words; 0: none
};

Reference reference_at(const Words& words, std::size_t at, bool first, const std::vector<int>& known) {
  Reference out;
  std::size_t i = at;
  const auto rest_of = [&](std::size_t from) {
    return match_longest(words, from, {"còn lại", "các điểm còn lại", "các việc còn lại", "các ý còn lại"});
  };
  for (std::size_t n; rest_of(i) == 0 && (n = small_word(words, i)) > 0;) i += n;
  const std::size_t all = match_longest(words, i,
                                        {"tất cả", "tất cả các điểm", "tất cả các việc", "các điểm còn lại", "còn lại",
                                         "các việc còn lại", "các ý còn lại", "all", "mọi việc"});
  if (all > 0) {
    out.all = true;
    out.end = i + all;
    if (out.end < words.size() && (is_mark(words[out.end], ':') || is_mark(words[out.end], ','))) ++out.end;
    return out;
  }
  const std::size_t drop = drop_word(words, i);
  out.drop = drop > 0;
  i += drop;
  const std::size_t named = point_word(words, i);
  i += named;
  const Numbers numbers = numbers_at(words, i);
  if (numbers.end == 0) return {};
  std::size_t end = numbers.end;
  const bool closed =
      end < words.size() && (is_mark(words[end], ':') || is_mark(words[end], ')') || is_mark(words[end], '.') ||
                             is_mark(words[end], '-') || is_mark(words[end], '/') || is_mark(words[end], '='));
  // "2 hạn 15/12" begins a line; elsewhere a bare number is none.
  const bool ours = std::all_of(numbers.list.begin(), numbers.list.end(), [&](int number) {
    return std::find(known.begin(), known.end(), number) != known.end();
  });
  if (named == 0 && drop == 0 && !(closed && (first || !is_mark(words[end], '.'))) && !(first && ours)) return {};
  if (named == 0 && !closed && !ours) return {};
  if (closed) ++end;
  out.points = numbers.list;
  out.end = end;
  return out;
}

class Reader {
 public:
  Reader(std::string_view text, const std::vector<int>& known)
      : text_(text), words_(phrases::split_words(text, 4000)), known_(known) {}

  PointAnswers read() {
    cut();
    for (const Part& part : parts_) take(part);
    return std::move(out_);
  }

 private:
  struct Part {
    Reference reference;
    std::size_t begin = 0, end = 0;  // words behind the reference
  };

  // A part begins with a line, behind ";" or where a point is named behind a comma or a full stop.
  void cut() {
    std::size_t begin = 0;
    bool first = true;
    for (std::size_t at = 0; at <= words_.size(); ++at) {
      const bool end = at == words_.size();
      const bool line = !end && words_[at].exact == "\n";
      bool part = end || line || is_mark(words_[at], ';');
      if (!part && (is_mark(words_[at], ',') || is_mark(words_[at], '.') || phrases::is_any(words_[at], {"và"})))
        part = reference_at(words_, at + 1, false, known_).end > 0 && !in_numbers(at);
      if (!part) continue;
      add(begin, at, first);
      begin = at + 1;
      first = end || line;
    }
  }

  // Inside "4, 5 và 6", not behind the date of "15/12, 3: …".
  bool in_numbers(std::size_t at) const {
    if (at == 0 || at + 1 >= words_.size()) return false;
    if (phrases::number_of(words_[at - 1]) < 0 || phrases::number_of(words_[at + 1]) < 0) return false;
    return at == 1 || words_[at - 2].exact == "\n" || is_mark(words_[at - 2], ',') || is_mark(words_[at - 2], ';') ||
           phrases::is_any(words_[at - 2],
                           {"điểm", "ý",  "mục",  "việc", "số",  "dung", "vụ",  "câu",  "dòng",   "point",
                            "item", "bỏ", "giao", "xóa",  "hủy", "và",   "trừ", "drop", "points", "items"});
  }

  void add(std::size_t begin, std::size_t end, bool first) {
    while (begin < end && words_[begin].kind == Word::Kind::mark && !is_mark(words_[begin], '(') &&
           words_[begin].exact != "👍" && words_[begin].exact != "✅" && words_[begin].exact != "👌")
      ++begin;
    if (begin >= end) return;
    Part part;
    part.reference = reference_at(words_, begin, first, known_);
    if (part.reference.end > end) part.reference = {};
    part.begin = std::max(begin, part.reference.end);
    part.end = end;
    parts_.push_back(std::move(part));
  }

  std::string text_of(std::size_t begin, std::size_t end) const {
    if (begin >= end) return {};
    return std::string(text_.substr(words_[begin].begin, words_[end - 1].end - words_[begin].begin));
  }

  bool says(const Part& part, std::initializer_list<std::string_view> list) const {
    for (std::size_t at = part.begin; at < part.end; ++at) {
      if (match_longest(words_, at, list) > 0) return true;
    }
    return false;
  }

  void take(const Part& part) {
    const std::string words = text_of(part.begin, part.end);
    const bool named = part.reference.end > 0;
    const auto yes_no = replies::read_yes_no(words);
    if (!named) return take_plain(part, words, yes_no);
    PointAnswer answer;
    answer.points = part.reference.points;
    answer.all = part.reference.all;
    answer.words = words;
    const bool drop = part.reference.drop || yes_no == replies::YesNo::no || not_given(part);
    if (drop) answer.kind = PointAnswer::Kind::drop;
    else if (yes_no == replies::YesNo::yes) answer.kind = PointAnswer::Kind::confirm;
    if (answer.all && answer.kind == PointAnswer::Kind::confirm) out_.confirms = true;
    else if (answer.all && drop) out_.drops = true;
    else if (!words.empty() || drop) out_.answers.push_back(std::move(answer));
  }

  // "là thông tin, không giao", "bỏ", "để biết thôi".
  bool not_given(const Part& part) const {
    if (part.begin >= part.end) return false;
    std::size_t at = part.begin;
    for (std::size_t n; at < part.end && (n = small_word(words_, at)) > 0;) at += n;
    const std::size_t drop = at < part.end ? drop_word(words_, at) : 0;
    if (drop > 0 && at + drop >= part.end) return true;
    if (drop > 0 &&
        match_longest(words_, at + drop,
                      {"đi", "luôn", "nhé", "ra", "việc này", "điểm này", "ý này", "giao", "nữa", "giao nữa"}) > 0)
      return true;
    return says(part, {"không giao", "là thông tin", "chỉ là thông tin", "thông tin thôi", "chỉ thông tin",
                       "information only", "not a task", "không phải việc", "không phải giao", "chưa giao",
                       "để biết thôi"}) ||
           (part.end - part.begin <= 3 && says(part, {"thông tin", "để biết", "info"}));
  }

  void take_plain(const Part& part, const std::string& words, replies::YesNo yes_no) {
    if (says(part, {"nhiều việc", "several tasks", "nhiều nhiệm vụ", "từng việc", "các việc riêng", "tách ra"}) &&
        part.end - part.begin <= 8) {
      out_.several = true;
      return;
    }
    if (says(part, {"một việc", "1 việc", "one task", "một nhiệm vụ", "1 nhiệm vụ", "việc chung"}) &&
        part.end - part.begin <= 8) {
      out_.one = true;
      return;
    }
    if (yes_no == replies::YesNo::yes) {
      out_.confirms = true;
    } else if (yes_no == replies::YesNo::no ||
               match_longest(words_, part.begin,
                             {"hủy tất cả", "bỏ tất cả", "hủy hết", "bỏ hết", "không giao nữa", "không giao việc nào",
                              "cancel all"}) > 0) {
      out_.drops = true;
    } else if (!only_small(part)) {
      PointAnswer answer;
      answer.words = words;
      out_.answers.push_back(std::move(answer));
    }
  }

  bool only_small(const Part& part) const {
    std::size_t at = part.begin;
    while (at < part.end) {
      const std::size_t n =
          words_[at].kind == Word::Kind::mark
              ? 1
              : small_word(words_, at) + match_longest(words_, at, {"cảm ơn", "thanks", "chào", "cám ơn"});
      if (n == 0) return false;
      at += n;
    }
    return true;
  }

  std::string_view text_;
  Words words_;
  const std::vector<int>& known_;
  std::vector<Part> parts_;
  PointAnswers out_;
};

}  // namespace

PointAnswers read_point_answers(std::string_view new_text, const std::vector<int>& numbers) {
  const std::string shown = phrases::visible(base::utf8_prefix_bytes(new_text, kMaxPointAnswer));
  return Reader(shown, numbers).read();
}

}  // namespace policies::minutes
