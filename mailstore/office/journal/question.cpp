#include "mailstore/office/journal/question.h"

#include "mailstore/office/journal/event_fields.h"
#include "mailstore/office/journal/event_sentence.h"

namespace mailstore::office {

namespace {

Json fields_of(const TaskDraft& draft) {
  Json json{{"assignment", to_fields(draft.assignment)}};
  if (draft.deadline) json["deadline"] = to_fields(*draft.deadline);
  if (draft.deadline_open) json["deadline_open"] = true;
  if (draft.deadline_candidate) json["deadline_candidate"] = to_fields(*draft.deadline_candidate);
  if (!draft.unknown.empty()) json["unknown"] = draft.unknown;
  if (draft.mode_open) json["mode_open"] = true;
  if (draft.name_open) json["name_open"] = true;
  if (draft.period) json["period"] = to_fields(*draft.period);
  if (draft.period_open) json["period_open"] = true;
  if (!draft.period_words.empty()) json["period_words"] = draft.period_words;
  if (draft.period_or_once) json["period_or_once"] = true;
  if (draft.days_before) json["days_before"] = *draft.days_before;
  if (draft.point != 0) json["point"] = draft.point;
  if (draft.information) json["information"] = true;
  if (!draft.several.empty()) json["several"] = draft.several;
  if (!draft.doubt.vi.empty()) json["doubt"] = office::to_fields(draft.doubt);
  return json;
}

TaskDraft draft_of(const Json& json) {
  TaskDraft draft;
  draft.assignment = draft_assignment_of(json.at("assignment"));
  if (json.contains("deadline")) draft.deadline = deadline_of(json.at("deadline"));
  draft.deadline_open = field<bool>(json, "deadline_open");
  if (json.contains("deadline_candidate")) draft.deadline_candidate = deadline_of(json.at("deadline_candidate"));
  for (const Json& address : list_field(json, "unknown")) draft.unknown.push_back(address.get<std::string>());
  draft.mode_open = field<bool>(json, "mode_open");
  draft.name_open = field<bool>(json, "name_open");
  if (json.contains("period")) draft.period = period_of(json.at("period"));
  draft.period_open = field<bool>(json, "period_open");
  draft.period_words = field<std::string>(json, "period_words");
  draft.period_or_once = field<bool>(json, "period_or_once");
  if (json.contains("days_before")) draft.days_before = field_between<int>(json, "days_before", 0, 60);
  draft.point = field<int>(json, "point");
  draft.information = field<bool>(json, "information");
  for (const Json& name : list_field(json, "several")) draft.several.push_back(name.get<std::string>());
  if (json.contains("doubt")) draft.doubt = sentence_of(json.at("doubt"));
  return draft;
}

}  // namespace

Json Kind<Question>::to_fields(const Question& body) {
  Json json{{"rule", body.rule}, {"subject", body.subject}, {"text", body.text}, {"round", body.round}};
  if (body.task != 0) {
    json["task"] = body.task;
    json["party"] = body.party;
  }
  for (const TaskDraft& draft : body.drafts) json["drafts"].push_back(fields_of(draft));
  for (const auto& step : body.steps) json["steps"].push_back(office::to_fields(step));
  if (!body.command.empty()) json["command"] = body.command;
  if (body.access) {
    json["access"] = {{"right", right_to_fields(body.access->right)}};
    if (body.access->withdraw) json["access"]["withdraw"] = true;
    if (body.access->confirm) json["access"]["confirm"] = true;
  }
  if (body.one) json["one"] = fields_of(*body.one);
  if (body.table) json["table"] = office::to_fields(*body.table);
  for (const TaskChoice& choice : body.choices)
    json["choices"].push_back(
        {{"task", choice.task}, {"card", choice.card}, {"number", choice.number}, {"title", choice.title}});
  if (!body.words.empty()) json["words"] = body.words;
  put_files(json, body.files, body.mails);
  return json;
}

Question Kind<Question>::from_fields(const Json& json, const Event&) {
  Question body;
  body.rule = field<std::string>(json, "rule");
  body.subject = field<std::string>(json, "subject");
  body.text = field<std::string>(json, "text");
  body.round = field<int>(json, "round", 1);
  body.task = field<std::int64_t>(json, "task");
  body.party = field<int>(json, "party");
  for (const Json& draft : list_field(json, "drafts")) body.drafts.push_back(draft_of(draft));
  for (const Json& step : list_field(json, "steps")) body.steps.push_back(task_event_of(step));
  body.command = field<std::string>(json, "command");
  if (json.contains("access")) {
    const Json& access = json.at("access");
    body.access =
        AccessDraft{right_of(access.at("right")), field<bool>(access, "withdraw"), field<bool>(access, "confirm")};
  }
  if (json.contains("one")) body.one = draft_of(json.at("one"));
  if (json.contains("table")) body.table = point_table_of(json.at("table"));
  for (const Json& choice : list_field(json, "choices"))
    body.choices.push_back({field<std::int64_t>(choice, "task"), field<int>(choice, "card"),
                            field<std::string>(choice, "number"), field<std::string>(choice, "title")});
  body.words = field<std::string>(json, "words");
  body.files = files_field(json);
  body.mails = mails_field(json);
  return body;
}

base::Sentence Kind<Question>::sentence(const Event& event, const Question& body) {
  const auto who = author_of(event);
  return {"Đã hỏi lại " + who.vi + ": " + body.rule + ".", "Asked " + who.en + " back: " + body.rule + "."};
}

}  // namespace mailstore::office
