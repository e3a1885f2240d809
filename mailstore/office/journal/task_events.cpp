#include "mailstore/office/journal/task_events.h"

#include "mailstore/office/journal/event_fields.h"
#include "mailstore/office/journal/event_sentence.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

using base::Sentence;

Json Kind<TaskAssigned>::to_fields(const TaskAssigned& body) {
  Json json{{"assignment", office::to_fields(body.assignment)}};
  if (body.deadline) json["deadline"] = office::to_fields(*body.deadline);
  if (body.in_table) json["in_table"] = true;
  return json;
}
TaskAssigned Kind<TaskAssigned>::from_fields(const Json& json, const Event&) {
  TaskAssigned body;
  body.assignment = assignment_of(json.at("assignment"));
  if (json.contains("deadline")) body.deadline = deadline_of(json.at("deadline"));
  body.in_table = field<bool>(json, "in_table");
  return body;
}
Sentence Kind<TaskAssigned>::sentence(const Event& event, const TaskAssigned& body) {
  const auto& head = body.assignment;
  const Sentence who = author_of(event);
  const std::string lead = head.parties.empty() ? "?" : head.parties.front().name;
  return {who.vi + " giao nhiệm vụ " + head.number + " “" + head.title + "” cho " + lead + ".",
          who.en + " assigned task " + head.number + " “" + head.title + "” to " + lead + "."};
}

Json Kind<TaskStep>::to_fields(const TaskStep& body) {
  Json json{{"task", body.task}, {"step", office::to_fields(body.event)}};
  put_files(json, body.files, body.mails);
  return json;
}
TaskStep Kind<TaskStep>::from_fields(const Json& json, const Event& head) {
  TaskStep body{field<std::int64_t>(json, "task"), task_event_of(json.at("step")), files_field(json),
                mails_field(json)};
  body.event.seq = head.seq;
  body.event.at = head.at;
  body.event.actor = head.actor;
  return body;
}
std::string Kind<TaskStep>::about(const TaskStep& body) {
  return std::string(policies::tasks::to_string(body.event.kind));
}
Sentence Kind<TaskStep>::sentence(const Event& event, const TaskStep& body) {
  return policies::tasks::describe(body.event, author_of(event).vi);
}

}  // namespace mailstore::office
