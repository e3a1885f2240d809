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
    case tasks::Extension::Decision::superseded: return "superseded";
  }
  return "pending";
}

std::optional<tasks::Extension::Decision> parse_decision(std::string_view word) {
  if (word == "pending") return tasks::Extension::Decision::pending;
  if (word == "approved") return tasks::Extension::Decision::approved;
  if (word == "refused") return tasks::Extension::Decision::refused;
  if (word == "superseded") return tasks::Extension::Decision::superseded;
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
  if (extension.day_off) json["day_off"] = true;
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
  extension.day_off = field<bool>(json, "day_off");
  return extension;
}

Json to_fields(const tasks::DueChange& change) {
  Json json{{"at_us", change.at.us}, {"by", change.by.value}};
  put_time(json, "old_due_us", change.old_due);
  put_time(json, "new_due_us", change.new_due);
  if (!change.reason.empty()) json["reason"] = change.reason;
  if (change.day_off) json["day_off"] = true;
  if (!change.calendar_version.empty()) json["calendar_version"] = change.calendar_version;
  return json;
}

tasks::DueChange due_change_of(const Json& json) {
  tasks::DueChange change;
  change.at = time_of(json, "at_us");
  change.by = id_field<base::AccountId>(json, "by");
  change.old_due = time_field(json, "old_due_us");
  change.new_due = time_field(json, "new_due_us");
  change.reason = field<std::string>(json, "reason");
  change.day_off = field<bool>(json, "day_off");
  change.calendar_version = field<std::string>(json, "calendar_version");
  return change;
}

Json to_fields(const tasks::Addition& addition) {
  Json json{{"at_us", addition.at.us}, {"by", addition.by.value}, {"text", addition.text}};
  if (addition.party >= 0) json["party"] = addition.party;
  return json;
}

tasks::Addition addition_of(const Json& json) {
  tasks::Addition addition;
  addition.at = time_of(json, "at_us");
  addition.by = id_field<base::AccountId>(json, "by");
  addition.text = field<std::string>(json, "text");
  if (json.contains("party")) addition.party = field_between<int>(json, "party", 0, kMostParties);
  return addition;
}

Json to_fields(const tasks::Hand& hand) {
  Json json{{"account", hand.account.value}, {"address", hand.address}, {"name", hand.name}};
  if (!hand.words.empty()) json["words"] = hand.words;
  put_time(json, "due_us", hand.due);
  if (hand.given_by) json["given_by"] = hand.given_by.value;
  if (hand.given_at.us != 0) json["given_at_us"] = hand.given_at.us;
  if (hand.state != tasks::HandState::given) json["state"] = tasks::to_string(hand.state);
  if (hand.percent != 0) json["percent"] = hand.percent;
  put_time(json, "accepted_at_us", hand.accepted_at);
  put_time(json, "submitted_at_us", hand.submitted_at);
  put_time(json, "ended_at_us", hand.ended_at);
  if (!hand.reason.empty()) json["reason"] = hand.reason;
  if (hand.times_returned != 0) json["times_returned"] = hand.times_returned;
  put_time(json, "asked_due_us", hand.asked_due);
  if (!hand.asked_reason.empty()) json["asked_reason"] = hand.asked_reason;
  return json;
}

tasks::Hand hand_of(const Json& json) {
  tasks::Hand hand;
  hand.account = id_field<base::AccountId>(json, "account");
  hand.address = field<std::string>(json, "address");
  hand.name = field<std::string>(json, "name");
  hand.words = field<std::string>(json, "words");
  hand.due = time_field(json, "due_us");
  hand.given_by = id_field<base::AccountId>(json, "given_by");
  hand.given_at = time_of(json, "given_at_us");
  if (json.contains("state")) hand.state = word_field<tasks::HandState>(json, "state", tasks::parse_hand_state);
  hand.percent = field_between<int>(json, "percent", 0, 100);
  hand.accepted_at = time_field(json, "accepted_at_us");
  hand.submitted_at = time_field(json, "submitted_at_us");
  hand.ended_at = time_field(json, "ended_at_us");
  hand.reason = field<std::string>(json, "reason");
  hand.times_returned = field<int>(json, "times_returned");
  hand.asked_due = time_field(json, "asked_due_us");
  hand.asked_reason = field<std::string>(json, "asked_reason");
  return hand;
}

// Words that are left out are NORMAL and joint: events and rows from before have neither.
void put_priority(Json& json, const char* name, tasks::Priority priority) {
  if (priority != tasks::Priority::normal) json[name] = tasks::to_string(priority);
}

