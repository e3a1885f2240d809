// Tasks, their parties and events as JSON.
#include "mailstore/office/journal/event_fields.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

constexpr int kMostParties = 100000;  // any index that fits; which ones exist is a matter of the task

void put_time(Json& json, const char* name, const std::optional<base::Timestamp>& time) {
  if (time) json[name] = time->us;
}

const char* word_of(tasks::Extension::Decision decision) {
  switch (decision) {
    case tasks::Extension::Decision::pending: break;
    case tasks::Extension::Decision::approved: return "approved";
    case tasks::Extension::Decision::refused: return "refused";
  }
  return "pending";
}

std::optional<tasks::Extension::Decision> parse_decision(std::string_view word) {
  if (word == "pending") return tasks::Extension::Decision::pending;
  if (word == "approved") return tasks::Extension::Decision::approved;
  if (word == "refused") return tasks::Extension::Decision::refused;
  return std::nullopt;
}

Json to_fields(const tasks::Extension& extension) {
  Json json{{"asked_at_us", extension.asked_at.us},
            {"asked_by", extension.asked_by.value},
            {"new_due_us", extension.new_due.us},
            {"reason", extension.reason},
            {"decision", word_of(extension.decision)}};
  put_time(json, "old_due_us", extension.old_due);
  put_time(json, "decided_at_us", extension.decided_at);
  if (extension.decided_by) json["decided_by"] = extension.decided_by.value;
  if (!extension.decision_reason.empty()) json["decision_reason"] = extension.decision_reason;
  return json;
}

tasks::Extension extension_of(const Json& json) {
  tasks::Extension extension;
  extension.asked_at = time_of(json, "asked_at_us");
  extension.asked_by = id_field<base::AccountId>(json, "asked_by");
  extension.old_due = time_field(json, "old_due_us");
  extension.new_due = time_of(json, "new_due_us");
  extension.reason = field<std::string>(json, "reason");
  extension.decision = word_field<tasks::Extension::Decision>(json, "decision", parse_decision);
  extension.decided_at = time_field(json, "decided_at_us");
  extension.decided_by = id_field<base::AccountId>(json, "decided_by");
  extension.decision_reason = field<std::string>(json, "decision_reason");
  return extension;
}

}  // namespace

Json to_fields(const tasks::TaskParty& party) {
  Json json{{"role", tasks::to_string(party.role)},  {"unit", party.unit.value}, {"account", party.account.value},
            {"unit_code", party.unit_code},          {"address", party.address}, {"name", party.name},
            {"state", tasks::to_string(party.state)}};
  put_time(json, "due_us", party.due);
  if (party.percent != 0) json["percent"] = party.percent;
  put_time(json, "accepted_at_us", party.accepted_at);
  put_time(json, "submitted_at_us", party.submitted_at);
  put_time(json, "confirmed_at_us", party.confirmed_at);
  if (party.suspended_from) json["suspended_from"] = tasks::to_string(*party.suspended_from);
  if (party.times_returned != 0) json["times_returned"] = party.times_returned;
  if (party.times_refused != 0) json["times_refused"] = party.times_refused;
  if (party.reassigned_to) json["reassigned_to"] = *party.reassigned_to;
  for (const auto& extension : party.extensions) json["extensions"].push_back(to_fields(extension));
  return json;
}

tasks::TaskParty party_of(const Json& json) {
  tasks::TaskParty party;
  party.role = word_field<tasks::PartyRole>(json, "role", tasks::parse_party_role);
  party.unit = id_field<base::UnitId>(json, "unit");
  party.account = id_field<base::AccountId>(json, "account");
  party.unit_code = field<std::string>(json, "unit_code");
  party.address = field<std::string>(json, "address");
  party.name = field<std::string>(json, "name");
  party.state = word_field<tasks::State>(json, "state", tasks::parse_state);
  party.due = time_field(json, "due_us");
  party.percent = field_between<int>(json, "percent", 0, 100);
  party.accepted_at = time_field(json, "accepted_at_us");
  party.submitted_at = time_field(json, "submitted_at_us");
  party.confirmed_at = time_field(json, "confirmed_at_us");
  if (json.contains("suspended_from"))
    party.suspended_from = word_field<tasks::State>(json, "suspended_from", tasks::parse_state);
  party.times_returned = field<int>(json, "times_returned");
  party.times_refused = field<int>(json, "times_refused");
  if (json.contains("reassigned_to")) party.reassigned_to = field_between<int>(json, "reassigned_to", 0, kMostParties);
  for (const Json& extension : list_field(json, "extensions")) party.extensions.push_back(extension_of(extension));
  return party;
}

