// What somebody chooses by a line to the task mailbox: "ĐĂNG KÝ bản tin sáng", "THÔI bản tin tuần", "THÔI nhắc việc",
// "NHẮC việc", "TIẾNG ANH có". The whole line, with or without marks, with the small words of politeness. Pure,
// thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/sentence.h"

namespace policies::reminders {

enum class Wish { morning_page, weekly_page, reminders, english };

struct PreferenceWish {
  std::optional<Wish> what;  // nothing: a page, and it is not said which
  std::optional<bool> on;    // nothing: it is not said whether
};

// Nothing: the line is something else.
std::optional<PreferenceWish> read_preference_wish(std::string_view line);

// "đăng ký, thôi": what may be written, for whom it is not clear to.
base::Sentence preference_commands();

}  // namespace policies::reminders