tasks::Priority priority_of(const Json& json, const char* name) {
  if (!json.contains(name)) return tasks::Priority::normal;
  return word_field<tasks::Priority>(json, name, tasks::parse_priority);
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
  for (const auto& change : party.due_changes) json["due_changes"].push_back(to_fields(change));
  for (const auto& hand : party.hands) json["hands"].push_back(to_fields(hand));
  if (party.result_hand) json["result_hand"] = *party.result_hand;
  if (party.times_urged != 0) json["times_urged"] = party.times_urged;
  put_time(json, "removed_at_us", party.removed_at);
  for (const auto& told : party.escalations)
    json["escalations"].push_back(Json{{"at_us", told.at.us}, {"due_us", told.due.us}});
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
  for (const Json& change : list_field(json, "due_changes")) party.due_changes.push_back(due_change_of(change));
  for (const Json& hand : list_field(json, "hands")) party.hands.push_back(hand_of(hand));
  if (json.contains("result_hand")) {
    party.result_hand = field_between<int>(json, "result_hand", 0, kMostParties);
    if (static_cast<std::size_t>(*party.result_hand) >= party.hands.size())
      throw BadField{"result_hand names no hand of the party"};
  }
  party.times_urged = field<int>(json, "times_urged");
  party.removed_at = time_field(json, "removed_at_us");
  for (const Json& told : list_field(json, "escalations"))
    party.escalations.push_back({time_of(told, "at_us"), time_of(told, "due_us")});
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
  if (assignment.mode != tasks::Mode::joint) json["mode"] = tasks::to_string(assignment.mode);
  put_priority(json, "priority", assignment.priority);
  if (assignment.due_day_off) json["due_day_off"] = true;
  if (assignment.entered_by) json["entered_by"] = assignment.entered_by.value;
  if (!assignment.entered_by_name.empty()) json["entered_by_name"] = assignment.entered_by_name;
  if (assignment.series != 0) {
    json["series"] = assignment.series;
    json["series_number"] = assignment.series_number;
    json["series_period"] = assignment.series_period;
  }
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
  if (json.contains("mode")) assignment.mode = word_field<tasks::Mode>(json, "mode", tasks::parse_mode);
  assignment.priority = priority_of(json, "priority");
  assignment.due_day_off = field<bool>(json, "due_day_off");
  assignment.entered_by = id_field<base::AccountId>(json, "entered_by");
  assignment.entered_by_name = field<std::string>(json, "entered_by_name");
  assignment.series = field<std::int64_t>(json, "series");
  assignment.series_number = field<std::string>(json, "series_number");
  assignment.series_period = field<std::string>(json, "series_period");
  for (const Json& party : list_field(json, "parties")) assignment.parties.push_back(party_of(party));
  bool parts = false;
  for (const auto& party : assignment.parties) {
    if (party.reassigned_to) throw BadField{"a task that is passed on before it is assigned"};
    parts = parts || party.role == tasks::PartyRole::part;
    const bool shared = assignment.mode == tasks::Mode::each;
    const bool fits = shared ? party.role == tasks::PartyRole::part || party.role == tasks::PartyRole::informed
                             : party.role != tasks::PartyRole::part;
    if (!fits) throw BadField{"a party whose role does not go with the mode"};
  }
  if (assignment.mode == tasks::Mode::each && !parts && !assignment.parties.empty())
    throw BadField{"a task for each without a part"};
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
  if (event.whole) json["whole"] = true;
  if (event.due_day_off) json["due_day_off"] = true;
  if (event.to_party) json["to_party"] = *event.to_party;
  if (event.old_lead) json["old_lead"] = tasks::to_string(*event.old_lead);
  put_priority(json, "priority", event.priority);
  if (event.old_priority) json["old_priority"] = tasks::to_string(*event.old_priority);
  if (event.hand) json["hand"] = *event.hand;
  if (event.person) json["person"] = to_fields(*event.person);
  if (event.undoes != 0) json["undoes"] = event.undoes;
  if (!event.parties.empty()) json["parties"] = event.parties;
  if (!event.taken_back.vi.empty()) json["taken_back"] = {{"vi", event.taken_back.vi}, {"en", event.taken_back.en}};
  if (event.in_name_of) json["in_name_of"] = event.in_name_of.value;
  if (!event.in_name.empty()) json["in_name"] = event.in_name;
  if (!event.calendar_version.empty()) json["calendar_version"] = event.calendar_version;
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
  event.whole = field<bool>(json, "whole");
  event.due_day_off = field<bool>(json, "due_day_off");
  if (json.contains("to_party")) event.to_party = field_between<int>(json, "to_party", 0, kMostParties);
  if (json.contains("old_lead"))
    event.old_lead = word_field<tasks::PartyRole>(json, "old_lead", tasks::parse_party_role);
  event.priority = priority_of(json, "priority");
  if (json.contains("old_priority"))
    event.old_priority = word_field<tasks::Priority>(json, "old_priority", tasks::parse_priority);
  if (json.contains("hand")) event.hand = field_between<int>(json, "hand", 0, kMostParties);
  if (json.contains("person")) event.person = hand_of(json.at("person"));
  event.undoes = field<std::int64_t>(json, "undoes");
  for (const Json& party : list_field(json, "parties")) {
    const Json one{{"party", party}};
    event.parties.push_back(field_between<int>(one, "party", 0, kMostParties));
  }
  if (json.contains("taken_back")) {
    const Json& words = json.at("taken_back");
    event.taken_back = {field<std::string>(words, "vi"), field<std::string>(words, "en")};
  }
  event.in_name_of = id_field<base::AccountId>(json, "in_name_of");
  event.in_name = field<std::string>(json, "in_name");
  event.calendar_version = field<std::string>(json, "calendar_version");
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
  // As assigned, unless it was changed since.
  if (task.priority != task.head.priority) json["priority"] = tasks::to_string(task.priority);
  for (const auto& addition : task.additions) json["additions"].push_back(to_fields(addition));
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
  task.priority = json.contains("priority") ? priority_of(json, "priority") : task.head.priority;
  for (const Json& addition : list_field(json, "additions")) task.additions.push_back(addition_of(addition));
  task.last_seq = field<std::int64_t>(json, "last_seq");
  task.events = field<int>(json, "events");
  task.skipped = field<int>(json, "skipped");
  return task;
}

}  // namespace mailstore::office
