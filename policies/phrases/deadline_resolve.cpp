#include "policies/phrases/deadline_resolve.h"

#include "base/text/utf8.h"

namespace policies::phrases {

using calendar::Date;

Deadline Resolver::on(Date date, std::optional<int> minute) const {
  Deadline deadline;
  deadline.date = date;
  deadline.minute = minute;
  deadline.due = minute ? calendar::at_minute(date, *minute, offset()) : calendar::end_of_day(date, offset());
  deadline.working_day = calendar.is_working(date);
  deadline.covered = calendar.covers(date);
  deadline.calendar_version = calendar.version();
  return deadline;
}

// dd/mm without a year is the next such day, today included; one that has just gone by is not moved on by a year.
std::optional<Date> Resolver::written_date(const When& when) const {
  const Date today = calendar::local_date(now, offset());
  if (when.month < 0) {
    int month = today.month + (when.month == -2 ? 1 : 0);
    const int year = today.year + (month > 12 ? 1 : 0);
    if (month > 12) month -= 12;
    return calendar::make_date(year, month, when.day);
  }
  if (when.year == kThisYear || when.year == kNextYear)
    return calendar::make_date(today.year + (when.year == kNextYear ? 1 : 0), when.month, when.day);
  if (when.year != 0) return calendar::make_date(when.year, when.month, when.day);
  constexpr int just_gone = 92;                                      // days
  for (int year = today.year - 1; year <= today.year + 8; ++year) {  // 29/2 comes back within 8 years
    const auto date = calendar::make_date(year, when.month, when.day);
    if (date && calendar::add_days(*date, just_gone) >= today) return date;
  }
  return std::nullopt;
}

std::optional<Date> Resolver::date_of_weekday(const When& when) const {
  const Date today = calendar::local_date(now, offset());
  const int now_day = calendar::weekday(today);
  const int ahead = (*when.weekday - now_day + 7) % 7;
  switch (when.week) {
    case Week::current: return calendar::add_days(today, *when.weekday - now_day);
    case Week::next: return calendar::add_days(today, 7 + *when.weekday - now_day);
    case Week::coming: return calendar::add_days(today, ahead == 0 ? 7 : ahead);
    case Week::unclear: return std::nullopt;
    case Week::none: break;
  }
  if (ahead == 0) return std::nullopt;  // said on that very weekday: today or in a week?
  return calendar::add_days(today, ahead);
}

Resolved Resolver::from_when(const When& when) const {
  if (when.bad) return {std::nullopt, Problem::no_such_day};
  if (when.vague) return {std::nullopt, Problem::vague};
  if (!when.has_day()) return {std::nullopt, Problem::no_day};
  const Date today = calendar::local_date(now, offset());
  std::optional<Date> date;
  if (when.has_date) {
    date = written_date(when);
    if (!date) return {std::nullopt, Problem::no_such_day};
  } else if (when.day_offset) {
    date = calendar::add_days(today, *when.day_offset);
  } else {
    date = date_of_weekday(when);
    if (!date) return {std::nullopt, Problem::vague};
  }
  if (when.weekday && calendar::weekday(*date) != *when.weekday) return {std::nullopt, Problem::weekday_differs};
  Deadline deadline = on(*date, when.minute);
  if (deadline.due < now) return {std::nullopt, Problem::past};
  return {std::move(deadline), {}};
}

std::optional<Deadline> Resolver::from_span(const Span& span, std::optional<base::Timestamp> start) const {
  const base::Timestamp from = start.value_or(now);
  // An extension keeps the hour of the term it prolongs; a term of days from now ends with the day.
  std::optional<int> hour;
  if (start && *start != calendar::end_of_day(calendar::local_date(*start, offset()), offset()))
    hour = calendar::local_minute(*start, offset());
  const Date first = calendar::local_date(from, offset());
  Deadline deadline;
  switch (span.unit) {
    case Span::Unit::unclear: return std::nullopt;
    case Span::Unit::days: deadline = on(calendar::add_days(first, span.count), hour); break;
    case Span::Unit::working_days: {
      const auto counted = calendar.add_working_days(first, span.count);
      deadline = on(counted.date, hour);
      deadline.counted = true;
      deadline.covered = counted.covered;
      break;
    }
    case Span::Unit::working_hours: {
      const auto counted = calendar.add_working_hours(from, span.count);
      deadline = on(counted.date, calendar::local_minute(counted.time, offset()));
      deadline.counted = true;
      deadline.covered = counted.covered;
      break;
    }
    case Span::Unit::hours: {
      // The minute that is running is given in full.
      const base::Timestamp end = from + std::chrono::hours(span.count);
      deadline = on(calendar::local_date(end, offset()), calendar::local_minute(end, offset()));
      if (deadline.due < end) deadline.due = deadline.due + std::chrono::minutes(1);
      deadline.date = calendar::local_date(deadline.due, offset());
      deadline.minute = calendar::local_minute(deadline.due, offset());
      break;
    }
  }
  return deadline;
}

std::string one_line(std::string_view text, std::size_t max_bytes) {
  std::string out;
  for (std::size_t i = 0; i < text.size() && out.size() <= max_bytes; ++i) {
    // U+0085, U+2028 and U+2029 end lines too.
    const std::size_t wide = text.substr(i, 2) == "\xC2\x85"                                              ? 2
                             : text.substr(i, 3) == "\xE2\x80\xA8" || text.substr(i, 3) == "\xE2\x80\xA9" ? 3
                                                                                                          : 0;
    const bool blank = static_cast<unsigned char>(text[i]) <= ' ' || text[i] == 0x7F || wide > 0;
    if (wide > 0) i += wide - 1;
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : text[i];
  }
  out.resize(base::utf8_prefix_bytes(out, max_bytes).size());
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string shortened(std::string_view text, std::size_t max_bytes) {
  std::string out = one_line(text, max_bytes + 8);  // more than one character and a space beyond
  if (out.size() <= max_bytes) return out;
  constexpr std::string_view more = "…";
  out.resize(base::utf8_prefix_bytes(out, max_bytes - more.size()).size());
  if (const auto space = out.rfind(' '); space != std::string::npos && space > max_bytes / 2) out.resize(space);
  while (!out.empty() && std::string_view(" ,;:-").find(out.back()) != std::string_view::npos) out.pop_back();
  return out += more;
}

namespace {

Sentence in_full(Date date, std::optional<int> minute) {
  return {calendar::long_date_vi(date) + (minute ? ", " + calendar::clock_time(*minute) : " (hết ngày)"),
          calendar::long_date_en(date) + (minute ? ", " + calendar::clock_time(*minute) : " (end of day)")};
}

}  // namespace

Sentence describe(const Deadline& deadline) { return in_full(deadline.date, deadline.minute); }

Sentence describe_due(base::Timestamp due, int offset_minutes) {
  const Date date = calendar::local_date(due, offset_minutes);
  if (due == calendar::end_of_day(date, offset_minutes)) return in_full(date, std::nullopt);
  return in_full(date, calendar::local_minute(due, offset_minutes));
}

Sentence describe(const UnclearDeadline& unclear) {
  const std::string vi = "“" + unclear.words + "”: ", en = "“" + unclear.words + "”: ";
  switch (unclear.problem) {
    case Problem::no_such_day: return {vi + "không có ngày hoặc giờ như vậy.", en + "there is no such day or hour."};
    case Problem::weekday_differs:
      return {vi + "thứ và ngày không khớp nhau.", en + "the weekday and the date do not agree."};
    case Problem::past: return {vi + "thời điểm này đã qua.", en + "this time has passed."};
    case Problem::no_day: return {vi + "có giờ nhưng chưa rõ ngày nào.", en + "there is an hour but no day."};
    case Problem::vague: break;
  }
  return {vi + "chưa rõ là ngày nào.", en + "it is not clear which day this is."};
}

}  // namespace policies::phrases
