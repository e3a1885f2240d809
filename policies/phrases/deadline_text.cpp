#include "policies/phrases/deadline_text.h"

#include <algorithm>
#include <iterator>

#include "base/text/utf8.h"
#include "policies/phrases/clauses.h"
#include "policies/phrases/date_words.h"
#include "policies/phrases/deadline_candidates.h"
#include "policies/phrases/deadline_doubts.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/deadline_triggers.h"
#include "policies/phrases/period_words.h"

namespace policies::phrases {

namespace {

// "hằng năm trước 15/12": a day that comes back. `unit`: with which it would; nothing: any.
bool recurs_before(const Words& words, std::size_t begin, std::optional<PeriodUnit> unit) {
  for (std::size_t back = 1; back <= 4 && back <= begin; ++back) {
    const Recurrence recurrence = read_recurrence(words, begin - back);
    if (recurrence.end == begin) return !unit || recurrence.unit == *unit;
  }
  return false;
}

class Finder {
 public:
  Finder(const calendar::Calendar& calendar, base::Timestamp now, DeadlineAnswer& answer,
         std::vector<UnclearDeadline>& old)
      : resolver_{calendar, now}, answer_(answer), old_(old) {}

  void read(std::string_view text) {
    text = base::utf8_prefix_bytes(text, kMaxDeadlineText);
    text_ = text;
    const Words words = split_words(text);
    const auto clauses = clauses_of(text, words);
    std::size_t clause = 0;
    for (std::size_t i = 0; i < words.size();) {
      while (clause + 1 < clauses.size() && clauses[clause].end < i) ++clause;
      clause_ = clauses[clause];
      const Trigger trigger = trigger_at(words, i);
      std::size_t next = trigger.strength == Strength::none ? read_rare(words, i) : read_one(words, i, trigger);
      if (next <= trigger.end && trigger.strength == Strength::strong) next = read_around(words, i, trigger.end);
      i = std::max(i + 1, next);
    }
    no_deadline_ = no_deadline_ || wants_no_deadline(words);
    auto doubts = doubtful_times(text_, words, clauses, resolver_);
    std::move(doubts.found.begin(), doubts.found.end(), std::back_inserter(doubts_.found));
    std::move(doubts.unclear.begin(), doubts.unclear.end(), std::back_inserter(doubts_.unclear));
  }

  // What the leader perhaps meant, when he said nothing clearer.
  Doubts doubts() const { return no_deadline_ ? Doubts() : doubts_; }

 private:
  std::string_view slice(const Words& words, std::size_t begin, std::size_t end) const {
    end = std::min(end, words.size());
    return text_.substr(words[begin].begin, words[end - 1].end - words[begin].begin);
  }

  void unclear(const Words& words, std::size_t begin, std::size_t end, Problem problem, bool with_candidate = true) {
    answer_.unclear.push_back(unclear_deadline(text_, words, begin, end, problem, resolver_, with_candidate));
  }

  // Reads behind one trigger; gives the position to go on from.
  std::size_t read_one(const Words& words, std::size_t begin, Trigger trigger) {
    const Filler filler = skip_fillers(words, begin, trigger.end);
    std::size_t at = filler.end;
    const bool line_ends =
        at >= words.size() || is_mark(words[at], '\n') || is_mark(words[at], '.') || is_mark(words[at], ',');
    if (line_ends && at > trigger.end &&
        ((trigger.strength == Strength::strong && filler.label) ||
         (trigger.strength == Strength::within && previous_is(words, at, {"ngày"})))) {
      unclear(words, begin, at, Problem::vague);  // "Hạn: ngay", "trong ngày."
      return at;
    }
    if (at >= words.size()) return trigger.end;
    if (filler.label && trigger.strength == Strength::strong && says_none(words, at)) {
      no_deadline_ = true;
      return at + 1;
    }
    const bool too_late =
        previous_is(words, at, {"quá"});  // "không quá 16h" is a time of day, "không quá 3 ngày" a span
    if (!too_late) {
      if (const std::size_t end = read_named(words, begin, trigger, at); end != 0) return end;
    }
    if (const std::size_t end = read_span_behind(words, begin, at, trigger.strength, too_late); end != 0) return end;
    if (match_phrase(words, begin, "tối đa") > 0 && !is_latest_day(words, begin, at)) return trigger.end;
    When when = read_when(words, at);
    // A filler may itself begin the date: "trước ngày mai", "hạn cuối ngày 20".
    for (std::size_t back = 1; back <= 2 && when.end == 0 && at >= trigger.end + back; ++back)
      when = read_when(words, at - back);
    if (when.end != 0) return take_when(words, begin, too_late ? Strength::before : trigger.strength, when);
    return std::max(trigger.end, read_unnamed(words, begin, at, trigger.strength, filler.label));
  }

