// What somebody asked to see: the words of his role, lists of tasks, figures, the trail of a task. He sees what his
// posts let him see (policies/access, `read`); nothing changes.
#include <algorithm>

#include "mailstore/office/ruling/in_whose_name.h"
#include "mailstore/office/ruling/named_party.h"
#include "mailstore/office/ruling/ruling.h"
#include "policies/tasks/help_text.h"
#include "policies/tasks/task_list.h"
#include "policies/tasks/task_report.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace access = policies::access;

namespace {

Ruling told(const IntakeHead& head, const char* rule, const tasks::MessageText& text) {
  return Ruling{{answer_of(head, AnswerFrom::tasks, rule, text.subject, text.text)}, std::nullopt};
}

bool has_role(const IntakeHead& head, access::Role role) {
  return std::any_of(head.actor.grants.begin(), head.actor.grants.end(),
                     [&](const access::Grant& grant) { return !grant.for_account && grant.role == role; });
}

tasks::HelpRole help_role(const IntakeHead& head) {
  if (has_role(head, access::Role::leader)) return tasks::HelpRole::leader;
  if (has_role(head, access::Role::unit_head)) return tasks::HelpRole::head;
  if (has_role(head, access::Role::clerk)) return tasks::HelpRole::clerk;
  return tasks::HelpRole::staff;
}

std::string address_of(const directory::Account* account) { return account != nullptr ? account->address : ""; }

Ruling help(const RulingTools& tools, const IntakeHead& head) {
  return told(head, "help",
              tasks::help_message(help_role(head), head.author.full_name,
                                  address_of(tools.view.role_mailbox(head.office, directory::kTasks)),
                                  address_of(tools.view.role_mailbox(head.office, directory::kRecords))));
}

// May he see this part of this task?
bool may_read(const RulingTools& tools, const IntakeHead& head, const tasks::Task& task, int number) {
  access::Party about = party_about(tools.view, head, task, number);
  about.unit = about.holder_unit;
  return static_cast<bool>(access::may(head.actor, about, access::Action::read, head.at));
}

// Tasks of his office and those given to it by others.
base::Result<std::vector<tasks::Task>> tasks_near(const RulingTools& tools, const IntakeHead& head) {
  return read_tasks_about(tools.reader, head.office, head.author.unit, head.author.id);
}

base::Result<Ruling> list(const RulingTools& tools, const IntakeHead& head, const InquiryAsk& ask) {
  auto all = tasks_near(tools, head);
  if (!all) return all.error();
  const auto wish = tasks::read_list_wish(ask.argument, policies::calendar::local_date(head.at));
  std::vector<base::UnitId> units;
  std::vector<base::AccountId> people;
  if (wish.kind == tasks::ListKind::named) {
    for (const NamedParty& named : named_parties(tools.view, {head.office, {}, true, true}, wish.name)) {
      if (named.account == nullptr) continue;
      const tasks::TaskParty party = party_of_account(tools.view, *named.account, head.office);
      if (party.unit) units.push_back(party.unit);
      else people.push_back(party.account);
    }
    if (units.empty() && people.empty()) {
      const std::string name = "“" + wish.name + "”";
      return Ruling{
          {answer_of(
              head, AnswerFrom::tasks, "list-unknown-name", "Re: " + head.subject,
              both_languages(
                  {"Không rõ " + name +
                       " là đơn vị hay người nào nên chưa lập danh sách. Xin ghi: DANH SÁCH quá hạn; sắp đến hạn; chưa nhận; chưa phân công; của tôi; tên đơn vị; tháng 12.",
                   "It is not clear which unit or person " + name +
                       " is; no list was made. Please write: LIST overdue; due soon; not accepted; unassigned; mine; the name of a unit; month 12."}))},
          std::nullopt};
    }
  }
  const tasks::ListReader reader{head.author.id, {head.author.unit}};
  auto lines = tasks::list_lines(*all, wish, reader, units, people, head.at);
  std::erase_if(lines, [&](const tasks::ListLine& line) { return !may_read(tools, head, *line.task, line.party); });
  const directory::Unit* scope =
      tools.view.find_unit(help_role(head) == tasks::HelpRole::leader ? head.office : head.author.unit);
  return told(head, "list", tasks::list_message(lines, wish, scope != nullptr ? scope->name : "", head.at));
}

base::Result<Ruling> report(const RulingTools& tools, const IntakeHead& head, const InquiryAsk& ask) {
  auto all = tasks_near(tools, head);
  if (!all) return all.error();
  const auto today = policies::calendar::local_date(head.at);
  auto wish = tasks::read_list_wish(ask.argument, today);
  if (wish.kind != tasks::ListKind::month) {
    wish.month = today.month;
    wish.year = today.year;
  }
  std::erase_if(*all, [&](const tasks::Task& task) { return !may_read(tools, head, task, task.lead_index()); });
  const auto first = policies::calendar::make_date(wish.year, wish.month, 1).value_or(today);
  const auto next = policies::calendar::add_days(first, 32);
  tasks::Period period;
  period.from = policies::calendar::at_minute(first, 0);
  period.until =
      policies::calendar::at_minute(policies::calendar::make_date(next.year, next.month, 1).value_or(next), 0);
  const tasks::Report made = tasks::make_report(*all, period, head.at);
  const std::string month = std::to_string(wish.month) + "/" + std::to_string(wish.year);
  tasks::MessageText text;
  text.subject = "Báo cáo nhiệm vụ tháng " + month;
  text.text = "Nhiệm vụ được giao trong tháng " + month + "\n\n" + tasks::report_text(made) +
              "\n----------\n\nTasks assigned in " + month + ": " + std::to_string(made.total.total) + "; on time " +
              made.total.on_time_pct() + " %.\n";
  return told(head, "report", text);
}

base::Result<Ruling> history(const RulingTools& tools, const IntakeHead& head, const InquiryAsk& ask) {
  auto found = read_task(tools.reader, ask.token.task);
  if (!found) return found.error();
  const bool whole = card_of(ask.token) == tasks::kWholeTask;
  const bool there = found->has_value() && (whole || ask.token.party < static_cast<int>((*found)->parties.size()));
  if (!there || !may_read(tools, head, **found, whole ? (*found)->lead_index() : ask.token.party))
    return Ruling{{answer_of(head, AnswerFrom::tasks, "no-such-task", "Re: " + head.subject,
                             both_languages({"Không tìm thấy nhiệm vụ của thư này, hoặc Anh/Chị không được xem.",
                                             "The task of this message was not found, or is not yours to see."}))},
                  std::nullopt};
  return told(head, "history", tasks::history_message(**found, head.at));
}

}  // namespace

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const InquiryAsk& ask) {
  switch (ask.what) {
    case InquiryAsk::What::help: break;
    case InquiryAsk::What::list: return list(tools, head, ask);
    case InquiryAsk::What::report: return report(tools, head, ask);
    case InquiryAsk::What::history: return history(tools, head, ask);
  }
  return help(tools, head);
}

}  // namespace mailstore::office
