#include "policies/phrases/period_text.h"

#include <algorithm>
#include <utility>

#include "base/text/utf8.h"
#include "policies/phrases/clauses.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/deadline_triggers.h"
#include "policies/phrases/period_words.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

using calendar::Date;
using Unit = PeriodUnit;

constexpr std::size_t kBefore = 24, kBehind = 10;  // words around the recurrence in which its day is looked for
constexpr std::size_t kFar = 40;                   // words around it in which its beginning and its end are
constexpr std::size_t kMost = 16;                  // periods of one mail; more of them say nothing new

struct Place {
  std::size_t begin = 0, end = 0;
};

// What lasts from and until: said in the same sentence.
struct Bounds {
  std::optional<Date> first, until;
  Place place;  // of the last one read
};

class PeriodReader {
 public:
  PeriodReader(std::string_view text, const Words& words, const Resolver& resolver)
      : text_(text), words_(words), resolver_(resolver) {}

  // Nothing: the clause says nothing that recurs, or what recurs is no task.
  void read(const Clause& clause, std::vector<Period>& found, std::vector<UnclearPeriod>& unclear) {
    if (clause.asks) return;
    for (std::size_t at = clause.begin; at < clause.end && found.size() + unclear.size() < kMost; ++at) {
      const Recurrence recurrence = read_recurrence(words_, at);
      if (recurrence.end == 0 || recurrence.end > clause.end) continue;
      const std::size_t end = read_one(clause, {at, recurrence.end}, recurrence, found, unclear);
      at = std::max(end, recurrence.end) - 1;
    }
  }

 private:
  std::size_t read_one(const Clause& clause, Place marker, const Recurrence& recurrence, std::vector<Period>& found,
                       std::vector<UnclearPeriod>& unclear) {
    Place place = marker;
    bool apart = false;  // its day stands behind a comma
    UnitDay day = day_around(clause, recurrence.unit, place, apart);
    const bool daily = recurrence.unit == Unit::day || recurrence.unit == Unit::working_day;
    if (daily) day = hour_around(clause, place);
    if (meeting_near(words_, clause, place.begin, place.end) || !is_task(clause, place, daily, day)) return place.end;
    // "kế hoạch hằng năm, báo cáo trước 20/12": the name of a thing.
    if (names_a_thing(marker.begin) && (!clause.acts() || (apart && place.begin == marker.begin))) return marker.end;
    const auto say = [&](PeriodProblem problem) {
      unclear.push_back({one_line(slice(place)), problem});
      return place.end;
    };
    if (recurrence.bad || day.bad) return say(PeriodProblem::no_such_day);
    if (day.several || recurrence.several) return say(PeriodProblem::several);
    if (day.vague || (day.end == 0 && !daily)) {
      // "mẫu báo cáo hằng tháng trước 20/12": the name of a thing that has a deadline.
      if (day.end == 0 && (names_a_thing(marker.begin) || has_date(clause, place))) return place.end;
      return say(PeriodProblem::no_day);
    }
    const bool needs_month =
        recurrence.unit == Unit::quarter || recurrence.unit == Unit::half_year || recurrence.unit == Unit::year;
    Bounds bounds = bounds_of(clause, place);
    if (needs_month && day.month == 0 && recurrence.unit == Unit::half_year && bounds.first)
      day.month = (bounds.first->month - 1) % 6 + 1;
    if (needs_month && day.month == 0) return say(PeriodProblem::no_month);
    Period period;
    period.unit = recurrence.unit;
    period.every = recurrence.every;
    period.weekday = day.weekday;
    period.day_is = day.day_is;
    period.day = day.day;
    period.month = day.month;
    period.minute = day.minute;
    if (!period.minute && day.part != Part::none) period.minute = resolver_.hours_end(day.part);
    if (day.part != Part::none && !period.minute) return say(PeriodProblem::no_day);
    period.first = bounds.first.value_or(resolver_.today());
    period.first_said = bounds.first.has_value();
    period.until = bounds.until;
    period.words = one_line(slice(place));
    if (!day_exists(period)) return say(PeriodProblem::no_such_day);
    const auto before = resolver_.now;
    if (period.every > 1) {
      // Every second month from its first due day on.
      Period single = period;
      single.every = 1;
      if (const auto due = next_due(single, before, resolver_.calendar)) period.first = due->date;
    }
    if (!next_due(period, before, resolver_.calendar)) return say(PeriodProblem::over);
    found.push_back(std::move(period));
    return std::max(place.end, bounds.place.end);
  }

