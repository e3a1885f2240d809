// What time does to a series: nobody writes, the server acts in the assigner's name.
#include <algorithm>

#include "directory/people/actor.h"
#include "mailstore/office/ruling/drafting/task_drafting.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "mailstore/office/ruling/series_ruling.h"
#include "policies/tasks/series/series_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

constexpr std::size_t kMostMissed = 400;  // told in one mail; more than a year of days

Event system_event(const tasks::Series& series, base::Timestamp now, EventBody body) {
  Event event;
  event.office = series.office;
  event.at = now;
  event.proof = Proof::system;
  event.source = series.source;
  event.body = std::move(body);
  return event;
}

// The assigner as somebody who writes now: his rights are asked as those of any author.
std::optional<IntakeHead> assigner_of(const RulingTools& tools, const tasks::Series& series, base::Timestamp now) {
  const directory::Account* account = tools.view.find_account(series.assignment.assigner);
  if (account == nullptr || !account->active) return std::nullopt;
  IntakeHead head;
  head.office = series.office;
  head.author = *account;
  head.actor = directory::actor_of(tools.view, *account);
  head.at = now;
  return head;
}

// As the directory has them today; whoever is only informed and gone is left out.
std::vector<tasks::TaskParty> parties_now(const RulingTools& tools, const tasks::Series& series) {
  std::vector<tasks::TaskParty> out;
  for (const tasks::TaskParty& party : series.assignment.parties) {
    const directory::Account* account = tools.view.find_account(party.account);
    if (account == nullptr || !account->active) continue;
    tasks::TaskParty now = party_of_account(tools.view, *account, series.office);
    now.role = party.role;
    out.push_back(std::move(now));
  }
  return out;
}

base::Result<Event> task_of_period(const RulingTools& tools, const IntakeHead& assigner, const tasks::Series& series,
                                   const policies::phrases::Deadline& due) {
  TaskDraft draft;
  draft.assignment = series.assignment;
  tasks::Assignment& given = draft.assignment;
  given.title += " " + tasks::period_title(series, due.date);
  given.series = series.id;
  given.series_number = series.number;
  given.series_period = policies::phrases::period_name(tasks::rule_for(series, due.date), due.date).vi;
  given.due = due.due;
  given.due_words = due.words;
  given.due_day_off = !due.working_day;
  given.parties = parties_now(tools, series);
  draft.deadline = due;
  auto event = create_task(tools, assigner, std::move(draft));
  if (!event) return event;
  return system_event(series, assigner.at, std::move(event->body));
}

}  // namespace

base::Result<Event> begin_series(const RulingTools& tools, const IntakeHead& head, TaskDraft draft) {
  const int year = policies::calendar::local_date(head.at).year;
  auto ordinal = next_series_number(tools.reader, head.office, year);
  if (!ordinal) return ordinal.error();
  SeriesStarted body;
  body.number = office_number(tools.view, "CK", head.office, year, *ordinal);
  body.period = std::move(*draft.period);
  body.days_before = draft.days_before.value_or(tasks::usual_days_before(body.period));
  body.assignment = std::move(draft.assignment);
  body.assignment.assigned_at = head.at;
  body.assignment.calendar_version = tools.calendar.version();
  body.assignment.due.reset();
  body.assignment.due_words.clear();
  body.assignment.due_day_off = false;
  return event_of(head, std::move(body));
}

bool is_series_due(const tasks::Series& series, const policies::calendar::Calendar& calendar, base::Timestamp now) {
  if (series.state != tasks::SeriesState::running) return false;
  const auto next = tasks::coming_periods(series, calendar, 1);
  return next.empty() ? series.after < now : next.front().handed_out <= now;
}

std::optional<std::string> series_obstacle(const RulingTools& tools, const tasks::Series& series, base::Timestamp now) {
  for (const tasks::TaskParty& party : series.assignment.parties) {
    const directory::Account* account = tools.view.find_account(party.account);
    if ((account == nullptr || !account->active) && party.role != tasks::PartyRole::informed)
      return std::string(tasks::kPartyGone) + party.name;
  }
  const auto assigner = assigner_of(tools, series, now);
  if (!assigner || may_not_give(tools, *assigner, {}, parties_now(tools, series)))
    return std::string(tasks::kAssignerGone);
  return std::nullopt;
}

base::Result<std::vector<Event>> series_events(const RulingTools& tools, const tasks::Series& series,
                                               base::Timestamp now) {
  std::vector<Event> events;
  if (!is_series_due(series, tools.calendar, now)) return events;
  const auto coming = tasks::coming_periods(series, tools.calendar, kMostMissed);
  if (coming.empty()) {
    events.push_back(system_event(series, now, SeriesEnded{series.id, series.number, series.assignment.assigner, ""}));
    return events;
  }
  if (const auto obstacle = series_obstacle(tools, series, now)) {
    SeriesChanged pause{series.id, series.number, series.assignment.assigner, {}};
    pause.change.state = tasks::SeriesState::paused;
    pause.change.by_server = true;
    pause.change.reason = *obstacle;
    events.push_back(system_event(series, now, std::move(pause)));
    return events;
  }
  SeriesChanged missed{series.id, series.number, series.assignment.assigner, {}};
  const tasks::ComingPeriod* next = nullptr;
  for (const tasks::ComingPeriod& period : coming) {
    if (period.due.due > now) {
      next = &period;
      break;
    }
    missed.change.missed.push_back(period.due.date);
  }
  if (!missed.change.missed.empty()) events.push_back(system_event(series, now, std::move(missed)));
  if (next == nullptr || next->handed_out > now) return events;
  auto task = task_of_period(tools, *assigner_of(tools, series, now), series, next->due);
  if (!task) return task.error();
  events.push_back(std::move(*task));
  return events;
}

}  // namespace mailstore::office
