// The table of commands that parse_reply() and its hints read by. Internal to policies/replies. Pure, thread-safe.
#pragma once

#include <span>
#include <string_view>

#include "policies/phrases/words.h"
#include "policies/replies/reply_grammar.h"

namespace policies::replies {

// What may stand behind the command's words.
enum class Tail {
  none,
  none_or_all,  // nothing but "TẤT CẢ"
  percent,
  date,
  target,
  reason,
  optional_reason,
  type,
  new_date,      // a date or "không thời hạn", a reason
  new_party,     // a unit or person, and what it is to do
  named,         // somebody who is there, a reason
  may_be_named,  // or nothing
  lead,          // a unit or person, what becomes of the old lead
  text,          // words, with the lines below
  hand,          // a person, a date, words
};

struct Command {
  Intent intent;
  Tail tail;
  std::string_view phrase;
  int value = 0;  // priority: 0 … 3
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

// Everyday openings that only look like the words by which work is shared out: "thêm nữa", "bỏ qua", "giao ban".
bool only_looks_like_sharing(Intent intent, const phrases::Words& words);

// Without blanks at both ends, also those without width.
std::string_view trim(std::string_view text);

}  // namespace policies::replies