  // The day beside the recurrence, before or behind; `place` grows over it.
  UnitDay day_around(const Clause& clause, Unit unit, Place& place, bool& apart) const {
    const Place marker = place;
    UnitDay before, behind;
    const std::size_t from = marker.begin > clause.begin + kBefore ? marker.begin - kBefore : clause.begin;
    for (std::size_t at = from; at < marker.begin; ++at) {
      const UnitDay day = read_unit_day(words_, at, unit);
      if (day.end == 0 || day.end > marker.begin) continue;
      if (!only_links(day.end, marker.begin)) continue;
      before = day;
      place.begin = at;
      break;
    }
    const std::size_t last = std::min(clause.end, marker.end + kBehind);
    for (std::size_t at = marker.end; at < last; ++at) {
      if (is_until(at) || any_at(words_, at, {"từ", "from"})) break;
      const UnitDay day = read_unit_day(words_, at, unit);
      if (day.end == 0 || day.end > clause.end) continue;
      behind = day;
      for (std::size_t i = marker.end; i < at; ++i) apart = apart || is_separator(words_, i, ',');
      // "hằng quý (ngày 15 tháng cuối quý)"
      place.end = day.end + (is_separator(words_, day.end, ')') ? 1 : 0);
      break;
    }
    if (before.end == 0) return behind;
    if (behind.end == 0) return before;
    // "ngày 15 tháng cuối quý, hằng quý": said twice is one.
    const bool same = before.weekday == behind.weekday && before.day == behind.day && before.month == behind.month &&
                      before.day_is == behind.day_is;
    if (!same) before.several = true;
    if (!before.minute) before.minute = behind.minute;
    return before;
  }

  // "hằng ngày trước 16h", "16h hằng ngày".
  UnitDay hour_around(const Clause& clause, Place& place) const {
    UnitDay out;
    const std::size_t from = place.begin > clause.begin + 4 ? place.begin - 4 : clause.begin;
    const std::size_t last = std::min(clause.end, place.end + 6);
    for (std::size_t at = from; at < last; ++at) {
      if (at >= place.begin && at < place.end) continue;
      const Time time = read_time(words_, at);
      if (time.end == 0) continue;
      out.end = time.end;
      out.vague = time.vague;
      out.bad = time.bad;
      if (!time.whole_day) out.minute = time.minute;
      if (at < place.begin) place.begin = at;
      else place.end = time.end;
      break;
    }
    return out;
  }

  bool only_links(std::size_t begin, std::size_t end) const {
    for (; begin < end; ++begin) {
      if (!is_separator(words_, begin, ',') && !is_separator(words_, begin, '(') &&
          !any_at(words_, begin, {"của", "vào", "định", "kỳ", "of", "on", "the"}))
        return false;
    }
    return true;
  }

  // Something handed in or reported, or a sentence that says nothing else.
  bool is_task(const Clause& clause, Place place, bool daily, const UnitDay& day) const {
    for (std::size_t at = clause.begin; at < clause.end && at < clause.begin + 60; ++at) {
      if (phrase_at(words_, at, {"đã", "tôi sẽ", "anh sẽ", "i will", "không phải", "trả lương", "tiền lương"}))
        return false;
    }
    if (daily) return clause.acts() && (day.minute || is_ordered(clause, place));
    return clause.acts() || (day.end != 0 && says_only(clause, place)) || regular(clause);
  }

  // Nothing but the period, its bounds and politeness.
  bool says_only(const Clause& clause, Place place) const {
    if (clause.size() > 2 * kFar) return false;
    for (std::size_t at = clause.begin; at < clause.end; ++at) {
      if ((at >= place.begin && at < place.end) || words_[at].kind != Word::Kind::letters) continue;
      if (polite_words(words_, at) == 0 &&
          !any_at(words_, at,
                  {"hạn",   "vào",  "trước", "chậm", "nhất",  "định", "kỳ",   "kể",   "từ",     "bắt", "đầu",
                   "đến",   "tới",  "hết",   "năm",  "tháng", "quý",  "tuần", "ngày", "nay",    "sau", "này",
                   "trong", "vòng", "on",    "by",   "until", "from", "the",  "for",  "months", "chí"}))
        return false;
    }
    return true;
  }

  // "báo cáo hằng ngày", not "công việc hằng ngày".
  bool is_ordered(const Clause& clause, Place place) const {
    for (std::size_t back = 1; back <= 3 && place.begin >= clause.begin + back; ++back) {
      const std::size_t at = place.begin - back;
      if (is_handing_in(words_, at) || is_reporting(words_, at)) return true;
    }
    return false;
  }

