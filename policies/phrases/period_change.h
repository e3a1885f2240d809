// A period that stands already and is changed: "từ tháng sau chuyển sang ngày 20", "đổi sang thứ Năm"; its parts by
// name; and whether a mail that sets a period sets one day of its own beside it. Pure, thread-safe, linear.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "policies/phrases/period_text.h"

namespace policies::phrases {

// What `text` says the period is from now on, or from the day it names: a whole new period, or another day in the unit
// of `current` (whose hour stays when none is said). `first_said` of the result: it holds from `first` on only. An end
// that is not said stays. Nothing is guessed: unclear as find_period() says it. `none`: it says no such thing.
PeriodAnswer find_changed_period(const Period& current, std::string_view text, const calendar::Calendar& calendar,
                                 base::Timestamp now);

// "đến hết tháng 6/2027", "kết thúc từ tháng sau", "sau kỳ tháng 12 thì thôi": the last day that still has periods.
// Nothing: no end is said.
std::optional<calendar::Date> find_period_end(std::string_view text, const calendar::Calendar& calendar,
                                              base::Timestamp now);

// The deadlines of the mail that are not those of its period: a day of their own. Empty: the period says all.
std::vector<Deadline> deadlines_beside(const Period& period, std::string_view subject, std::string_view body,
                                       const calendar::Calendar& calendar, base::Timestamp now);

// The part of the calendar that a due day belongs to, as people name it: "tháng 12/2026", "tuần 23/11–29/11/2026",
// "quý IV/2026", "6 tháng cuối năm 2026". A day in the first ten of a month or of a longer unit is mostly about the one
// before, so that it is named by itself: "đến hạn 05/12/2026".
Sentence period_name(const Period& period, calendar::Date due);
// The last day of the week, month, quarter … that the day lies in.
calendar::Date last_day_of_unit(PeriodUnit unit, calendar::Date day);

}  // namespace policies::phrases
