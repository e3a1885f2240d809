// A bare answer to the question "until when?": "hạn 4/12", "thứ Sáu", "16h chiều mai", "đến 4/12 nhé em", "5 ngày nữa",
// "không cần hạn". Pure and thread-safe; linear time; texts of more than kMaxDeadlineWords words answer nothing.
#pragma once

#include <optional>
#include <string_view>

#include "policies/phrases/deadline_text.h"

namespace policies::phrases {

inline constexpr std::size_t kMaxDeadlineWords = 40;

struct DeadlineWords {
  enum class Kind {
    nothing,      // no time, or more than a time: look at the text in another way
    understood,   // `deadline`
    unclear,      // `unclear`: a time that is asked back
    no_deadline,  // there is to be none, said in words
  };
  Kind kind = Kind::nothing;
  std::optional<Deadline> deadline;
  std::optional<UnclearDeadline> unclear;
};

// The text must be a time as a whole but for politeness ("dạ", "nhé em", "đ/c", "please"). Where it was asked for, a
// day needs no word like "hạn", "chiều mai" ends with the office's hours and "5 ngày" counts from now; what can mean
// several days stays unclear. `text` is new text only (quoted_reply.h). A question ("4/12 được không?") is nothing.
DeadlineWords read_deadline_words(std::string_view text, const calendar::Calendar& calendar, base::Timestamp now);

}  // namespace policies::phrases
