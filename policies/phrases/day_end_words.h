// The grammar of half days and of the end of office hours inside a sentence, over words: "sáng mai", "hết giờ hành
// chính hôm nay", "cuối giờ chiều thứ Sáu", "tomorrow morning". Which hour that is the office's calendar says.
#pragma once

#include <cstddef>

#include "policies/phrases/date_words.h"
#include "policies/phrases/hour_words.h"

namespace policies::phrases {

struct DayEnd {
  std::size_t end = 0;  // 0 = nothing was read
  bool ends = false;    // "hết giờ", "cuối buổi": the end is meant; false: the half day as a whole
  bool loose = false;   // "COB", "EOD", "hết ngày làm việc": may be the office's hour or the writer's
  Part part = Part::none;
  When day;  // day.end 0: none was said
};
DayEnd read_day_end(const Words& words, std::size_t position);

}  // namespace policies::phrases
