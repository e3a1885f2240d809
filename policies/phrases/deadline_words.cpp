#include "policies/phrases/deadline_words.h"

#include <algorithm>

#include "base/text/utf8.h"
#include "policies/phrases/clauses.h"
#include "policies/phrases/date_words.h"
#include "policies/phrases/deadline_candidates.h"
#include "policies/phrases/deadline_doubts.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/deadline_triggers.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

using Kind = DeadlineWords::Kind;

class Reader {
 public:
  Reader(std::string_view text, Words words, const Resolver& resolver)
      : text_(text), words_(std::move(words)), resolver_(resolver), end_(words_.size()) {}

  DeadlineWords read() {
    trim();
    if (at_ >= end_) return {};
    for (std::size_t i = at_; i < end_; ++i) {
      if (is_mark(words_[i], '?') || match_longest(words_, i, {"được không", "kịp không", "có được"}) > 0) return {};
    }
    if (says_none()) return {Kind::no_deadline, std::nullopt, std::nullopt};
    first_ = at_;
    if (const auto n = match_longest(words_, at_, {"trong ngày", "cuối ngày", "hết ngày", "end of day", "eod"});
        n > 0 && rest_is_polite(at_ + n))
      return unclear(at_ + n, Problem::vague);
    lead_in();
    if (at_ >= end_) return {};
    if (const auto length = soon(); length > 0 && rest_is_polite(at_ + length))
      return unclear(at_ + length, Problem::vague);
    DeadlineWords answer = day_end();
    if (answer.kind == Kind::nothing) answer = term();
    if (answer.kind == Kind::nothing) answer = span();
    if (answer.kind == Kind::nothing) answer = day();
    return answer;
  }

 private:
  // Politeness and marks at both ends; "(", "+" and "-" say nothing either.
  void trim() {
    for (bool more = true; more && at_ < end_;) {
      const std::size_t n = words_[at_].kind == Word::Kind::mark ? 1 : politeness(at_);
      more = n > 0;
      at_ += n;
    }
    while (end_ > at_ && words_[end_ - 1].kind == Word::Kind::mark && !is_mark(words_[end_ - 1], '?')) --end_;
  }

  // As polite_words(), but for what begins a time: "a week".
  std::size_t politeness(std::size_t at) const {
    if (read_span(words_, at).end != 0) return 0;
    if (match_longest(words_, at, {"cho đến", "cho tới"}) > 0) return 0;
    if (any_at(words_, at, {"hi", "hello", "chào", "yes", "um", "uh", "ừ", "ừm", "well", "thanks"})) return 1;
    return polite_words(words_, at);
  }

  bool rest_is_polite(std::size_t at) const {
    while (at < end_) {
      const bool mark = words_[at].kind == Word::Kind::mark && !is_mark(words_[at], '/');
      const std::size_t n = mark ? 1 : polite_words(words_, at);
      if (n == 0) return false;
      at += n;
    }
    return true;
  }

  bool says_none() const {
    const std::size_t n = match_longest(words_, at_,
                                        {"không cần hạn",
                                         "không cần thời hạn",
                                         "không cần đặt hạn",
                                         "không hạn",
                                         "không thời hạn",
                                         "không có hạn",
                                         "không có thời hạn",
                                         "không đặt hạn",
                                         "không đặt thời hạn",
                                         "không ấn định thời hạn",
                                         "không quy định thời hạn",
                                         "không giới hạn thời gian",
                                         "không có hạn chót",
                                         "không cần hạn chót",
                                         "không cần ghi hạn",
                                         "không ghi hạn",
                                         "khỏi cần hạn",
                                         "khỏi hạn",
                                         "chưa cần hạn",
                                         "lúc nào cũng được",
                                         "khi nào cũng được",
                                         "khi nào xong thì xong",
                                         "hạn : không",
                                         "hạn : không có",
                                         "hạn không",
                                         "thời hạn : không",
                                         "hạn : không cần",
                                         "no deadline",
                                         "no due date",
                                         "without deadline",
                                         "without a deadline",
                                         "no deadline needed",
                                         "none needed",
                                         "deadline : none",
                                         "due : none",
                                         "no time limit",
                                         "không cần hạn cụ thể",
                                         "không có hạn cụ thể"});
    return n > 0 && rest_is_polite(at_ + n);
  }

  // "hạn mới là", "cho đến", "chậm nhất": what is only said because a time follows.
  void lead_in() {
    for (std::size_t n = 1; n > 0 && at_ < end_; at_ += n) {
      if (words_[at_].kind == Word::Kind::mark) {
        n = is_mark(words_[at_], ':') || is_mark(words_[at_], ',') || is_mark(words_[at_], '=') ||
                    is_mark(words_[at_], '-') || is_mark(words_[at_], '\n')
                ? 1
                : 0;
        continue;
      }
      if (edge_here()) return;
      n = match_longest(words_, at_,
                        {"hạn",
                         "hạn chót",
                         "hạn cuối",
                         "hạn mới",
                         "thời hạn",
                         "thời hạn mới",
                         "hạn hoàn thành",
                         "hạn nộp",
                         "deadline",
                         "due",
                         "due date",
                         "new deadline",
                         "cho đến",
                         "cho tới",
                         "đến",
                         "tới",
                         "trước",
                         "chậm nhất",
                         "muộn nhất",
                         "trễ nhất",
                         "không muộn hơn",
                         "không quá",
                         "tối đa",
                         "trong",
                         "trong vòng",
                         "vào",
                         "ngày",
                         "lúc",
                         "thời gian",
                         "thời gian hoàn thành",
                         "thời gian thực hiện",
                         "lấy",
                         "để",
                         "chốt",
                         "hoàn thành",
                         "xong",
                         "nộp",
                         "gửi",
                         "phải xong",
                         "đặt hạn",
                         "ghi hạn",
                         "sửa hạn",
                         "đổi hạn",
                         "đổi hạn thành",
                         "khoảng",
                         "by",
                         "before",
                         "until",
                         "till",
                         "no later than",
                         "within",
                         "on",
                         "is",
                         "set it to",
                         "make it",
                         "hết",
                         "đến hết ngày",
                         "cứ",
                         "in",
                         "the",
                         "làm",
                         "end of day",
                         "hết ngày",
                         "cuối ngày",
                         "xong trước",
                         "báo cáo",
                         "là",
                         "thì",
                         "cho",
                         "em",
                         "anh"});
      if (match_longest(words_, at_, {"trước", "before"}) > 0) before_ = true;
    }
  }

