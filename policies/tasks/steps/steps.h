// The steps that apply() and fold() are made of, by who takes them. Internal to policies/tasks. Each changes the task
// in place and returns nothing, or leaves it as it was and says why. Pure.
#pragma once

#include "policies/tasks/steps/task_state.h"

namespace policies::tasks {

using Refusal = std::optional<Sentence>;

// "… Nhiệm vụ đang thực hiện."
Sentence stands(const TaskParty& party, const Sentence& what);
// The holder works on it, or may begin to.
bool is_open_for_holder(State state);
// Taken up from that state: REDO what came back, else IN_PROGRESS.
State working_state(State from);

// REQUIRES of all: event.party is a party of the task.
Refusal holder_step(Task& task, const TaskEvent& event);    // accepted … refused
Refusal assigner_step(Task& task, const TaskEvent& event);  // extension_approved … resumed, due_changed, urged
// lead_changed, party_added, party_removed, text_added, priority_changed: of the task, whatever the party.
Refusal shape_step(Task& task, const TaskEvent& event);
bool is_shape_step(EventKind kind);
Refusal hand_step(Task& task, const TaskEvent& event);

// The party's part has ended or went to somebody else: hands whose result was accepted are done, open ones taken back.
void end_hands(TaskParty& party, base::Timestamp at, bool accepted);
// Nobody's own deadline lies behind the party's: then the party's counts for him too.
void keep_hands_within(TaskParty& party);
// A waiting extension is settled without an answer.
void supersede_extension(TaskParty& party, const TaskEvent& event);

}  // namespace policies::tasks
