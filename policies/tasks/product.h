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

}  // namespace policies::tasks
