// What is said to somebody who wrote to a task as people write: asked for one confirming word, told what is missing,
// where the task stands, that his words are kept. Pure, thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "policies/tasks/texts/task_text.h"

namespace policies::tasks {

// "Has this been meant?": the commands that say the same, to be confirmed by one word. REQUIRES: commands not empty.
MessageText confirm_message(const Task& task, int party, Side side, std::string_view written,
                            const std::vector<Sentence>& commands, base::Timestamp now);

// His words would have done this, but answer no mail of ours, or hide others: to be confirmed by one word. `steps`:
// what the register would say. REQUIRES: steps not empty.
enum class Unproven { not_our_mail, hidden_words };
MessageText unproven_message(const Task& task, int party, Side side, Unproven why, std::string_view written,
                             const std::vector<Sentence>& steps, base::Timestamp now);

// A leader's mail that hides words would give this task: is it meant as it is read?
MessageText hidden_words_message(const Assignment& draft);

// What was probably meant lacks something: the commands with their gaps.
MessageText nearest_message(const Task& task, int party, Side side, const std::vector<Sentence>& commands,
                            base::Timestamp now);

// The assigner asked how it goes.
MessageText state_message(const Task& task, int party, Side side, base::Timestamp now);

// His words are kept and passed on. `business`: they may have been meant as a step, so he is told how to make one.
MessageText kept_message(const Task& task, int party, Side side, bool business, base::Timestamp now);

// A leader's mail to a unit's task mailbox without a deadline: it went as the mail that it is. A task?
MessageText perhaps_task_message(const Assignment& draft);

// A leader gave a task in the very words of another one: is it to be created too?
MessageText same_again_message(const Task& before, base::Timestamp now);

// The same message with a sentence more behind its opening; the note ends in '\n'.
MessageText with_note(MessageText text, const Sentence& note);

// To whose answer may be about several tasks: which one is meant? His words and files wait. REQUIRES: offered not
// empty.
struct OfferedTask {
  std::string number, title;
};
MessageText which_task_message(std::string_view words, const std::vector<std::string>& files,
                               const std::vector<OfferedTask>& offered);

}  // namespace policies::tasks
