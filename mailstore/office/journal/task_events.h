// Events of tasks.
#pragma once

#include <optional>

#include "mailstore/office/journal/kind.h"
#include "mailstore/office/journal/mail_ref.h"
#include "policies/tasks/steps/task_state.h"

namespace mailstore::office {

struct TaskAssigned {
  policies::tasks::Assignment assignment;
  std::optional<policies::phrases::Deadline> deadline;  // as it was understood; nothing: no deadline was given
  bool in_table = false;  // its author hears of it in the table of all that was created with it
};
template <>
struct Kind<TaskAssigned> {
  static constexpr KindWords<> kWords{"task.assigned"};
  static nlohmann::json to_fields(const TaskAssigned& body);
  static TaskAssigned from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const TaskAssigned& body) { return body.assignment.number; }
  static base::Sentence sentence(const Event& event, const TaskAssigned& body);
  static bool has_outputs(const TaskAssigned&) { return true; }
  static constexpr bool kNeedsCause = true;
  static std::int64_t task(const TaskAssigned& body) { return body.assignment.task; }
  static bool only_words(const TaskAssigned&) { return false; }
  static std::int64_t* document(TaskAssigned&) { return nullptr; }
};

struct TaskStep {
  std::int64_t task = 0;
  policies::tasks::TaskEvent event;  // seq, at and actor are those of the event
  // Names of the files that came with it, those of `mails` first; and mails before the causing one whose files go on
  // with it, in order.
  std::vector<std::string> files{};
  std::vector<MailRef> mails{};
};
template <>
struct Kind<TaskStep> {
  static constexpr KindWords<> kWords{"task.step"};
  static nlohmann::json to_fields(const TaskStep& body);
  static TaskStep from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const TaskStep& body);
  static base::Sentence sentence(const Event& event, const TaskStep& body);
  // What the server told in a morning's mail goes with that mail.
  static bool has_outputs(const TaskStep& body) { return body.event.kind != policies::tasks::EventKind::escalated; }
  static constexpr bool kNeedsCause = true;
  static std::int64_t task(const TaskStep& body) { return body.task; }
  static bool only_words(const TaskStep& body) { return body.event.kind == policies::tasks::EventKind::commented; }
  static std::int64_t* document(TaskStep&) { return nullptr; }
};

}  // namespace mailstore::office
