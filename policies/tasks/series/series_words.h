// What people write about a series: "ngừng", "tạm dừng", "tiếp tục", "từ tháng sau chuyển sang ngày 20", "giao trước 5
// ngày làm việc", "bổ sung …". Nothing is guessed: what is not certain is left for a question. Names of units are the
// caller's. Pure, thread-safe, linear.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/phrases/period_change.h"

namespace policies::tasks {

struct SeriesWish {
  bool end = false, pause = false, resume = false;
  bool asks = false;                      // a question: "chuỗi này còn không?"
  std::string reason;                     // of end and pause
  std::optional<calendar::Date> last;     // the last day that still has periods
  std::optional<phrases::Period> period;  // the rule as it shall be
  std::optional<int> days_before;
  std::string added;                            // to the direction
  std::vector<phrases::UnclearPeriod> unclear;  // a change of the period that lacks something
  std::vector<std::string> rest;                // sentences that say none of these
  bool doubtful = false;                        // words that may turn what is said: "không", "nếu", "khoan"

  bool says_something() const {
    return end || pause || resume || last || period || days_before || !added.empty() || !unclear.empty();
  }
};
SeriesWish read_series_words(std::string_view text, const phrases::Period& current, const calendar::Calendar& calendar,
                             base::Timestamp now);

// "giao trước 5 ngày làm việc", "giao việc trước hạn 3 ngày". Nothing: not said, or no number of 0 … 60.
std::optional<int> find_days_before(std::string_view text);

// "[CK-2026-000003] …", "CK.LAMSON-2026-000003": the first number of a series in a subject; "": none.
std::string series_number_in(std::string_view subject);

}  // namespace policies::tasks
