// Internal: the grammar of what recurs, over words.
//
//   recurs = ("hằng" | "hàng" | "mỗi") unit | N unit "một lần" | "mỗi" weekday | "every" … | "monthly" | …
//   day    = [hour] weekday                                                 of a week
//          | [hour] ("ngày" N | "ngày (làm việc) cuối cùng" | "cuối tháng" | …) ["tháng cuối quý" | …]
//          | [hour] D/M *( ("," | "và") D/M )                               of a quarter, a half year, a year
#pragma once

#include <cstddef>
#include <optional>

#include "policies/phrases/hour_words.h"
#include "policies/phrases/period_text.h"
#include "policies/phrases/words.h"

namespace policies::phrases {

struct Recurrence {
  std::size_t end = 0;  // 0 = nothing was read
  PeriodUnit unit = PeriodUnit::month;
  int every = 1;
  int weekday = 0;       // "mỗi thứ Hai": the day is said with it
  bool bad = false;      // "0 tháng một lần", "every 100 weeks"
  bool several = false;  // "2 lần/tháng"
};
Recurrence read_recurrence(const Words& words, std::size_t position);

struct UnitDay {
  std::size_t end = 0;  // 0 = nothing was read
  int weekday = 0;
  PeriodDay day_is = PeriodDay::numbered;
  int day = 0, month = 0;
  std::optional<int> minute;
  Part part = Part::none;  // "chiều thứ Sáu"
  bool several = false, bad = false, vague = false;
};
UnitDay read_unit_day(const Words& words, std::size_t position, PeriodUnit unit);

}  // namespace policies::phrases
