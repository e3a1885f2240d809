// Internal: the hour inside a sentence. Used by date_words.cpp.
//
//   time = H "h" [MM] | H ":" MM | H "giờ" [MM ["phút"] | "rưỡi" | "kém" MM] | H ("am"|"pm"|"o'clock")  [part] | "noon"
//   part = "sáng" | "trưa" | "chiều" | "tối" | "đêm" | "am" | "pm" | "morning" | "afternoon" | "evening"
#pragma once

#include <cstddef>

#include "policies/phrases/words.h"

namespace policies::phrases {

enum class Part { none, morning, noon, afternoon, evening, night };

struct PartOfDay {
  Part part = Part::none;
  std::size_t end = 0;
};
PartOfDay part_at(const Words& words, std::size_t position);

struct Time {
  std::size_t end = 0;     // 0 = nothing was read
  int minute = 0;          // of the day
  bool whole_day = false;  // "24h"
  bool bad = false;        // no clock shows it
  bool vague = false;      // "5h": in the morning or in the afternoon?
  int hour = 0;            // as written
  bool has_part = false;
};
Time read_time(const Words& words, std::size_t position);

// The same hour when the part of the day was said apart from it: "chiều thứ Sáu, 4h". Vague when the two do not agree.
void set_part(Time& time, Part part);

}  // namespace policies::phrases
