// Internal: the mails that follow from task events.
#pragma once

#include "mailstore/office/mails/outputs.h"

namespace mailstore::office {

std::vector<Output> outputs_of_assignment(const OutputTools& tools, const Event& event, const TaskAssigned& body,
                                          const policies::tasks::Task& task, const Causes& causes);
std::vector<Output> outputs_of_step(const OutputTools& tools, const Event& event, const TaskStep& body,
                                    const policies::tasks::Task& task, const Causes& causes);
std::vector<Output> outputs_of_question(const OutputTools& tools, const Event& event, const Question& body);
std::vector<Output> outputs_of_answer(const OutputTools& tools, const Event& event, const Answered& body);

}  // namespace mailstore::office