  // A span behind "trong", "chậm nhất", "hạn"; 0: none.
  std::size_t read_span_behind(const Words& words, std::size_t begin, std::size_t at, Strength strength,
                               bool too_late) {
    const bool latest = match_longest(words, begin,
                                      {"chậm nhất", "muộn nhất", "trễ nhất", "không muộn hơn", "không trễ hơn",
                                       "không chậm hơn", "no later than", "not later than"}) > 0;
    const bool within = strength == Strength::within || latest || previous_is(words, at, {"trong", "vòng", "quá"});
    if (!within && strength != Strength::strong) return 0;
    const bool after = is_any(words[at], {"sau", "after"});  // "hạn sau 3 ngày": from which day?
    Span span = read_span_of_days(words, at + (after ? 1 : 0), strength == Strength::within && !too_late);
    if (after && strength == Strength::strong) span.unit = Span::Unit::unclear;
    return span.end != 0 ? take_span(words, begin, span) : 0;
  }

  // "tối đa 20/12", "tối đa đến thứ Sáu"; not "tối đa 12/20 người", "điểm tối đa 10/12".
  bool is_latest_day(const Words& words, std::size_t begin, std::size_t at) const {
    if (begin > clause_.begin && words[begin - 1].kind == Word::Kind::letters && !clause_.acts()) return false;
    if (previous_is(words, begin, {"điểm", "mức", "lượng", "suất", "đạt", "thưởng"})) return false;
    const When when = read_when(words, at);
    if (!when.has_day() || when.end == 0) return false;
    if (when.weekday || when.day_offset || when.end > at + 3 || previous_is(words, at, {"ngày", "đến", "tới"}))
      return true;
    const std::size_t next = when.end;
    return next >= words.size() || words[next].kind == Word::Kind::mark || polite_words(words, next) > 0 ||
           is_handing_in(words, next) || is_reporting(words, next) || match_longest(words, next, {"phải", "các"}) > 0;
  }

  // A time was meant that nobody can name: asked back. 0: nothing of the kind.
  std::size_t read_unnamed(const Words& words, std::size_t begin, std::size_t at, Strength strength, bool label) {
    // "cuối" was skipped as a filler: "hạn cuối tuần", "trước cuối tháng".
    const bool end_of = previous_is(words, at, {"cuối", "hết", "end", "of", "the"}) &&
                        is_any(words[at], {"tuần", "tháng", "quý", "năm", "giờ", "week", "month", "year"});
    const bool end_of_month = previous_is(words, at, {"cuối", "hết", "end", "of"}) && is_month_name(words[at]);
    const bool from_day = strength == Strength::strong && is_any(words[at], {"từ", "khoảng", "from", "between"}) &&
                          read_when(words, at + 1 + match_phrase(words, at + 1, "ngày")).end != 0;
    if (from_day) {
      const std::size_t first = at + 1 + match_phrase(words, at + 1, "ngày"), next = read_when(words, first).end,
                        other = other_day_at(words, next);
      const std::size_t end = other != 0 ? read_when(words, other).end : next;
      unclear(words, begin, end, Problem::vague);
      return end;
    }
    if (end_of || end_of_month || is_vague_word(words, at, strength)) {
      unclear(words, begin, at + 2, Problem::vague);
    } else if (strength == Strength::strong && (label || words[at].kind == Word::Kind::digits)) {
      unclear(words, begin, at + 4, Problem::vague);
    }
    return 0;
  }