Json to_fields(const tasks::Assignment& assignment) {
  Json json{{"task", assignment.task},
            {"number", assignment.number},
            {"title", assignment.title},
            {"content", assignment.content},
            {"office", assignment.office.value},
            {"office_name", assignment.office_name},
            {"assigner", assignment.assigner.value},
            {"assigner_name", assignment.assigner_name},
            {"assigned_at_us", assignment.assigned_at.us},
            {"due_words", assignment.due_words},
            {"calendar_version", assignment.calendar_version},
            {"basis", assignment.basis}};
  put_time(json, "due_us", assignment.due);
  json["parties"] = Json::array();
  for (const auto& party : assignment.parties) json["parties"].push_back(to_fields(party));
  return json;
}

tasks::Assignment draft_assignment_of(const Json& json) {
  tasks::Assignment assignment;
  assignment.task = field<std::int64_t>(json, "task");
  assignment.number = field<std::string>(json, "number");
  assignment.title = field<std::string>(json, "title");
  assignment.content = field<std::string>(json, "content");
  assignment.office = id_field<base::UnitId>(json, "office");
  assignment.office_name = field<std::string>(json, "office_name");
  assignment.assigner = id_field<base::AccountId>(json, "assigner");
  assignment.assigner_name = field<std::string>(json, "assigner_name");
  assignment.assigned_at = time_of(json, "assigned_at_us");
  assignment.due = time_field(json, "due_us");
  assignment.due_words = field<std::string>(json, "due_words");
  assignment.calendar_version = field<std::string>(json, "calendar_version");
  assignment.basis = field<std::string>(json, "basis");
  for (const Json& party : list_field(json, "parties")) assignment.parties.push_back(party_of(party));
  for (const auto& party : assignment.parties) {
    if (party.reassigned_to) throw BadField{"a task that is passed on before it is assigned"};
  }
  return assignment;
}

tasks::Assignment assignment_of(const Json& json) {
  tasks::Assignment assignment = draft_assignment_of(json);
  if (assignment.parties.empty()) throw BadField{"a task without parties"};
  return assignment;
}

Json to_fields(const tasks::TaskEvent& event) {
  Json json{{"kind", tasks::to_string(event.kind)}, {"party", event.party}};
  if (event.percent != 0) json["percent"] = event.percent;
  put_time(json, "due_us", event.due);
  if (!event.reason.empty()) json["reason"] = event.reason;
  if (event.new_party) json["new_party"] = to_fields(*event.new_party);
  return json;
}

tasks::TaskEvent task_event_of(const Json& json) {
  tasks::TaskEvent event;
  event.kind = word_field<tasks::EventKind>(json, "kind", tasks::parse_event_kind);
  event.party = field_between<int>(json, "party", 0, kMostParties);
  event.percent = field_between<int>(json, "percent", 0, 100);
  event.due = time_field(json, "due_us");
  event.reason = field<std::string>(json, "reason");
  if (json.contains("new_party")) {
    event.new_party = party_of(json.at("new_party"));
    if (event.new_party->reassigned_to) throw BadField{"new_party has passed it on already"};
  }
  return event;
}

Json to_fields(const policies::phrases::Deadline& deadline) {
  Json json{{"due_us", deadline.due.us},
            {"date", date_text(deadline.date)},
            {"words", deadline.words},
            {"working_day", deadline.working_day},
            {"counted", deadline.counted},
            {"covered", deadline.covered},
            {"calendar_version", deadline.calendar_version}};
  if (deadline.minute) json["minute"] = *deadline.minute;
  return json;
}

policies::phrases::Deadline deadline_of(const Json& json) {
  policies::phrases::Deadline deadline;
  deadline.due = time_of(json, "due_us");
  deadline.date = date_field(json, "date");
  if (json.contains("minute"))
    deadline.minute = field_between<int>(json, "minute", 0, policies::calendar::kMinutesPerDay - 1);
  deadline.words = field<std::string>(json, "words");
  deadline.working_day = field<bool>(json, "working_day", true);
  deadline.counted = field<bool>(json, "counted");
  deadline.covered = field<bool>(json, "covered", true);
  deadline.calendar_version = field<std::string>(json, "calendar_version");
  return deadline;
}

Json to_fields(const tasks::Task& task) {
  Json json{
      {"head", to_fields(task.head)}, {"parties", Json::array()}, {"last_seq", task.last_seq}, {"events", task.events}};
  if (task.skipped != 0) json["skipped"] = task.skipped;
  for (const auto& party : task.parties) json["parties"].push_back(to_fields(party));
  return json;
}

tasks::Task task_of(const Json& json) {
  tasks::Task task;
  task.head = assignment_of(json.at("head"));
  for (const Json& party : list_field(json, "parties")) task.parties.push_back(party_of(party));
  if (task.parties.empty()) throw BadField{"a task without parties"};
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    const auto& to = task.parties[i].reassigned_to;
    if (to && (static_cast<std::size_t>(*to) <= i || static_cast<std::size_t>(*to) >= task.parties.size())) {
      throw BadField{"reassigned_to names no later party"};
    }
  }
  task.last_seq = field<std::int64_t>(json, "last_seq");
  task.events = field<int>(json, "events");
  task.skipped = field<int>(json, "skipped");
  return task;
}

}  // namespace mailstore::office
