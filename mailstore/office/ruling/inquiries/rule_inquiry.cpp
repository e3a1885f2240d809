// What somebody asked to see: the words of his role, lists of tasks, figures, the trail of a task. He sees what his
// posts let him see (policies/access, `read`); nothing changes.
#include <algorithm>

#include "mailstore/office/journal/event_sentence.h"
#include "mailstore/office/rows/trail_rows.h"
#include "mailstore/office/ruling/inquiry_ruling.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "mailstore/office/ruling/rights/may_read.h"
#include "mailstore/office/ruling/rights/named_party.h"
#include "mailstore/office/ruling/ruling.h"
#include "policies/tasks/lists/task_history.h"
#include "policies/tasks/lists/task_list.h"
#include "policies/tasks/lists/task_report.h"
#include "policies/tasks/series/series_text.h"
#include "policies/tasks/texts/help_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

Ruling told(const IntakeHead& head, const char* rule, const tasks::MessageText& text) {
  return Ruling{{answer_of(head, AnswerFrom::tasks, rule, text.subject, text.in(head.english))}, std::nullopt};
}

tasks::HelpRole help_role(const IntakeHead& head) { return help_role_of(head.actor, head.author.role); }

std::string address_of(const directory::Account* account) { return account != nullptr ? account->address : ""; }

Ruling help(const RulingTools& tools, const IntakeHead& head) {
  return told(head, "help",
              tasks::help_message(help_role(head), head.author.full_name,
                                  {address_of(tools.view.role_mailbox(head.office, directory::kTasks)),
                                   address_of(tools.view.role_mailbox(head.office, directory::kRecords))}));
}

bool may_read(const RulingTools& tools, const IntakeHead& head, const tasks::Task& task, int number) {
  return office::may_read(tools.view, head.actor, head.author.id, task, number, head.at);
}

// Tasks of his office and those given to it by others.
base::Result<std::vector<tasks::Task>> tasks_near(const RulingTools& tools, const IntakeHead& head) {
  return read_tasks_about(tools.reader, head.office, head.author.unit, head.author.id);
}

// The series that he may see: his own, those of his office by his post, those in which he has a part.
base::Result<Ruling> series_list(const RulingTools& tools, const IntakeHead& head) {
  auto all = read_open_series(tools.reader, head.office);
  if (!all) return all.error();
  std::vector<tasks::SeriesLine> lines;
  for (const tasks::Series& series : *all) {
    if (office::may_read(tools.view, head.actor, head.author.id, series, head.at))
      lines.push_back({&series, tasks::coming_periods(series, tools.calendar, 1)});
  }
  const directory::Unit* scope = tools.view.find_unit(head.office);
  return told(head, "list", tasks::series_list_message(lines, scope != nullptr ? scope->name : ""));
}

base::Result<Ruling> list(const RulingTools& tools, const IntakeHead& head, const InquiryAsk& ask) {
  auto all = tasks_near(tools, head);
  if (!all) return all.error();
  const auto wish = tasks::read_list_wish(ask.argument, policies::calendar::local_date(head.at));
  if (wish.kind == tasks::ListKind::series) return series_list(tools, head);
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
              answer_text(
                  head,
                  {"Không rõ " + name +
                       " là đơn vị hay người nào nên chưa lập danh sách. Xin ghi: DANH SÁCH quá hạn; sắp đến hạn; chưa nhận; chưa phân công; của tôi; tên đơn vị; tháng 12; định kỳ.",
                   "It is not clear which unit or person " + name +
                       " is; no list was made. Please write: LIST overdue; due soon; not accepted; unassigned; mine; the name of a unit; month 12; periodic."}))},
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
  text.vi = "Nhiệm vụ được giao trong tháng " + month + "\n\n" + tasks::report_text(made);
  text.text = text.vi + "\n----------\n\nTasks assigned in " + month + ": " + std::to_string(made.total.total) +
              "; on time " + made.total.on_time_pct() + " %.\n";
  return told(head, "report", text);
}

