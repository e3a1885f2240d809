// Internal: the mails that follow from task events.
#pragma once

#include "mailstore/office/mails/outputs.h"

namespace mailstore::office {

std::vector<Output> outputs_of_assignment(const OutputTools& tools, const Event& event, const TaskAssigned& body,
                                          const policies::tasks::Task& task, std::string_view cause);
std::vector<Output> outputs_of_step(const OutputTools& tools, const Event& event, const TaskStep& body,
                                    const policies::tasks::Task& task, std::string_view cause);
std::vector<Output> outputs_of_answer(const OutputTools& tools, const Event& event, const Answered& body);

}  // namespace mailstore::office
