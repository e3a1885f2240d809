#include "policies/phrases/day_end_words.h"

#include "policies/phrases/clauses.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

// A day and nothing else: "ngày 25/11", "thứ Sáu", "nay".
When plain_day(const Words& words, std::size_t at) {
  at += match_longest(words, at, {"ngày", "của ngày", "của", "hôm", "vào ngày", "trong ngày", "on", "of", "on the"});
  if (part_at(words, at).part != Part::none) return {};
  When when = read_when(words, at);
  if (when.end == 0 && any_at(words, at, {"nay"})) when = read_when(words, at);
  const bool plain = when.has_day() && !when.minute && !when.whole_day && !when.vague;
  return plain ? when : When{};
}

DayEnd english(const Words& words, std::size_t at) {
  DayEnd out;
  if (any_at(words, at, {"this"}) && any_at(words, at + 1, {"morning", "afternoon"})) {
    out.part = part_at(words, at + 1).part;
    out.day.day_offset = 0;
    out.day.end = out.end = at + 2;
    return out;
  }
  // "tomorrow morning", "Friday afternoon": read_when() calls it vague, which is right without "within".
  if (!any_at(words, at, {"tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}))
    return out;
  if (!any_at(words, at + 1, {"morning", "afternoon"})) return out;
  const Words one(words.begin() + static_cast<std::ptrdiff_t>(at), words.begin() + static_cast<std::ptrdiff_t>(at + 1));
  out.day = read_when(one, 0);
  if (!out.day.has_day()) return {};
  out.part = part_at(words, at + 1).part;
  out.day.end = out.end = at + 2;
  return out;
}

}  // namespace

DayEnd read_day_end(const Words& words, std::size_t position) {
  DayEnd out;
  std::size_t at = position + match_longest(words, position, {"khi"});
  std::size_t opener = match_longest(
      words, at,
      {"hết giờ hành chính", "hết giờ làm việc", "hết giờ", "cuối giờ hành chính", "cuối giờ làm việc", "cuối giờ",
       "hết buổi", "cuối buổi", "the end of office hours", "end of office hours", "the end of working hours",
       "end of working hours", "the end of the working day", "end of the working day"});
  const std::size_t loose =
      match_longest(words, at,
                    {"hết ngày làm việc", "cuối ngày làm việc", "giờ hành chính", "giờ làm việc", "cob", "eob", "eod",
                     "close of business", "the close of business", "end of business", "end of play", "close of play"});
  if (opener == 0 && loose > 0) {
    opener = loose;
    out.loose = true;
  }
  if (opener == 0 && any_at(words, at, {"hết", "cuối"}) && part_at(words, at + 1).part != Part::none) opener = 1;
  out.ends = opener > 0;
  at += opener;
  if (out.ends) at += match_longest(words, at, {"của buổi", "buổi", "của"});
  else at += match_longest(words, at, {"buổi"});
  const PartOfDay part = part_at(words, at);
  if (!out.ends && part.part == Part::none) return at == position ? english(words, at) : DayEnd{};
  if (part.part != Part::none) at = part.end;
  out.part = part.part;
  out.day = plain_day(words, at);
  if (out.day.end == 0 && !out.ends) return {};
  out.end = out.day.end != 0 ? out.day.end : at;
  return out;
}

}  // namespace policies::phrases
