// A result without the file that the task asks for: asked about, never refused.
#pragma once

#include <optional>

#include "mailstore/office/ruling/steps/task_case.h"

namespace mailstore::office {

// The question, when `steps` report the work as done, the mail brings no file and the direction names a product.
// Whoever sends up what a person of his unit handed in is not asked: that result is there. A yes takes the steps.
std::optional<Event> ask_for_product(const TaskCase& c, const std::vector<policies::tasks::TaskEvent>& steps,
                                     bool has_files);

// A result that goes up while somebody of the unit has not handed in his part is asked about too.
std::optional<Event> ask_for_missing(const TaskCase& c, const std::vector<policies::tasks::TaskEvent>& steps);

// The head's yes to somebody of his unit who needs more time than the unit has: shall the assigner be asked?
std::optional<Event> offer_assigner(const TaskCase& c, const policies::replies::Reply& reply);

}  // namespace mailstore::office