  // "đến 20/12 phải xong", "Tiến độ: 20/12"; 0: neither.
  std::size_t read_rare(const Words& words, std::size_t begin) {
    if (const std::size_t length = match_longest(words, begin, {"thời gian", "thời gian thực hiện", "thời gian xử lý"});
        length > 0) {
      const bool colon = begin + length < words.size() && is_mark(words[begin + length], ':');
      const std::size_t first = begin + length + (colon ? 1 : match_longest(words, begin + length, {"là", "trong"}));
      const Span span = first < words.size() ? read_span_of_days(words, first, false) : Span{};
      if (span.end == 0 && length > 2 && first < words.size() && is_any(words[first], {"từ"}))
        return read_stretch(words, begin, first);
      if (span.end == 0 || span.unit == Span::Unit::unclear) return 0;
      // "tập huấn, thời gian 05 ngày" lasts so long.
      if (!colon && meeting_near(words, clause_, begin, span.end)) return 0;
      return take_span(words, begin, span);
    }
    const bool until = is_any(words[begin], {"đến", "tới"});
    const std::size_t label = match_phrase(words, begin, "tiến độ");
    if (!until && (label == 0 || begin + label >= words.size() || !is_mark(words[begin + label], ':'))) return 0;
    std::size_t at = begin + (until ? 1 : label + 1);
    const auto must = [&](std::size_t end) {
      return match_longest(
                 words, end,
                 {"phải", "là phải", "thì phải", "cần phải", "xong", "hoàn thành", "cần xong", "cần hoàn thành"}) > 0;
    };
    if (const Term term = read_term(words, at); term.end != 0 && (!until || must(term.end)))
      return std::max<std::size_t>(take_term(words, begin, false, term), begin);
    while (at < words.size() && is_any(words[at], {"ngày", "hết", "trước"})) ++at;
    const When when = read_when(words, at);
    if (!when.has_day() || when.vague || when.bad) return 0;
    if (until && !must(when.end)) return 0;
    return take_when(words, begin, Strength::before, when);
  }

  // "thời gian thực hiện: từ 01/12 đến 31/12": its end is likely meant; 0: no two days.
  std::size_t read_stretch(const Words& words, std::size_t begin, std::size_t from) {
    const When first = read_when(words, from + 1 + match_phrase(words, from + 1, "ngày"));
    const std::size_t other = first.has_day() ? other_day_at(words, first.end) : 0;
    if (other == 0 || meeting_near(words, clause_, begin, first.end)) return 0;
    const When last = read_when(words, other);
    unclear(words, begin, last.end, Problem::vague, false);
    answer_.unclear.back().candidate = resolver_.from_when(last).deadline;
    if (answer_.unclear.back().candidate) answer_.unclear.back().candidate->words = answer_.unclear.back().words;
    return last.end;
  }

  // Behind "hạn" stand other words than a day: "hạn để các phường gửi: 20/12", "20/12 là hạn chót". Else `end`.
  std::size_t read_around(const Words& words, std::size_t begin, std::size_t end) {
    constexpr std::size_t far = 16;  // words
    bool says_what =
        match_longest(words, end, {"gửi", "nộp", "trả lời", "báo cáo", "hoàn thành", "trình", "cho", "để", "for"}) > 0;
    for (std::size_t at = end; at < words.size() && at < end + far && !is_mark(words[at], '\n') &&
                               !is_mark(words[at], '.') && !is_mark(words[at], ';');
         ++at) {
      if (trigger_at(words, at).strength != Strength::none) return end;  // it speaks for itself
      if (is_mark(words[at], ',')) says_what = false;
      // "hạn phường 20/12": two or three words of whom or what.
      if (at > end && at <= end + 3 && only_names(words, end, at) && words[at].kind == Word::Kind::digits)
        says_what = true;
      if (says_what && words[at].kind == Word::Kind::digits) {  // "hạn gửi tài liệu 10/12"
        const When when = read_when(words, at);
        if (when.has_day()) return take_when(words, begin, Strength::before, when);
        says_what = false;
      }
      if (!is_mark(words[at], ':') && !is_any(words[at], {"là", "is"})) continue;
      std::size_t day = at + 1;
      while (day < words.size() && is_any(words[day], {"ngày", "vào", "lúc", "hết", "on"})) ++day;
      const When when = read_when(words, day);
      return when.has_day() ? take_when(words, begin, Strength::strong, when) : end;
    }
    if (!previous_is(words, begin, {"là", "is", "the"})) return end;
    for (std::size_t at = begin > 12 ? begin - 12 : 0; at + 1 < begin; ++at) {
      const When when = read_when(words, at);
      if (!when.has_day() || when.end >= begin || !is_any(words[when.end], {"là", "is"})) continue;
      take_when(words, at, Strength::strong, when);
      break;
    }
    return end;
  }

