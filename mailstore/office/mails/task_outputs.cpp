// One structured message to each party, what was understood to the assigner; after each step one to both sides.
#include <algorithm>

#include "mailstore/office/mails/server_mail.h"
#include "mailstore/office/mails/task_card.h"
#include "mailstore/office/mails/task_outputs.h"
#include "policies/calendar/calendar.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

// Everything of one task mail, kept until it is made.
struct TaskMail {
  tasks::Task task;
  int party = 0;
  bool to_assigner = false;
  bool calendar = true;
  bool answerable = true;  // carries a reply token
  std::string to;
  tasks::MessageText text;
  std::vector<std::string> files;
};

std::string token_address(const OutputTools& tools, const tasks::Task& task, int party) {
  return tools.keys.local_part({task.head.task, party}) + "@" + tools.domain;
}

// Several mails of one event and party differ in what stands behind the token.
std::string message_id(const OutputTools& tools, const Event& event, const TaskMail& mail, std::size_t index) {
  return tools.keys.message_id_left({mail.task.head.task, mail.party}, event.seq) + "-" + std::to_string(index) + "@" +
         tools.domain;
}

Output output_of(const OutputTools& tools, const Event& event, TaskMail mail, std::size_t index) {
  Output out;
  out.to.push_back(mail.to);
  out.make = [&tools, event, mail = std::move(mail), index](base::SqlReader&) -> base::Result<std::string> {
    TaskCard card;
    card.task = &mail.task;
    card.party = mail.party;
    card.to_assigner = mail.to_assigner;
    card.calendar = mail.calendar;
    card.text = mail.text;
    if (mail.answerable) card.reply_address = token_address(tools, mail.task, mail.party);
    if (const directory::Account* box = tools.view->role_mailbox(event.office, directory::kTasks)) {
      card.role_address = box->address;
      card.role_name = box->full_name;
    }
    card.acting_address = event.actor_address;
    card.acting_name = event.actor_name;
    card.now = event.at;
    card.seq = event.seq;
    card.domain = tools.domain;
    card.files = mail.files;
    ServerMail header;
    header.office = event.office;
    header.to = mail.to;
    header.subject = mail.text.subject;
    header.message_id = message_id(tools, event, mail, index);
    header.in_reply_to = mail.to == event.actor_address ? event.cause_message_id : "";
    header.reply_to = card.reply_address;
    header.task = mail.task.head.task;
    header.sender = event.actor_address;
    header.structured_data = card.reply_address.empty() ? "full" : "full, action";
    header.at = event.at;
    header.answer = mail.to == event.actor_address;
    auto entity = task_entity(card, header.message_id);
    if (!entity) return entity.error();
    return build_server_mail(tools, header, *entity);
  };
  return out;
}

std::string assigner_address(const OutputTools& tools, const tasks::Task& task) {
  const directory::Account* assigner = tools.view->find_account(task.head.assigner);
  return assigner != nullptr ? assigner->address : "";
}

policies::phrases::DeadlineAnswer answer_of(const TaskAssigned& body) {
  policies::phrases::DeadlineAnswer answer;
  if (body.deadline) {
    answer.verdict = policies::phrases::DeadlineVerdict::understood;
    answer.found.push_back(*body.deadline);
  }
  return answer;
}

// Whom a step concerns besides the assigner: the party itself, whoever acted for it, everybody when the whole is
// cancelled.
std::vector<int> parties_told(const tasks::Task& task, const tasks::TaskEvent& step) {
  std::vector<int> told{step.party};
  const bool of_lead = !task.is_each() && step.party == task.lead_index();
  const bool all = step.whole || (step.kind == tasks::EventKind::cancelled && of_lead);
  for (int i = 0; all && i < static_cast<int>(task.parties.size()); ++i) {
    if (i != step.party && !task.parties[static_cast<std::size_t>(i)].removed()) told.push_back(i);
  }
  return told;
}

}  // namespace

