// What a task says must be handed in: "bằng văn bản", "gửi bản mềm", "dự thảo Kế hoạch", "sản phẩm: …". A result
// without a file is asked about then, never refused. Pure, thread-safe.
#pragma once

#include <string>

#include "policies/tasks/texts/task_text.h"

namespace policies::tasks {

// The words of the direction that ask for a product, in one line; "": none is asked for.
std::string product_asked(const Task& task);

// To whoever reports a task as done without a file: is that all? A yes does it.
MessageText product_message(const Task& task, int party, Side side, std::string_view product, base::Timestamp now);

// People of the unit who have a part in hand and have not handed it in, when several have one; "": nobody, or only one
// has a part.
std::string hands_missing(const TaskParty& party);
// To the head who sends the result up while these are missing: is it meant so? A yes does it.
MessageText missing_message(const Task& task, int party, Side side, std::string_view missing, base::Timestamp now);

// To the head who grants somebody of his unit a day beyond the unit's own: shall the assigner be asked for it? A yes
// does it. REQUIRES: hand.asked_due, and the unit's due.
MessageText beyond_message(const Task& task, int party, Side side, const Hand& hand, base::Timestamp now);

}  // namespace policies::tasks