// Said or done between the people of a unit: hands, what a person who had one wrote to his head, what his head wrote to
// him, and the taking back of these.
bool stays_inside(const std::vector<Event>& trail, const tasks::Task& task, const Event& event) {
  const tasks::TaskEvent& step = std::get<TaskStep>(event.body).event;
  if (tasks::is_hand_step(step.kind)) return true;
  if (step.kind == tasks::EventKind::commented) {
    const auto& hands = task.parties[static_cast<std::size_t>(step.party)].hands;
    const bool by_hand =
        std::any_of(hands.begin(), hands.end(), [&](const tasks::Hand& hand) { return hand.account == event.actor; });
    return step.hand.has_value() || (by_hand && event.actor != task.head.assigner);
  }
  if (step.kind != tasks::EventKind::undone) return false;
  return std::any_of(trail.begin(), trail.end(), [&](const Event& before) {
    const auto* one = std::get_if<TaskStep>(&before.body);
    return one != nullptr && before.seq >= step.undoes && before.seq < event.seq &&
           tasks::is_hand_step(one->event.kind);
  });
}

// The leader sees the unit, the head sees the person: what goes on inside a unit is for its people, and remarks for
// those whose part they are about.
bool may_see_step(const RulingTools& tools, const IntakeHead& head, const tasks::Task& task,
                  const std::vector<Event>& trail, const Event& event) {
  const tasks::TaskEvent& step = std::get<TaskStep>(event.body).event;
  if (step.party < 0 || static_cast<std::size_t>(step.party) >= task.parties.size()) return true;
  if (stays_inside(trail, task, event))
    return is_inside(tools.view, head.author, task.parties[static_cast<std::size_t>(step.party)]) &&
           may_read(tools, head, task, step.party);
  const bool private_step = step.kind == tasks::EventKind::commented || task.is_each();
  return !private_step || step.whole || may_read(tools, head, task, step.party);
}

base::Result<std::vector<tasks::HistoryLine>> trail_of(const RulingTools& tools, const IntakeHead& head,
                                                       const tasks::Task& task) {
  auto trail = read_trail(tools.reader, task.head.task);
  if (!trail) return trail.error();
  std::vector<tasks::HistoryLine> lines;
  // A task from before its steps were kept: what its dates tell until then.
  const bool from_begin = !trail->empty() && std::holds_alternative<TaskAssigned>(trail->front().body);
  if (from_begin) {
    lines.push_back(tasks::assigned_line(task));
  } else {
    lines = tasks::history_lines(task, [&](int party) {
      if (task.is_each() && !may_read(tools, head, task, party)) return tasks::PartySight::nothing;
      const bool inside = is_inside(tools.view, head.author, task.parties[static_cast<std::size_t>(party)]);
      return inside ? tasks::PartySight::inside : tasks::PartySight::outside;
    });
    if (!trail->empty())
      std::erase_if(lines, [&](const tasks::HistoryLine& line) { return line.at >= trail->front().at; });
  }
  for (const Event& event : *trail) {
    const auto* step = std::get_if<TaskStep>(&event.body);
    if (step == nullptr || !may_see_step(tools, head, task, *trail, event)) continue;
    lines.push_back(tasks::step_line(task, step->event, author_of(event).vi));
    std::string files;
    for (const std::string& name : step->files) files += (files.empty() ? "" : "; ") + name;
    if (files.empty()) continue;
    lines.back().what.vi += " Tệp: " + files + ".";
    lines.back().what.en += " Files: " + files + ".";
  }
  return lines;
}

base::Result<Ruling> history(const RulingTools& tools, const IntakeHead& head, const InquiryAsk& ask) {
  auto found = read_task(tools.reader, ask.token.task);
  if (!found) return found.error();
  const bool whole = card_of(ask.token) == tasks::kWholeTask;
  const bool there = found->has_value() && (whole || ask.token.party < static_cast<int>((*found)->parties.size()));
  if (!there || !may_read(tools, head, **found, whole ? (*found)->lead_index() : ask.token.party))
    return no_such_task(tools, head);
  auto lines = trail_of(tools, head, **found);
  if (!lines) return lines.error();
  return told(head, "history", tasks::history_message(**found, *lines, head.at));
}

}  // namespace

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const InquiryAsk& ask) {
  switch (ask.what) {
    case InquiryAsk::What::help: break;
    case InquiryAsk::What::list: return list(tools, head, ask);
    case InquiryAsk::What::report: return report(tools, head, ask);
    case InquiryAsk::What::history: return history(tools, head, ask);
    case InquiryAsk::What::preference: return rule_preference(head, ask.wish);
  }
  return help(tools, head);
}

}  // namespace mailstore::office
