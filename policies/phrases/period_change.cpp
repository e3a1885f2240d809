#include "policies/phrases/period_change.h"

#include <algorithm>

#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/period_words.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

using calendar::Date;
using Unit = PeriodUnit;

namespace {

int months_of(Unit unit) {
  switch (unit) {
    case Unit::month: return 1;
    case Unit::quarter: return 3;
    case Unit::half_year: return 6;
    case Unit::year: return 12;
    case Unit::day:
    case Unit::working_day:
    case Unit::week: break;
  }
  return 0;
}

std::string recurrence_words(const Period& period) {
  const char* unit = "";
  switch (period.unit) {
    case Unit::day: unit = "ngày"; break;
    case Unit::working_day: return "mỗi ngày làm việc";
    case Unit::week: unit = "tuần"; break;
    case Unit::month: unit = "tháng"; break;
    case Unit::quarter: unit = "quý"; break;
    case Unit::half_year: return "6 tháng một lần";
    case Unit::year: unit = "năm"; break;
  }
  if (period.every == 1) return std::string("hằng ") + unit;
  return std::to_string(period.every) + " " + unit + " một lần";
}

// Said in the words of a mail that sets a period, so that one grammar reads both.
PeriodAnswer with_recurrence(const Period& current, std::string_view text, std::size_t at,
                             const calendar::Calendar& calendar, base::Timestamp now) {
  const std::string said = std::string(text.substr(0, at)) + " báo cáo định kỳ " + recurrence_words(current) + " " +
                           std::string(text.substr(at));
  return find_period("", said, calendar, now);
}

bool is_daily(Unit unit) { return unit == Unit::day || unit == Unit::working_day; }

// "chuyển sang thứ Năm": "sang" is "sáng" without its mark only where nothing else has marks either and no word of
// changing stands before it.
std::string without_sang(std::string_view text) {
  const Words words = split_words(text, 400);
  bool marked = false;
  for (const Word& word : words) marked = marked || word.exact != word.folded;
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at].exact != "sang") continue;
    if (!marked && (at == 0 || !any_at(words, at - 1, {"chuyển", "đổi", "dời", "lùi"}))) continue;
    out += text.substr(done, words[at].begin - done);
    out += "thành";
    done = words[at].end;
  }
  return out + std::string(text.substr(done));
}

// What the answer left out stays as it was.
void keep_unsaid(const Period& current, Period& changed) {
  if (!changed.minute) changed.minute = current.minute;
  if (!changed.until) changed.until = current.until;
}

const char* roman(int quarter) {
  constexpr const char* words[] = {"I", "II", "III", "IV"};
  return words[std::clamp(quarter, 1, 4) - 1];
}

}  // namespace

PeriodAnswer find_changed_period(const Period& current, std::string_view said, const calendar::Calendar& calendar,
                                 base::Timestamp now) {
  const std::string text = without_sang(said.substr(0, std::min<std::size_t>(said.size(), 4000)));
  const Words words = split_words(text, 400);
  PeriodAnswer answer = find_period("", text, calendar, now);
  for (std::size_t at = 0; answer.verdict == PeriodVerdict::none && at < words.size(); ++at) {
    // A whole period behind words that set no task: "chuyển sang thứ Sáu hằng tuần".
    if (read_recurrence(words, at).end == 0) continue;
    answer = find_period("", "báo cáo định kỳ " + text, calendar, now);
    break;
  }
  for (std::size_t at = 0; answer.verdict == PeriodVerdict::none && at < words.size(); ++at) {
    if (is_daily(current.unit) || read_unit_day(words, at, current.unit).end == 0) continue;
    answer = with_recurrence(current, text, words[at].begin, calendar, now);
  }
  // "đổi sang thứ Năm" of a monthly one makes it no weekly one: that must be said in full.
  if (answer.period) keep_unsaid(current, *answer.period);
  return answer;
}

