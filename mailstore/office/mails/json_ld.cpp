// The task as a schema.org Action. Terms that schema.org lacks stand in our own context as urn:vanthu: names: nothing
// has to be fetched to read it. Times are ISO 8601 in the office's zone.
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "mailstore/office/mails/card_facts.h"

namespace mailstore::office {

namespace {

using Json = nlohmann::ordered_json;
using policies::tasks::State;

Json time_of(const std::optional<base::Timestamp>& time) {
  return time ? Json(base::iso_date_time(*time, base::kOfficeOffsetMinutes)) : Json(nullptr);
}

Json context() {
  Json own = Json::object();
  own["vanthu"] = "urn:vanthu:";
  for (const char* term :
       {"due", "state", "percent", "lead", "cooperating", "informed", "assigner", "office", "basis", "party",
        "extension", "sequence", "journalSeq", "words", "command", "argument", "parts", "priority", "series"}) {
    own[term] = std::string("vanthu:") + term;
  }
  return Json::array({"https://schema.org", own});
}

Json person(const CardPerson& who) {
  Json out = Json::object();
  out["name"] = who.name;
  if (!who.address.empty()) out["email"] = who.address;
  return out;
}

Json people(const std::vector<CardPerson>& list) {
  Json out = Json::array();
  for (const CardPerson& who : list) out.push_back(person(who));
  return out;
}

const char* action_status(State state) {
  switch (state) {
    case State::not_started: return "https://schema.org/PotentialActionStatus";
    case State::done: return "https://schema.org/CompletedActionStatus";
    case State::cancelled:
    case State::refused: return "https://schema.org/FailedActionStatus";
    default: return "https://schema.org/ActiveActionStatus";
  }
}

Json party_of(const CardFacts& facts) {
  Json out = person(facts.party);
  out["role"] = policies::tasks::to_string(facts.shown.role);
  return out;
}

Json extension_of(const CardFacts& facts) {
  const auto* extension = facts.shown.pending_extension();
  if (extension == nullptr) return nullptr;
  Json out = Json::object();
  out["due"] = time_of(extension->new_due);
  out["description"] = facts.reason_of_extension;
  out["actionStatus"] = "https://schema.org/PotentialActionStatus";
  return out;
}

Json actions_of(const TaskCard& card, const CardFacts& facts) {
  Json out = Json::array();
  for (const auto& choice : facts.choices) {
    Json action = Json::object();
    action["@type"] = "Action";
    action["name"] = choice.what.vi.empty() ? choice.command.vi : choice.what.vi;
    action["command"] = choice.command.vi;
    if (!choice.argument.vi.empty()) action["argument"] = choice.argument.vi;
    action["target"] = {{"@type", "EntryPoint"},
                        {"urlTemplate", mailto_uri(card.reply_address, {}, choice.command.vi)}};
    out.push_back(std::move(action));
  }
  return out;
}

Json files_of(const CardFacts& facts) {
  Json out = Json::array();
  for (const CardFile& file : facts.files) {
    Json item = Json::object();
    item["@type"] = "MediaObject";
    item["name"] = file.name;
    item["encodingFormat"] = file.content_type;
    item["contentSize"] = std::to_string(file.size);
    item["sha256"] = file.sha256;
    if (!file.content_id.empty()) item["contentUrl"] = "cid:" + file.content_id;
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace

std::string json_ld(const TaskCard& card) {
  const CardFacts facts = facts_of(card);
  Json out = Json::object();
  out["@context"] = context();
  out["@type"] = "Action";
  out["@id"] = "urn:vanthu:task:" + facts.uid;
  out["identifier"] = facts.number;
  out["name"] = facts.title;
  if (!facts.content.empty()) out["description"] = facts.content;
  out["actionStatus"] = action_status(facts.shown.state);
  out["startTime"] = time_of(card.task->head.assigned_at);
  out["due"] = time_of(facts.due);
  out["state"] = policies::tasks::to_string(facts.shown.state);
  out["percent"] = facts.percent;
  out["assigner"] = {{"@type", "Person"}, {"name", facts.assigner}};
  out["office"] = facts.office;
  if (!facts.basis.empty()) out["basis"] = facts.basis;
  if (!facts.party.name.empty()) out["party"] = party_of(facts);
  out["lead"] = people(facts.lead);
  out["cooperating"] = people(facts.cooperating);
  out["informed"] = people(facts.informed);
  if (!facts.parts.empty()) out["parts"] = people(facts.parts);
  if (!facts.series.empty()) out["series"] = {{"identifier", card.task->head.series_number}, {"name", facts.series.vi}};
  if (!facts.priority.empty()) out["priority"] = policies::tasks::to_string(card.task->priority);
  out["extension"] = extension_of(facts);
  if (!card.text.words.empty()) out["words"] = plain_lines(card.text.words);
  out["sequence"] = card.task->events;
  out["journalSeq"] = card.seq;
  out["dateModified"] = time_of(card.now);
  out["associatedMedia"] = files_of(facts);
  out["potentialAction"] = actions_of(card, facts);
  // Values are valid UTF-8 already; replace keeps dump() from ever throwing.
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mailstore::office
