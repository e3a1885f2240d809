// A leader's mail to his task mailbox: parties from To and Cc, the title from the subject, the deadline from the words.
// What is not understood is asked back; nothing is guessed and nothing created.
#include <algorithm>
#include <cstdio>

#include "base/mime/address.h"
#include "base/text/case.h"
#include "mailstore/office/ruling/ruling.h"
#include "policies/dispatch/document_number.h"
#include "policies/tasks/task_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

tasks::TaskParty party_of_account(const directory::DirectoryView& view, const directory::Account& account,
                                  base::UnitId own_office) {
  tasks::TaskParty party;
  const directory::Unit* unit = view.find_unit(account.unit);
  if (account.purpose == directory::kSectionTasks && unit != nullptr) {
    party.unit = unit->id;
    party.account = account.id;
    party.address = account.address;
    party.name = unit->name;
    party.unit_code = unit->code;
    return party;
  }
  const bool speaks_for_office = account.purpose == directory::kTasks || account.purpose == directory::kRecords;
  if (speaks_for_office && account.office != own_office) {
    const directory::Account* mailbox = view.role_mailbox(account.office, directory::kTasks);
    const directory::Unit* office = view.find_unit(account.office);
    party.unit = account.office;
    party.account = mailbox != nullptr ? mailbox->id : account.id;
    party.address = mailbox != nullptr ? mailbox->address : account.address;
    party.name = office != nullptr ? office->name : account.full_name;
    party.unit_code = office != nullptr ? office->code : "";
    return party;
  }
  party.account = account.id;
  party.address = account.address;
  party.name = account.full_name;
  party.unit_code = unit != nullptr ? unit->code : "";
  return party;
}

