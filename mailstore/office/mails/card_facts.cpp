#include "mailstore/office/mails/card_facts.h"

#include "base/crypto/hash.h"
#include "base/mime/decoded_text.h"
#include "base/mime/message.h"
#include "base/text/encoding.h"
#include "base/text/utf8.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

namespace {

using policies::tasks::PartyRole;
using policies::tasks::TaskParty;

std::string line_of(std::string_view text) { return policies::phrases::one_line(base::sanitize_utf8(text), kMaxFact); }

CardPerson person_of(const TaskParty& party) { return {line_of(party.name), line_of(party.address)}; }

CardFile file_of(std::string_view entity) {
  const base::ParsedMessage parsed = base::parse_message(entity);
  const std::string bytes = base::decode_body(parsed.root, entity);
  CardFile file;
  file.name = line_of(parsed.root.file_name());
  file.content_type = parsed.root.content_type.type + "/" + parsed.root.content_type.subtype;
  if (parsed.root.content_id) {
    std::string_view id = *parsed.root.content_id;
    if (id.starts_with('<')) id.remove_prefix(1);
    if (id.ends_with('>')) id.remove_suffix(1);
    file.content_id = line_of(id);
  }
  file.size = bytes.size();
  file.sha256 = base::to_hex(base::sha256(bytes));
  return file;
}

}  // namespace

std::string plain_lines(std::string_view text) {
  std::string out;
  for (const char c : base::sanitize_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' || c == '\n' || c == '\t') {
      if (byte != 0x7F) out += c;
    }
  }
  return out;
}

CardFacts facts_of(const TaskCard& card) {
  const policies::tasks::Task& task = *card.task;
  CardFacts facts;
  facts.uid = "nv-" + std::to_string(task.head.task) + "@" + line_of(card.domain);
  facts.number = line_of(task.head.number);
  facts.title = line_of(task.head.title);
  facts.office = line_of(task.head.office_name);
  facts.assigner = line_of(task.head.assigner_name);
  facts.entered_by = line_of(task.head.entered_by_name);
  facts.basis = line_of(task.head.basis);
  facts.content = plain_lines(task.head.content);
  for (const TaskParty& party : task.parties) {
    if (party.removed()) continue;
    auto& list = party.role == PartyRole::lead          ? facts.lead
                 : party.role == PartyRole::cooperating ? facts.cooperating
                 : party.role == PartyRole::part        ? facts.parts
                                                        : facts.informed;
    list.push_back(person_of(party));
  }
  facts.shown = task.parties[static_cast<std::size_t>(policies::tasks::shown_party(task, card.party))];
  facts.party = person_of(facts.shown);
  facts.series = policies::tasks::series_words(task.head);
  facts.series = {line_of(facts.series.vi), line_of(facts.series.en)};
  const bool whole = policies::tasks::shows_whole(task, card.party);
  if (whole) {
    // Nobody's in particular: what all parts come to.
    facts.party = {};
    facts.shown = {};
    facts.shown.role = PartyRole::part;
    facts.shown.state = task.state();
    facts.shown.due = task.due();
    int percent = 0, counted = 0;
    for (const int part : task.answerable()) {
      const TaskParty& one = task.parties[static_cast<std::size_t>(part)];
      if (one.state == policies::tasks::State::cancelled) continue;
      percent += one.percent;
      ++counted;
    }
    facts.shown.percent = counted == 0 ? 0 : percent / counted;
  }
  if (task.priority != policies::tasks::Priority::normal)
    facts.priority = {policies::tasks::priority_mark(task.priority), policies::tasks::priority_en(task.priority)};
  facts.due = facts.shown.due;
  facts.due_words =
      facts.due ? policies::phrases::describe_due(*facts.due) : base::Sentence{"không có thời hạn", "no deadline"};
  facts.state_words =
      whole ? policies::tasks::describe_state(task, card.now) : policies::tasks::describe_state(facts.shown, card.now);
  facts.qualifier =
      whole ? policies::tasks::qualifier(task, card.now) : policies::tasks::qualifier(facts.shown, card.now);
  if (!whole) facts.escalated = policies::tasks::describe_escalation(facts.shown);
  facts.percent = facts.shown.percent;
  if (const auto* extension = facts.shown.pending_extension()) facts.reason_of_extension = line_of(extension->reason);
  if (!card.reply_address.empty()) {
    // Words for the assigner are about the party that acted; a party's own words are its own.
    const int party = card.to_assigner && !whole ? policies::tasks::shown_party(task, card.party) : card.party;
    const bool unit = party >= 0 && task.parties[static_cast<std::size_t>(party)].unit;
    facts.choices = policies::tasks::reply_choices(
        task, party, policies::tasks::Side{card.to_assigner, !card.to_assigner, !card.to_assigner && unit}, card.now);
  }
  for (const std::string& entity : card.files) facts.files.push_back(file_of(entity));
  return facts;
}

std::string mailto_uri(std::string_view address, std::string_view subject, std::string_view body) {
  // RFC 6068 §2: everything but unreserved characters may be encoded; "+" must be for programs that read it as a space.
  const std::size_t at = address.rfind('@');
  std::string out = "mailto:" + base::percent_encode(address.substr(0, at));
  if (at != std::string_view::npos) out += "@" + base::percent_encode(address.substr(at + 1));
  char mark = '?';
  auto add = [&](const char* name, std::string_view value) {
    if (value.empty()) return;
    out += mark;
    out += name;
    out += base::percent_encode(value);
    mark = '&';
  };
  add("subject=", subject);
  add("body=", body);
  return out;
}

}  // namespace mailstore::office
