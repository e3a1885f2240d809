// What waits for the assigner's answer. Internal to policies/tasks.
#pragma once

#include "policies/tasks/steps/task_state.h"

namespace policies::tasks {

struct Waiting {
  bool extension = false;
  bool result = false;
  bool refusal = false;
  int count() const { return (extension ? 1 : 0) + (result ? 1 : 0) + (refusal ? 1 : 0); }
};

inline Waiting waiting_of(const TaskParty& party) {
  return {party.pending_extension() != nullptr && !is_final(party.state), party.state == State::wait_confirm,
          party.state == State::refused};
}

}  // namespace policies::tasks
