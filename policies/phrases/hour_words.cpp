#include "policies/phrases/hour_words.h"

#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

bool is_half(const Words& words, std::size_t position) { return any_at(words, position, {"rưỡi"}); }

// "a.m.", "p.m.": behind the last dot; else `position`.
std::size_t dotted(const Words& words, std::size_t position, std::string_view letter) {
  const bool short_form = any_at(words, position, {letter}) && is_separator(words, position + 1, '.') &&
                          any_at(words, position + 2, {"m"}) && joined_at(words, position + 2);
  if (!short_form) return position;
  return position + (is_separator(words, position + 3, '.') && joined_at(words, position + 3) ? 4 : 3);
}

// Minutes behind the hour word: "16h30", "16 giờ 30 phút"; not the day of "16h 20/12".
std::size_t read_minutes(const Words& words, std::size_t position, int& minutes) {
  if (is_half(words, position)) {
    minutes = 30;
    return position + 1;
  }
  const bool less = any_at(words, position, {"kém"});
  if (less) ++position;
  const int value = number_at(words, position);
  if (value < 0 || words[position].exact.size() > 2 || (!less && words[position].exact.size() != 2))
    return less ? position - 1 : position;
  if (!joined_at(words, position)) {
    for (const char c : {'/', '-', '.'}) {
      if (is_separator(words, position + 1, c) && number_at(words, position + 2) >= 0) return position;
    }
    if (any_at(words, position + 1, {"tháng"})) return position;
  }
  minutes = less ? -value : value;
  ++position;
  if (any_at(words, position, {"phút", "p", "ph"})) ++position;
  return position;
}

// Behind the number of the hour; 0: it is no hour.
std::size_t read_hour_word(const Words& words, std::size_t next, int& minutes) {
  if (is_separator(words, next, ':') && joined_at(words, next) && number_at(words, next + 1) >= 0 &&
      words[next + 1].exact.size() == 2 && joined_at(words, next + 1)) {
    minutes = number_at(words, next + 1);
    next += 2;
    if (any_at(words, next, {"h"}) && joined_at(words, next)) ++next;
    else if (any_at(words, next, {"hours", "hrs"})) ++next;
    return next;
  }
  if (any_at(words, next, {"h", "giờ"}) || (any_at(words, next, {"g"}) && joined_at(words, next)))
    return read_minutes(words, next + 1, minutes);
  if (is_half(words, next)) return read_minutes(words, next, minutes);
  if (any_at(words, next, {"o"}) && any_at(words, next + 2, {"clock"})) return next + 3;  // o'clock
  const bool english =
      any_at(words, next, {"am", "pm", "noon"}) || dotted(words, next, "a") != next || dotted(words, next, "p") != next;
  return english ? next : 0;
}

}  // namespace

PartOfDay part_at(const Words& words, std::size_t position) {
  if (any_at(words, position, {"sáng", "am", "morning"})) return {Part::morning, position + 1};
  if (any_at(words, position, {"trưa", "noon", "midday"})) return {Part::noon, position + 1};
  if (any_at(words, position, {"chiều", "pm", "afternoon"})) return {Part::afternoon, position + 1};
  if (any_at(words, position, {"tối", "evening"})) return {Part::evening, position + 1};
  if (any_at(words, position, {"đêm", "midnight", "night"})) return {Part::night, position + 1};
  if (const auto end = dotted(words, position, "a"); end != position) return {Part::morning, end};
  if (const auto end = dotted(words, position, "p"); end != position) return {Part::afternoon, end};
  return {};
}

void set_part(Time& time, Part part) {
  if (part == Part::none || time.whole_day || time.bad) return;
  const int minutes = time.minute - time.hour * 60;
  int hour = time.hour;
  time.has_part = true;
  switch (part) {
    case Part::none: break;
    case Part::morning: time.bad = hour > 12; break;
    case Part::noon: hour += hour <= 2 ? 12 : 0; break;
    case Part::afternoon: hour += hour < 12 ? 12 : 0; break;
    case Part::evening:
    case Part::night: hour += hour >= 6 && hour < 12 ? 12 : 0; break;
  }
  time.minute = hour * 60 + minutes;
  // "3h tối", "12h đêm": which one?
  const bool late = part == Part::evening || part == Part::night;
  time.vague = (late && hour < 18) || (part == Part::noon && (hour < 10 || hour > 14));
}

Time read_time(const Words& words, std::size_t position) {
  Time time;
  if (any_at(words, position, {"noon", "midday"})) {
    time.end = position + 1;
    time.hour = 12;
    time.minute = 12 * 60;
    time.has_part = true;
    return time;
  }
  const int hour = number_at(words, position);
  if (hour < 0 || words[position].exact.size() > 2) return time;
  int minutes = 0;
  std::size_t next = read_hour_word(words, position + 1, minutes);
  if (next == 0) return time;
  time.hour = hour;
  time.minute = hour * 60 + minutes;
  time.whole_day = hour == 24 && minutes == 0;
  time.bad = minutes > 59 || minutes < -59 || time.minute < 0 || hour > 24 || (hour == 24 && minutes != 0);
  // Who writes "5h" without a part of the day may mean 17:00; "05h" is of the 24-hour clock.
  time.vague = hour >= 1 && hour <= 6 && words[position].exact.size() == 1;
  if (const PartOfDay part = part_at(words, next); part.part != Part::none) {
    if (hour == 12 && any_at(words, next, {"am"})) {
      time.minute -= 12 * 60;
      time.has_part = true;
    } else {
      set_part(time, part.part);
    }
    next = part.end;
  }
  time.end = next;
  return time;
}

}  // namespace policies::phrases