  // "hết tháng 12", "cuối giờ chiều nay": the edge belongs to the time.
  bool edge_here() const { return read_term(words_, at_).end != 0 || read_day_end(words_, at_).end != 0; }

  std::size_t soon() const {
    return match_longest(words_, at_,
                         {"sớm", "sớm nhất", "sớm nhất có thể", "càng sớm càng tốt", "ngay", "gấp", "asap", "soon",
                          "as soon as possible", "khi nào xong", "tùy", "tùy em", "không gấp", "no rush", "tết",
                          "trước tết", "sau tết"});
  }

  DeadlineWords taken(std::size_t end, Resolved resolved) const {
    if (other_day_at(words_, end) != 0 || lunar_words(words_, end) > 0 || recurring_words(words_, end) > 0)
      return unclear(end_, Problem::vague, false);
    if (!rest_is_polite(end)) return {};
    if (!resolved.deadline) return unclear(end, resolved.problem);
    resolved.deadline->words = one_line(slice(end));
    return {Kind::understood, std::move(resolved.deadline), std::nullopt};
  }

  DeadlineWords unclear(std::size_t end, Problem problem, bool with_candidate = true) const {
    return {Kind::unclear, std::nullopt,
            unclear_deadline(text_, words_, first_, end, problem, resolver_, with_candidate)};
  }

  DeadlineWords day_end() const {
    const DayEnd read = read_day_end(words_, at_);
    if (read.end == 0) return {};
    // "trước chiều mai": before the afternoon begins, or within it?
    if (before_ && !read.ends)
      return rest_is_polite(read.end) ? unclear(read.end, Problem::vague, false) : DeadlineWords{};
    if (read.loose) return rest_is_polite(read.end) ? unclear(read.end, Problem::vague) : DeadlineWords{};
    return taken(read.end, resolver_.from_day_end(read));
  }

  DeadlineWords term() const {
    const Term read = read_term(words_, at_);
    if (read.end == 0) return {};
    const bool within = at_ > first_ && any_at(words_, at_ - 1, {"trong", "nội", "vòng", "within"});
    const bool running = read.edge == Term::Edge::whole && read.named && read.ahead == 0 && read.number == 0;
    if (read.edge == Term::Edge::whole && !within && (!running || before_))
      return rest_is_polite(read.end) ? unclear(read.end, Problem::vague) : DeadlineWords{};
    return taken(read.end, resolver_.from_term(read));
  }

  DeadlineWords span() const {
    const bool after = any_at(words_, at_, {"sau", "after", "thêm"});
    Span read = read_span(words_, at_ + (after ? 1 : 0));
    if (read.end == 0 || read_when(words_, at_).has_day()) return {};
    std::size_t end = read.end;
    end += match_longest(words_, end, {"nữa", "tới", "from now", "kể từ hôm nay", "từ hôm nay", "từ giờ"});
    const bool clock = read.unit == Span::Unit::hours && end == read.end && !after && read.count <= 24 &&
                       any_at(words_, read.end - 1, {"h", "giờ"});
    if (clock) return {};  // "16h" is a time of day
    const auto deadline = resolver_.from_span(read, std::nullopt);
    if (!deadline || before_ || any_at(words_, at_, {"thêm"}))
      return rest_is_polite(end) ? unclear(end, Problem::vague) : DeadlineWords{};
    return taken(end, {*deadline, {}});
  }

  DeadlineWords day() const {
    When when = read_when(words_, at_);
    // "ngày" was skipped: "ngày mai", "ngày 20".
    if (when.end == 0 && at_ > first_ && any_at(words_, at_ - 1, {"ngày"})) when = read_when(words_, at_ - 1);
    if (when.end == 0) return {};
    if (when.end == at_ + 1 && words_[at_].kind == Word::Kind::digits &&
        !(at_ > first_ && any_at(words_, at_ - 1, {"ngày"})))
      return {};
    return taken(when.end, resolver_.from_when(when));
  }

  std::string_view slice(std::size_t end) const {
    end = std::min(end, words_.size());
    const auto read = text_.substr(words_[first_].begin, words_[end - 1].end - words_[first_].begin);
    if (read.find('(') == std::string_view::npos || !is_separator(words_, end, ')')) return read;
    return text_.substr(words_[first_].begin, words_[end].end - words_[first_].begin);
  }

  std::string_view text_;
  Words words_;
  const Resolver& resolver_;
  std::size_t at_ = 0, first_ = 0;
  std::size_t end_;
  bool before_ = false;
};

}  // namespace

DeadlineWords read_deadline_words(std::string_view text, const calendar::Calendar& calendar, base::Timestamp now) {
  text = base::utf8_prefix_bytes(text, kMaxDeadlineText);
  Words words = split_words(text, kMaxDeadlineWords + 1);
  if (words.size() > kMaxDeadlineWords) return {};
  const Resolver resolver{calendar, now};
  return Reader(text, std::move(words), resolver).read();
}

}  // namespace policies::phrases