std::optional<Date> find_period_end(std::string_view text, const calendar::Calendar& calendar, base::Timestamp now) {
  const Words words = split_words(text, 400);
  const Resolver resolver{calendar, now};
  const auto days_at = [&](std::size_t at) -> std::optional<std::pair<Date, Date>> {
    for (;; ++at) {  // "hết năm" is a term, "hết tháng 6/2027" one behind "hết"
      if (const Term term = read_term(words, at); term.end != 0) return resolver.days_of(term);
      if (!any_at(words, at, {"hết", "ngày", "kỳ", "đầu", "cuối", "the", "end", "of"})) break;
    }
    When when = read_when(words, at);
    if (!when.has_date || when.bad) return std::nullopt;
    when.vague = false;
    if (const auto resolved = resolver.from_when(when); resolved.deadline)
      return std::pair{resolved.deadline->date, resolved.deadline->date};
    const auto written = when.year > 0 ? calendar::make_date(when.year, when.month, when.day) : std::optional<Date>();
    if (!written) return std::nullopt;
    return std::pair{*written, *written};
  };
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (const std::size_t n =
            match_longest(words, at, {"đến", "cho đến", "tới", "sau", "sau kỳ", "until", "till", "after"})) {
      if (const auto days = days_at(at + n)) return days->second;
    }
    if (any_at(words, at, {"hết"})) {
      if (const auto days = days_at(at)) return days->second;
    }
    if (const std::size_t n = match_longest(words, at, {"từ", "kể từ", "from", "trước"})) {
      if (const auto days = days_at(at + n)) return calendar::add_days(days->first, -1);
    }
  }
  return std::nullopt;
}

std::vector<Deadline> deadlines_beside(const Period& period, std::string_view subject, std::string_view body,
                                       const calendar::Calendar& calendar, base::Timestamp now) {
  std::vector<Deadline> out;
  const DeadlineAnswer answer = find_deadline(subject, body, calendar, now);
  for (const Deadline& found : answer.found) {
    if (found.date == period.until || (period.first_said && found.date == period.first)) continue;
    // "trước ngày 25 hằng tháng" is read as the 25th too.
    const bool within = period.words.find(found.words) != std::string::npos;
    Period whole = period;
    whole.first = std::min(whole.first, calendar::local_date(now, calendar.rule().offset_minutes));
    whole.until.reset();
    const auto due = next_due(
        whole, calendar::at_minute(found.date, 0, calendar.rule().offset_minutes) - std::chrono::seconds(1), calendar);
    if (within || (due && due->date == found.date)) continue;
    out.push_back(found);
  }
  return out;
}

Date last_day_of_unit(Unit unit, Date day) {
  if (unit == Unit::week) return calendar::add_days(day, 7 - calendar::weekday(day));
  const int months = months_of(unit);
  if (months == 0) return day;
  const int month = (day.month - 1) / months * months + months;
  return Date{day.year, month, calendar::days_in_month(day.year, month)};
}

Sentence period_name(const Period& period, Date due) {
  const std::string year = std::to_string(due.year);
  const int months = months_of(period.unit);
  const bool in_first_month = months > 0 && (due.month - 1) % months == 0;
  if (months > 0 && due.day <= 10 && in_first_month && period.day_is != PeriodDay::last)
    return {"đến hạn " + calendar::slash_date(due), "due " + calendar::slash_date(due)};
  switch (period.unit) {
    case Unit::day:
    case Unit::working_day: return {"ngày " + calendar::slash_date(due), calendar::slash_date(due)};
    case Unit::week: {
      const Date last = last_day_of_unit(Unit::week, due), first = calendar::add_days(last, -6);
      const std::string span = calendar::slash_date(first).substr(0, 5) + "–" + calendar::slash_date(last);
      return {"tuần " + span, "week " + span};
    }
    case Unit::month: {
      const std::string month = std::to_string(due.month) + "/" + year;
      return {"tháng " + month, "month " + month};
    }
    case Unit::quarter: {
      const std::string quarter = std::string(roman((due.month + 2) / 3)) + "/" + year;
      return {"quý " + quarter, "quarter " + quarter};
    }
    case Unit::half_year:
      return due.month <= 6 ? Sentence{"6 tháng đầu năm " + year, "first half of " + year}
                            : Sentence{"6 tháng cuối năm " + year, "second half of " + year};
    case Unit::year: break;
  }
  return {"năm " + year, "year " + year};
}

}  // namespace policies::phrases