  // "Hạn: không", "Deadline: none"
  static bool says_none(const Words& words, std::size_t at) {
    const std::size_t n = match_longest(words, at, {"không", "không có", "none", "no"});
    return n > 0 && (at + n >= words.size() || words[at + n].kind == Word::Kind::mark);
  }

  static bool only_names(const Words& words, std::size_t from, std::size_t to) {
    for (; from < to; ++from) {
      if (words[from].kind != Word::Kind::letters ||
          is_any(words[from], {"theo", "số", "từ", "sau", "đến", "tới", "tại", "quy", "định", "căn", "cứ", "không",
                               "là", "của", "đã", "bị"}))
        return false;
    }
    return true;
  }

  std::size_t take_span(const Words& words, std::size_t begin, const Span& span) {
    const auto written = slice(words, begin, span.end);
    auto deadline = resolver_.from_span(span, std::nullopt);
    if (!deadline) {
      unclear(words, begin, span.end, Problem::vague);
    } else {
      deadline->words = one_line(written);
      answer_.found.push_back(std::move(*deadline));
    }
    return span.end;
  }

  std::size_t take_when(const Words& words, std::size_t begin, Strength strength, const When& when) {
    // "trong tháng 12/2026", "in 12/2026": prose.
    if (strength == Strength::within && !when.has_day()) return when.end;
    std::string_view written = slice(words, begin, when.end);
    if (written.find('(') != std::string_view::npos && when.end < words.size() && is_mark(words[when.end], ')'))
      written = slice(words, begin, when.end + 1);
    if (const std::size_t lunar = lunar_words(words, when.end) + recurring_words(words, when.end);
        lunar > 0 || recurs_before(words, begin, when.has_date ? PeriodUnit::year : PeriodUnit::week)) {
      unclear(words, begin, when.end + lunar, Problem::vague, false);
      return when.end + lunar;
    }
    auto resolved = resolver_.from_when(when);
    if (resolved.deadline) {
      resolved.deadline->words = one_line(written);
      answer_.found.push_back(std::move(*resolved.deadline));
      return take_second(words, when.end);
    } else if (resolved.problem == Problem::past && strength != Strength::strong) {
      old_.push_back(
          {one_line(written), Problem::past, {}});  // "trước 01/7/2025": history, unless nothing else is said
    } else {
      unclear(words, begin, when.end, resolved.problem);
    }
    return when.end;
  }

  // "cuối tháng 12", "trong tuần này", "trước khi hết giờ hành chính hôm nay"; 0: nothing of the kind, or asked back
  // below.
  std::size_t read_named(const Words& words, std::size_t begin, Trigger trigger, std::size_t last) {
    // "đến hết", "hạn cuối": the edge belongs to the trigger.
    std::size_t at = trigger.end - (previous_is(words, trigger.end, {"hết", "cuối"}) ? 1 : 0);
    if (match_phrase(words, trigger.end, "khi") > 0) last = trigger.end + 1;
    Term term;
    DayEnd day_end;
    for (; at <= last; ++at) {
      day_end = read_day_end(words, at);
      if (day_end.end == 0) term = read_term(words, at);
      if (day_end.end != 0 || term.end != 0) break;
      if (at >= words.size() || is_mark(words[at], '\n')) break;
    }
    const std::size_t end = term.end != 0 ? term.end : day_end.end;
    if (end == 0) return 0;
    const bool within = trigger.strength == Strength::within || previous_is(words, at, {"trong", "vòng"});
    const bool of_figures = match_longest(words, begin, {"đến hết", "tới hết"}) > 0;  // "số liệu đến hết tháng 11"
    // "trước hết" is "first of all" too.
    const bool first_of_all =
        (begin == 0 || words[begin - 1].kind == Word::Kind::mark) && match_phrase(words, begin, "trước hết") > 0;
    const bool near = term.end == 0 || term.unit == Term::Unit::week || (term.number == 0 && term.year == 0);
    if ((within || of_figures || first_of_all) && !is_due_then(words, clause_, begin, end, near)) return 0;
    // "Thời hạn hoàn thành: Quý IV/2026"
    const bool label =
        is_mark(words[at - 1], ':') && trigger.strength == Strength::strong && term.named && term.ahead == 0;
    if (term.end != 0) return take_term(words, begin, within || label, term);
    if (day_end.loose || (!day_end.ends && !within)) return 0;
    return take_resolved(words, begin, end, resolver_.from_day_end(day_end));
  }