namespace {

struct Parties {
  std::vector<tasks::TaskParty> list;
  std::vector<std::string> unknown;
};

bool is_there(const Parties& parties, const tasks::TaskParty& party) {
  return std::any_of(parties.list.begin(), parties.list.end(), [&](const tasks::TaskParty& other) {
    return other.unit == party.unit && other.account == party.account;
  });
}

void add_parties(const RulingTools& tools, const IntakeHead& head, const std::vector<HeaderRecipient>& from,
                 bool informed, Parties& parties) {
  const directory::Account* mailbox = tools.view.role_mailbox(head.office, directory::kTasks);
  for (const HeaderRecipient& to : from) {
    const directory::Account* account = tools.view.find_address(to.address);
    if (account != nullptr && (account->id == head.author.id || (mailbox != nullptr && account->id == mailbox->id)))
      continue;
    if (account == nullptr || !account->active || account->kind == directory::AccountKind::journal) {
      parties.unknown.push_back(to.address);
      continue;
    }
    tasks::TaskParty party = party_of_account(tools.view, *account, head.office);
    if (is_there(parties, party)) continue;
    party.role = informed               ? tasks::PartyRole::informed
                 : parties.list.empty() ? tasks::PartyRole::lead
                                        : tasks::PartyRole::cooperating;
    parties.list.push_back(std::move(party));
  }
}

// A unit head assigns within his unit; whom he only informs may be anybody.
std::optional<tasks::Sentence> out_of_reach(const RulingTools& tools, const IntakeHead& head,
                                            const std::vector<tasks::TaskParty>& parties) {
  for (const tasks::TaskParty& party : parties) {
    if (party.role == tasks::PartyRole::informed) continue;
    const directory::Account* account = tools.view.find_account(party.account);
    policies::access::Party about;
    about.office = head.office;
    about.unit = party.unit ? party.unit : account != nullptr ? account->unit : base::UnitId();
    const auto may = policies::access::may(head.actor, about, policies::access::Action::assign, head.at);
    if (may) continue;
    return tasks::Sentence{"“" + party.name + "” không thuộc đơn vị của Anh/Chị. " + may.refusal.vi,
                           "“" + party.name + "” does not belong to your unit. " + may.refusal.en};
  }
  return std::nullopt;
}

// "NV-2026-000123", of an office below the root "NV.LAMSON-2026-000123": unique in the installation.
std::string task_number(const directory::DirectoryView& view, base::UnitId office, int year, int ordinal) {
  const directory::Unit* unit = view.find_unit(office);
  const std::string mail = unit != nullptr && !unit->mail.empty() ? "." + base::to_ascii_upper(unit->mail) : "";
  char digits[32];
  std::snprintf(digits, sizeof digits, "-%d-%06d", year, ordinal);
  return "NV" + mail + digits;
}

}  // namespace

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask) {
  Ruling ruling;
  auto answer = [&](const char* rule, const tasks::MessageText& text) {
    ruling.events.push_back(answer_of(head, AnswerFrom::tasks, rule, text.subject, text.text));
    return ruling;
  };
  policies::access::Party subject_of_right;
  subject_of_right.office = head.office;
  subject_of_right.unit = head.author.unit;
  const auto may = policies::access::may(head.actor, subject_of_right, policies::access::Action::assign, head.at);
  if (!may) return answer("no-permission", tasks::not_allowed_message(head.subject, may.refusal));

  Parties parties;
  add_parties(tools, head, head.to, false, parties);
  const bool has_lead = !parties.list.empty();
  add_parties(tools, head, head.cc, true, parties);

  if (const auto why = out_of_reach(tools, head, parties.list))
    return answer("no-permission", tasks::not_allowed_message(head.subject, *why));

  tasks::Unclear unclear;
  unclear.deadline = policies::phrases::find_deadline(head.subject, head.text.text, tools.calendar, head.at);
  unclear.no_lead = !has_lead;
  const std::string title = tasks::title_of(head.subject);
  unclear.no_title = title.empty();
  unclear.unknown_recipients = parties.unknown;
  const bool deadline_clear = unclear.deadline.verdict == policies::phrases::DeadlineVerdict::none ||
                              unclear.deadline.verdict == policies::phrases::DeadlineVerdict::understood;
  unclear.encrypted = ask.encrypted;
  if (ask.encrypted) return answer("encrypted", tasks::ask_back_message(head.subject, unclear));
  if (!deadline_clear) return answer("unclear-deadline", tasks::ask_back_message(head.subject, unclear));
  if (!parties.unknown.empty()) return answer("unknown-recipient", tasks::ask_back_message(head.subject, unclear));
  if (!has_lead) return answer("no-lead", tasks::ask_back_message(head.subject, unclear));
  if (title.empty()) return answer("no-title", tasks::ask_back_message(head.subject, unclear));

  const int year = policies::calendar::local_date(head.at).year;
  auto ordinal = next_task_number(tools.reader, head.office, year);
  if (!ordinal) return ordinal.error();
  TaskAssigned body;
  tasks::Assignment& given = body.assignment;
  given.task = tools.ids.next();
  given.number = task_number(tools.view, head.office, year, *ordinal);
  given.title = title;
  // Parties do not get the leader's mail: what he forwards in it must reach them too. No deadline is read from it.
  given.content = head.text.text + (head.text.text.empty() || ask.quoted.empty() ? "" : "\n\n") + ask.quoted;
  given.office = head.office;
  if (const directory::Unit* office = tools.view.find_unit(head.office)) given.office_name = office->name;
  given.assigner = head.author.id;
  given.assigner_name = head.author.full_name + (head.author.title.empty() ? "" : ", " + head.author.title);
  given.assigned_at = head.at;
  given.calendar_version = tools.calendar.version();
  if (!unclear.deadline.found.empty()) {
    body.deadline = unclear.deadline.found.front();
    given.due = body.deadline->due;
    given.due_words = body.deadline->words;
  }
  auto basis = policies::dispatch::find_document_number(head.subject);
  if (!basis) basis = policies::dispatch::find_document_number(head.text.text);
  if (basis) given.basis = policies::dispatch::format_document_number(*basis);
  given.parties = std::move(parties.list);
  for (tasks::TaskParty& party : given.parties) party.due = given.due;
  ruling.events.push_back(event_of(head, std::move(body)));
  return ruling;
}

}  // namespace mailstore::office