  bool regular(const Clause& clause) const {
    for (std::size_t at = clause.begin; at < clause.end && at < clause.begin + 60; ++at) {
      if (phrase_at(words_, at, {"định kỳ", "thường xuyên", "regularly"})) return true;
    }
    return false;
  }

  // "kế hoạch hằng năm", "lương hằng tháng".
  bool names_a_thing(std::size_t begin) const {
    return begin > 0 &&
           (any_at(words_, begin - 1, {"hoạch", "lương", "phí", "tiêu", "vụ",  "việc", "hoạt", "động",
                                       "trào",  "thu",   "cầu", "lịch", "mẫu", "chi",  "toán", "phép",
                                       "sách",  "trợ",   "cấp", "kỳ",   "giá", "plan", "fee",  "salary"}) &&
            !(any_at(words_, begin - 1, {"kỳ"}) && previous_is(words_, begin - 1, {"định"})));
  }

  // A day of one month and one only, outside `place`.
  bool has_date(const Clause& clause, Place place) const {
    for (std::size_t at = clause.begin; at < clause.end && at < clause.begin + 60; ++at) {
      if (at >= place.begin && at < place.end) continue;
      const When when = read_when(words_, at);
      if (when.has_date && !is_until(at == 0 ? 0 : at - 1)) return true;
    }
    return false;
  }

  bool is_until(std::size_t at) const {
    return match_longest(words_, at, {"đến", "cho đến", "tới", "cho tới", "until", "till", "through"}) > 0;
  }

  // "từ tháng 1/2027", "đến hết năm 2026", "trong 6 tháng", "trong năm 2027".
  Bounds bounds_of(const Clause& clause, Place place) const {
    Bounds out;
    const std::size_t from_word = place.begin > clause.begin + kFar ? place.begin - kFar : clause.begin;
    const std::size_t last = std::min(clause.end, place.end + kFar);
    for (std::size_t at = from_word; at < last; ++at) {
      if (at >= place.begin && at < place.end) continue;
      std::size_t end = 0;
      if (const std::size_t n = match_longest(
              words_, at, {"đến", "cho đến", "tới", "cho tới", "until", "till", "through", "until the", "cho đến khi"});
          n > 0) {
        end = read_until(at + n, out);
      } else if (const std::size_t from = match_longest(words_, at,
                                                        {"từ", "bắt đầu từ", "kể từ", "bắt đầu", "from", "starting",
                                                         "starting from", "starting on", "beginning"});
                 from > 0) {
        end = read_from(at + from, out);
      } else if (const std::size_t in = match_longest(
                     words_, at,
                     {"trong", "trong vòng", "trong thời gian", "suốt", "cả", "for", "during", "in", "của"});
                 in > 0) {
        end = read_during(at + in, out);
      } else if (at == place.end && any_at(words_, at, {"năm"})) {  // "ngày 25 hằng tháng năm 2027"
        end = read_during(at, out);
      }
      if (end == 0) continue;
      out.place = {at, end};
      at = end - 1;
    }
    return out;
  }

  std::size_t read_until(std::size_t at, Bounds& out) const {
    if (const Term term = read_term(words_, at); term.end != 0) {
      const auto days = resolver_.days_of(term);
      if (!days || out.until) return 0;
      out.until = days->second;
      return term.end;
    }
    while (any_at(words_, at, {"hết", "ngày", "the"})) ++at;
    if (const Term term = read_term(words_, at); term.end != 0) {
      if (const auto days = resolver_.days_of(term); days && !out.until) {
        out.until = days->second;
        return term.end;
      }
    }
    return read_date(at, out.until);
  }

  std::size_t read_from(std::size_t at, Bounds& out) const {
    if (const auto n = match_longest(words_, at, {"nay", "hôm nay", "bây giờ", "now", "today"}); n > 0) {
      out.first = resolver_.today();
      return at + n;
    }
    while (any_at(words_, at, {"đầu", "ngày", "the"})) ++at;
    if (const Term term = read_term(words_, at); term.end != 0) {
      const auto days = resolver_.days_of(term);
      if (!days || out.first) return 0;
      out.first = days->first;
      return term.end;
    }
    return read_date(at, out.first);
  }