  std::size_t take_term(const Words& words, std::size_t begin, bool within, const Term& term) {
    using Edge = Term::Edge;
    const bool whole_week = within && term.unit == Term::Unit::week && term.edge == Edge::whole;
    const bool prose = term.unit == Term::Unit::year && term.year > 0 && !clause_.acts();  // "trong năm 2026"
    const bool whole = within && !prose && term.edge == Edge::whole && (term.named || term.unit != Term::Unit::year);
    // "trước ngày cuối cùng của tháng": that day, or the one before?
    const bool last_day = (term.last_day || term.last_working) && match_phrase(words, begin, "trước") > 0;
    if (!whole && !whole_week && (term.edge != Edge::end || last_day)) return 0;
    return take_resolved(words, begin, term.end, resolver_.from_term(term));
  }

  std::size_t take_resolved(const Words& words, std::size_t begin, std::size_t end, Resolved resolved) {
    if (const std::size_t other = lunar_words(words, end) + recurring_words(words, end);
        other > 0 || recurs_before(words, begin, std::nullopt)) {
      unclear(words, begin, end + other, Problem::vague, false);
      return end + other;
    }
    if (!resolved.deadline) {
      if (resolved.problem == Problem::past && trigger_at(words, begin).strength != Strength::strong)
        old_.push_back(unclear_deadline(text_, words, begin, end, Problem::past, resolver_, true));
      else unclear(words, begin, end, resolved.problem);
      return end;
    }
    resolved.deadline->words = one_line(slice(words, begin, end));
    answer_.found.push_back(std::move(*resolved.deadline));
    return take_second(words, end);
  }

  // What is said besides a day counts too, so that nobody guesses which one was meant: "20/12 hoặc 25/12", "20/12 (10
  // ngày làm việc)".
  std::size_t take_second(const Words& words, std::size_t end) {
    if (const std::size_t other = other_day_at(words, end); other != 0)
      return take_when(words, other, Strength::strong, read_when(words, other));
    if (end >= words.size() || !is_mark(words[end], '(')) return end;
    const std::size_t first = end + 1 + match_longest(words, end + 1, {"trong vòng", "trong", "within"});
    const Span span = first < words.size() ? read_span_of_days(words, first, true) : Span{};
    return span.end != 0 && span.end < words.size() && is_mark(words[span.end], ')') ? take_span(words, first, span)
                                                                                     : end;
  }

  Resolver resolver_;
  DeadlineAnswer& answer_;
  std::vector<UnclearDeadline>& old_;
  std::string_view text_;
  Clause clause_;  // the one that is being read
  Doubts doubts_;
  bool no_deadline_ = false;
};

// The same day said twice is one deadline; the one with the hour says more.
void merge_same(std::vector<Deadline>& found) {
  std::vector<Deadline> out;
  for (auto& deadline : found) {
    bool merged = false;
    for (auto& known : out) {
      if (known.date != deadline.date) continue;
      if (known.minute && deadline.minute && *known.minute != *deadline.minute) continue;
      if (!known.minute && deadline.minute) known = deadline;
      merged = true;
      break;
    }
    if (!merged) out.push_back(std::move(deadline));
  }
  found = std::move(out);
}

}  // namespace

DeadlineAnswer find_deadline(std::string_view subject, std::string_view body, const calendar::Calendar& calendar,
                             base::Timestamp now) {
  DeadlineAnswer answer;
  std::vector<UnclearDeadline> old;
  Finder finder(calendar, now, answer, old);
  finder.read(subject);
  finder.read(body);
  merge_same(answer.found);
  if (answer.found.empty() && answer.unclear.empty()) {
    if (old.empty()) {
      Doubts doubts = finder.doubts();
      answer.found = std::move(doubts.found);
      answer.unclear = std::move(doubts.unclear);
      merge_same(answer.found);
    } else {
      answer.unclear = std::move(old);
    }
  }
  if (!answer.unclear.empty()) {
    answer.verdict = DeadlineVerdict::unreadable;
  } else if (answer.found.size() > 1) {
    answer.verdict = DeadlineVerdict::ambiguous;
  } else if (answer.found.size() == 1) {
    answer.verdict = DeadlineVerdict::understood;
  }
  return answer;
}

}  // namespace policies::phrases