std::vector<Output> outputs_of_assignment(const OutputTools& tools, const Event& event, const TaskAssigned& body,
                                          const tasks::Task& task, std::string_view cause) {
  std::vector<Output> out;
  const std::vector<std::string> files = attachment_entities(cause);
  TaskMail echo;
  echo.task = task;
  echo.party = task.lead_index();
  echo.to_assigner = true;
  echo.to = event.actor_address;
  echo.text = tasks::understood_message(task, answer_of(body));
  out.push_back(output_of(tools, event, std::move(echo), 0));
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    TaskMail mail;
    mail.task = task;
    mail.party = static_cast<int>(i);
    mail.to = task.parties[i].address;
    mail.text = tasks::assignment_message(task, mail.party, event.at);
    mail.files = files;
    out.push_back(output_of(tools, event, std::move(mail), i + 1));
  }
  return out;
}

std::vector<Output> outputs_of_step(const OutputTools& tools, const Event& event, const TaskStep& body,
                                    const tasks::Task& task, std::string_view cause) {
  std::vector<Output> out;
  tasks::TaskEvent step = body.event;
  step.seq = event.seq;
  step.at = event.at;
  step.actor = event.actor;
  const bool comment = step.kind == tasks::EventKind::commented;
  const std::vector<std::string> files = attachment_entities(cause);
  std::vector<std::string> told;
  auto tell = [&](const std::string& to, int party, bool to_assigner, const tasks::MessageText& text) {
    if (to.empty() || std::find(told.begin(), told.end(), to) != told.end()) return;
    told.push_back(to);
    TaskMail mail;
    mail.task = task;
    mail.party = party;
    mail.to_assigner = to_assigner;
    mail.calendar = !comment;
    mail.to = to;
    mail.text = text;
    if (to != event.actor_address) mail.files = files;  // whoever sent them has them
    out.push_back(output_of(tools, event, std::move(mail), told.size()));
  };
  const std::string assigner = assigner_address(tools, task);
  const auto to_assigner = tasks::step_message(task, step, true, event.actor_name, event.at);
  if (!(comment && assigner == event.actor_address)) tell(assigner, step.party, true, to_assigner);
  for (int party : parties_told(task, step)) {
    const auto& told_party = task.parties[static_cast<std::size_t>(party)];
    if (comment && told_party.address == event.actor_address) continue;
    tasks::TaskEvent about = step;
    about.party = party;
    tell(told_party.address, party, false, tasks::step_message(task, about, false, event.actor_name, event.at));
  }
  // A comment is not echoed, unless it looks like a command that was meant.
  if (comment) {
    policies::replies::NewText written;
    written.text = step.reason;
    if (const auto hint = tasks::hint_for_comment(written, {tools.calendar, event.at, std::nullopt})) {
      const bool assigns = event.actor == task.head.assigner;
      tell(event.actor_address, step.party, assigns,
           tasks::comment_message(task, step.party, tasks::Side{assigns, !assigns}, *hint, event.at));
    }
  }
  // Who acted for a unit, or for the assigner, hears it at his own address too.
  if (!comment) {
    const bool holder = event.actor != task.head.assigner;
    tell(event.actor_address, step.party, !holder,
         holder ? tasks::step_message(task, step, false, event.actor_name, event.at) : to_assigner);
  }
  if (step.kind == tasks::EventKind::reassigned && !task.parties.empty()) {
    const int taken_over = static_cast<int>(task.parties.size()) - 1;
    tell(task.parties.back().address, taken_over, false, tasks::assignment_message(task, taken_over, event.at));
  }
  return out;
}

std::vector<Output> outputs_of_answer(const OutputTools& tools, const Event& event, const Answered& body) {
  Output out;
  out.to.push_back(event.actor_address);
  out.make = [&tools, event, body](base::SqlReader&) -> base::Result<std::string> {
    ServerMail header;
    header.office = event.office;
    header.purpose = body.from_records ? directory::kRecords : directory::kTasks;
    header.to = event.actor_address;
    header.subject = body.subject;
    header.in_reply_to = event.cause_message_id;
    header.at = event.at;
    header.answer = true;
    header.task = body.task;
    if (body.task != 0) {
      header.message_id = tools.keys.message_id_left({body.task, body.party}, event.seq) + "-0@" + tools.domain;
      header.reply_to = tools.keys.local_part({body.task, body.party}) + "@" + tools.domain;
    } else {
      header.message_id =
          "vb." + std::to_string(event.office.value) + "." + std::to_string(event.seq) + ".0@" + tools.domain;
    }
    return build_server_mail(tools, header, base::text_entity(body.text));
  };
  std::vector<Output> all;
  all.push_back(std::move(out));
  return all;
}

}  // namespace mailstore::office