  std::size_t read_during(std::size_t at, Bounds& out) const {
    if (const Term term = read_term(words_, at); term.end != 0 && term.named && term.edge == Term::Edge::whole &&
                                                 term.unit != Term::Unit::week && term.unit != Term::Unit::month) {
      const auto days = resolver_.days_of(term);
      if (!days) return 0;
      if (days->first > resolver_.today() && !out.first) out.first = days->first;
      if (!out.until) out.until = days->second;
      return term.end;
    }
    const int count = number_at(words_, at);
    if (count < 1 || count > 120 || out.until) return 0;
    const Date first = out.first.value_or(resolver_.today());
    if (any_at(words_, at + 1, {"tuần", "weeks"})) {
      out.until = calendar::add_days(first, count * 7 - 1);
    } else if (any_at(words_, at + 1, {"tháng", "months", "năm", "years", "quý", "quarters"})) {
      const int months = count * (any_at(words_, at + 1, {"năm", "years"})      ? 12
                                  : any_at(words_, at + 1, {"quý", "quarters"}) ? 3
                                                                                : 1);
      const int index = first.month - 1 + months;
      const int year = first.year + index / 12, month = index % 12 + 1;
      const auto end = calendar::make_date(year, month, std::min(first.day, calendar::days_in_month(year, month)));
      if (!end) return 0;
      out.until = calendar::add_days(*end, -1);
    } else {
      return 0;
    }
    return at + 2;
  }

  std::size_t read_date(std::size_t at, std::optional<Date>& date) const {
    When when = read_when(words_, at);
    if (!when.has_date || when.bad || date) return 0;
    when.vague = false;
    const auto resolved = resolver_.from_when(when);
    if (resolved.deadline) {
      date = resolved.deadline->date;
    } else if (when.year > 0) {
      const auto written = calendar::make_date(when.year, when.month, when.day);
      if (!written) return 0;
      date = written;
    } else {
      return 0;
    }
    return when.end;
  }

  // In the longest month, or in the one that is meant.
  static bool day_exists(const Period& period) {
    if (period.day_is != PeriodDay::numbered || period.day == 0) return true;
    if (period.unit != Unit::year) return period.day <= 31;
    return calendar::make_date(2028, period.month, period.day).has_value();
  }

  std::string_view slice(Place place) const {
    const std::size_t end = std::min(place.end, words_.size());
    return text_.substr(words_[place.begin].begin, words_[end - 1].end - words_[place.begin].begin);
  }

  std::string_view text_;
  const Words& words_;
  const Resolver& resolver_;
};

bool same_days(const Period& a, const Period& b) {
  return a.unit == b.unit && a.every == b.every && a.weekday == b.weekday && a.day_is == b.day_is && a.day == b.day &&
         a.month == b.month && (!a.minute || !b.minute || *a.minute == *b.minute) &&
         (!a.until || !b.until || *a.until == *b.until) && (!a.first_said || !b.first_said || a.first == b.first);
}

// Said twice is one period, and who says more wins: its hour, its end.
void merge_same(std::vector<Period>& found) {
  std::vector<Period> out;
  for (auto& period : found) {
    const auto known = std::find_if(out.begin(), out.end(), [&](const Period& one) { return same_days(one, period); });
    if (known == out.end()) {
      out.push_back(std::move(period));
      continue;
    }
    if (!known->minute) known->minute = period.minute;
    if (!known->until) known->until = period.until;
    if (!known->first_said && period.first_said) {
      known->first = period.first;
      known->first_said = true;
    }
  }
  found = std::move(out);
}

}  // namespace

PeriodAnswer find_period(std::string_view subject, std::string_view body, const calendar::Calendar& calendar,
                         base::Timestamp now) {
  PeriodAnswer answer;
  const Resolver resolver{calendar, now};
  std::vector<Period> found;
  for (std::string_view text : {subject, body}) {
    text = base::utf8_prefix_bytes(text, kMaxDeadlineText);
    const Words words = split_words(text);
    PeriodReader reader(text, words, resolver);
    for (const Clause& clause : clauses_of(text, words)) reader.read(clause, found, answer.unclear);
  }
  merge_same(found);
  // "Báo cáo hằng tháng" as the subject, the day in the text.
  if (!found.empty()) {
    const auto named_only = [](const UnclearPeriod& one) { return one.problem == PeriodProblem::no_day; };
    answer.unclear.erase(std::remove_if(answer.unclear.begin(), answer.unclear.end(), named_only),
                         answer.unclear.end());
  }
  if (found.size() > 1) {
    for (const Period& period : found) answer.unclear.push_back({period.words, PeriodProblem::several});
  } else if (found.size() == 1 && answer.unclear.empty()) {
    answer.period = std::move(found[0]);
  }
  answer.verdict = !answer.unclear.empty() ? PeriodVerdict::unclear
                   : answer.period         ? PeriodVerdict::understood
                                           : PeriodVerdict::none;
  return answer;
}

}  // namespace policies::phrases
