// The words around a deadline: what announces one ("hạn", "trước", "by"), what may stand between it and its day, and
// what says that a day was meant which nobody can name. Used by deadline_text.cpp and deadline_doubts.cpp. Pure.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "policies/phrases/date_words.h"

namespace policies::phrases {

enum class Strength { none, strong, before, within };  // "hạn 20/12", "trước 20/12", "trong 5 ngày"

struct Trigger {
  Strength strength = Strength::none;
  std::size_t end = 0;
};
Trigger trigger_at(const Words& words, std::size_t position);

struct Filler {
  std::size_t end = 0;
  bool label = false;  // a colon stood there, or the word fills its line: "Hạn: …"
};
// Words between the trigger (first … position) and its day: "hạn hoàn thành là ngày …".
Filler skip_fillers(const Words& words, std::size_t first, std::size_t position);

// "cuối tuần", "sớm nhất có thể", "end of week": a deadline was meant, which one is open.
bool is_vague_word(const Words& words, std::size_t position, Strength strength);

// Behind a day: "hoặc 20/12", "- 20/12", "đến 20/12". Where that other day begins; 0: none.
std::size_t other_day_at(const Words& words, std::size_t position);

// "hằng tuần", "every week" behind a day: not one day. Number of words, 0: none.
std::size_t recurring_words(const Words& words, std::size_t position);

// "15/12 âm lịch", "15/12 (ÂL)": not a day of our calendar. Number of words, 0: none.
std::size_t lunar_words(const Words& words, std::size_t position);

bool previous_is(const Words& words, std::size_t position, std::initializer_list<std::string_view> list);

}  // namespace policies::phrases
