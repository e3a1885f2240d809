#include "policies/phrases/deadline_candidates.h"

#include <algorithm>

#include "policies/phrases/clauses.h"
#include "policies/phrases/deadline_triggers.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

using calendar::Date;

struct Likely {
  std::size_t end = 0;  // 0 = nothing was read
  std::optional<Deadline> deadline;
};

// A deadline that is not over yet.
std::optional<Deadline> to_come(Deadline deadline, const Resolver& resolver) {
  if (deadline.due < resolver.now) return std::nullopt;
  return deadline;
}

std::optional<Deadline> day_of(std::optional<Date> date, const Resolver& resolver) {
  return date ? to_come(resolver.on(*date, std::nullopt), resolver) : std::nullopt;
}

bool said_before(const Words& words, std::size_t begin, std::size_t at) {
  return at > begin && any_at(words, at - 1, {"trước", "before"});
}

std::optional<Deadline> of_term(const Term& term, bool before, const Resolver& resolver) {
  using Edge = Term::Edge;
  using Unit = Term::Unit;
  const auto days = resolver.days_of(term);
  if (!days) return std::nullopt;
  // "trước tuần sau", "trước tháng 1": the day before it begins.
  if (before && term.edge == Edge::whole) {
    const Date last = calendar::add_days(days->first, -1);
    return term.unit == Unit::week ? day_of(resolver.calendar.last_working_day(
                                                std::max(resolver.today(), calendar::add_days(last, -6)), last),
                                            resolver)
                                   : day_of(last, resolver);
  }
  if (term.unit == Unit::week) {
    if (term.edge == Edge::middle) return day_of(calendar::add_days(days->first, 2), resolver);
    if (term.edge == Edge::begin)
      return day_of(resolver.calendar.first_working_day(days->first, days->second), resolver);
    auto last = resolver.calendar.last_working_day(std::max(days->first, resolver.today()), days->second);
    // Nothing is left of this week: the next one.
    if (!last && term.ahead == 0)
      last =
          resolver.calendar.last_working_day(calendar::add_days(days->second, 1), calendar::add_days(days->second, 7));
    return day_of(last, resolver);
  }
  if (term.edge == Edge::begin) return std::nullopt;
  if (term.edge == Edge::middle)
    return term.unit == Unit::month ? day_of(calendar::add_days(days->first, 14), resolver) : std::nullopt;
  return resolver.from_term(term).deadline;
}

// "chiều mai", "COB thứ 6", "hết giờ hành chính".
Likely day_end_at(const Words& words, std::size_t at, bool before, const Resolver& resolver) {
  DayEnd day_end = read_day_end(words, at);
  if (day_end.end == 0) return {};
  // "trước chiều thứ Sáu", "trước giờ hành chính": its beginning?
  if (before && (!day_end.ends || any_at(words, at, {"giờ"}))) return {day_end.end, std::nullopt};
  if (day_end.day.end == 0) {
    day_end.day.day_offset = 0;
    day_end.day.end = day_end.end;
  }
  return {day_end.end, resolver.from_day_end(day_end).deadline};
}

// "ngày 20", "the 20th": of this month, or of the next one.
Likely day_of_month(const Words& words, std::size_t at, const When& when, const Resolver& resolver) {
  const int day = number_at(words, at);
  if (when.end == at + 3 && is_separator(words, at + 1, '/') && day >= 1 && day <= 12) {  // "12/2026"
    Term month;
    month.unit = Term::Unit::month;
    month.number = day;
    month.year = number_at(words, at + 2);
    return {when.end, resolver.from_term(month).deadline};
  }
  if (day < 1 || day > 31 || when.minute || when.weekday || when.end > at + 2) return {};
  const Date today = resolver.today();
  for (int ahead = 0; ahead < 3; ++ahead) {
    const int index = today.month - 1 + ahead;
    const auto date = calendar::make_date(today.year + index / 12, index % 12 + 1, day);
    if (date && *date >= today) return {when.end, day_of(date, resolver)};
  }
  return {when.end, std::nullopt};
}

// "trong ngày", "cuối ngày" without a day: today.
Likely this_day_at(const Words& words, std::size_t at, const Resolver& resolver) {
  const auto n = match_longest(words, at, {"trong ngày", "cuối ngày", "hết ngày", "end of day", "the end of the day"});
  const std::size_t next = at + n;
  if (n == 0 || (next < words.size() && words[next].kind != Word::Kind::mark && polite_words(words, next) == 0))
    return {};
  return {next, day_of(resolver.today(), resolver)};
}

Likely when_at(const Words& words, std::size_t at, const Resolver& resolver) {
  const When when = read_when(words, at);
  if (when.end == 0) return {};
  if (when.bad) return {when.end, std::nullopt};
  if (when.has_day()) {
    auto resolved = resolver.from_when(when);
    // "thứ 6 này" on a Saturday: the next one.
    if (!resolved.deadline && resolved.problem == Problem::past && when.week == Week::current) {
      When next = when;
      next.week = Week::coming;
      resolved = resolver.from_when(next);
    }
    return {when.end, std::move(resolved.deadline)};
  }
  if (when.minute && !when.vague) {  // an hour without a day
    return {when.end, to_come(resolver.on(resolver.today(), when.minute), resolver)};
  }
  Likely month_day = day_of_month(words, at, when, resolver);
  return month_day.end != 0 ? month_day : Likely{when.end, std::nullopt};
}

Likely span_at(const Words& words, std::size_t at, const Resolver& resolver) {
  const Span span = read_span(words, at);
  if (span.end == 0 || read_when(words, at).has_day()) return {};
  if (span.unit == Span::Unit::unclear) return {span.end, std::nullopt};
  // "16h chốt" is a time of day.
  const bool counts = any_at(words, span.end, {"nữa", "from"}) || (at > 0 && any_at(words, at - 1, {"sau", "after"}));
  if (span.unit == Span::Unit::hours && !counts) return {};
  auto deadline = resolver.from_span(span, std::nullopt);
  return {span.end, deadline ? to_come(std::move(*deadline), resolver) : std::nullopt};
}

}  // namespace

std::optional<Deadline> likely_deadline(const Words& words, std::size_t begin, std::size_t end,
                                        const Resolver& resolver) {
  end = std::min({end, words.size(), begin + 24});
  std::optional<Deadline> likely;
  for (std::size_t at = begin; at < end;) {
    if (phrase_at(words, at,
                  {"tết", "rằm", "chạp", "giêng", "lễ", "quốc khánh", "noel", "christmas", "giáng sinh", "âm lịch",
                   "lịch âm", "âl", "lunar", "hoặc", "hay", "or", "từ", "from", "between"}) ||
        recurring_words(words, at) > 0)
      return std::nullopt;
    const bool before = said_before(words, begin, at);
    Likely found;
    if (const Term term = read_term(words, at); term.end != 0) found = {term.end, of_term(term, before, resolver)};
    if (found.end == 0) found = this_day_at(words, at, resolver);
    if (found.end == 0) found = day_end_at(words, at, before, resolver);
    if (found.end == 0 && !before) found = span_at(words, at, resolver);
    if (found.end == 0) found = when_at(words, at, resolver);
    if (found.end == 0) {
      ++at;
      continue;
    }
    if (!found.deadline) return std::nullopt;
    if (likely && likely->due != found.deadline->due) return std::nullopt;
    likely = std::move(found.deadline);
    at = found.end;
  }
  return likely;
}

}  // namespace policies::phrases
