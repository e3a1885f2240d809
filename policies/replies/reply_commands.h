// The table of commands that parse_reply() and its hints read by. Internal to policies/replies. Pure, thread-safe.
#pragma once

#include <span>
#include <string_view>

#include "policies/phrases/words.h"
#include "policies/replies/reply_grammar.h"

namespace policies::replies {

// What may stand behind the command's words.
enum class Tail { none, percent, date, target, reason, optional_reason, type };

struct Command {
  Intent intent;
  Tail tail;
  std::string_view phrase;
};

// The table of structured-mail.md 4.
std::span<const Command> reply_commands();

struct Match {
  const Command* command = nullptr;
  std::size_t words = 0;
};
// The longest phrase that the words begin with wins.
Match longest_match(const phrases::Words& words);

// Everyday openings that only look like the command "không" / "no", or say the opposite: "không cần xong đúng hạn",
// "không vấn đề gì, đồng ý", "không quá ngày 20/12".
bool only_looks_like_no(const phrases::Words& words);
// What is cancelled, put off or wanted back at this word is not the task: "hủy cuộc họp", "trả lại cho tôi bản gốc".
bool names_another_thing(const phrases::Words& words, std::size_t at);

// Without blanks at both ends, also those without width.
std::string_view trim(std::string_view text);

}  // namespace policies::replies
