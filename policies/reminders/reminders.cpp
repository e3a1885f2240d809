#include "policies/reminders/reminders.h"

#include <algorithm>

#include "policies/calendar/date.h"

namespace policies::reminders {

namespace {

using tasks::State;

bool works_on_it(State state) {
  return state == State::not_started || state == State::in_progress || state == State::returned || state == State::redo;
}

struct Making {
  const tasks::Task& task;
  base::Timestamp now;
  const calendar::Calendar& calendar;
  const ReminderRules& rules;
  std::vector<Reminder> out;

  calendar::Date today() const { return calendar::local_date(now, calendar.rule().offset_minutes); }

  void add(int party, int hand, Reason reason, Audience audience, int days, base::Timestamp due,
           const std::string& when) {
    Reminder reminder;
    reminder.task = task.head.task;
    reminder.party = party;
    reminder.hand = hand;
    reminder.reason = reason;
    reminder.audience = audience;
    reminder.days = days;
    reminder.due = due;
    reminder.key = "nv" + std::to_string(task.head.task) + "." + std::to_string(party) +
                   (hand >= 0 ? "." + std::to_string(hand) : "") + "|" + to_string(reason) + when + "|" +
                   std::to_string(due.us) + "|" + std::to_string(static_cast<int>(audience));
    out.push_back(std::move(reminder));
  }

  // Before, on and after the due day.
  void of_deadline(int party, int hand, base::Timestamp due) {
    const int left = working_days_left(due, now, calendar);
    const bool gone = due.seconds() < now.seconds() && left < 0;
    if (gone) {
      const auto late = calendar::day_number(today()) -
                        calendar::day_number(calendar::local_date(due, calendar.rule().offset_minutes));
      const std::string day = rules.daily_after ? calendar::iso_date(today()) : std::string();
      add(party, hand, Reason::overdue, Audience::holder, static_cast<int>(late), due, day);
      if (hand < 0) add(party, hand, Reason::overdue, Audience::assigner, static_cast<int>(late), due, day);
      return;
    }
    if (left <= 0) {
      if (rules.on_the_day) add(party, hand, Reason::today, Audience::holder, 0, due, "");
      return;
    }
    // The nearest of the days that have come: who is told "1 day" need not be told "3 days" that was missed.
    int nearest = 0;
    for (const int days : rules.days_before) {
      if (left <= days && (nearest == 0 || days < nearest)) nearest = days;
    }
    if (nearest > 0) add(party, hand, Reason::before, Audience::holder, left, due, std::to_string(nearest));
  }

  bool longer_than(base::Timestamp since, int hours) const {
    return hours > 0 && calendar.add_working_hours(since, hours).time <= now;
  }

  void of_waiting(int number, const tasks::TaskParty& party) {
    const base::Timestamp given = task.head.assigned_at, due = party.due.value_or(base::Timestamp());
    if (party.state == State::not_started && longer_than(given, rules.unaccepted_hours)) {
      add(number, -1, Reason::unaccepted, Audience::head, rules.unaccepted_hours, due, "");
      if (party.unit) add(number, -1, Reason::unaccepted, Audience::clerk, rules.unaccepted_hours, due, "");
    }
    const bool unassigned = party.unit && party.accepted_at && works_on_it(party.state) && !party.has_open_hands();
    if (unassigned && party.percent == 0 && longer_than(*party.accepted_at, rules.unassigned_hours)) {
      add(number, -1, Reason::unassigned, Audience::head, rules.unassigned_hours, due, "");
      add(number, -1, Reason::unassigned, Audience::clerk, rules.unassigned_hours, due, "");
    }
  }
};

}  // namespace

const char* to_string(Reason reason) {
  switch (reason) {
    case Reason::before: return "before";
    case Reason::today: return "today";
    case Reason::overdue: return "overdue";
    case Reason::unaccepted: return "unaccepted";
    case Reason::unassigned: return "unassigned";
  }
  return "";
}

int working_days_left(base::Timestamp due, base::Timestamp now, const calendar::Calendar& calendar) {
  const int offset = calendar.rule().offset_minutes;
  const calendar::Date today = calendar::local_date(now, offset), day = calendar::local_date(due, offset);
  if (day == today) return 0;
  if (day < today) return -std::max(1, calendar.working_days_between(day, today).days);
  // A due day that is a day off: the last working day before it is the last one to work.
  return calendar.working_days_between(today, day).days;
}

std::vector<Reminder> reminders_of(const tasks::Task& task, base::Timestamp now, const calendar::Calendar& calendar,
                                   const ReminderRules& rules) {
  Making making{task, now, calendar, rules, {}};
  if (tasks::is_final(task.state()) || !calendar.is_working(making.today())) return {};
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    const tasks::TaskParty& party = task.parties[i];
    const int number = static_cast<int>(i);
    if (party.role == tasks::PartyRole::informed || party.removed() || !works_on_it(party.state)) continue;
    if (party.due) making.of_deadline(number, -1, *party.due);
    for (std::size_t h = 0; h < party.hands.size(); ++h) {
      const tasks::Hand& hand = party.hands[h];
      const bool works = hand.state == tasks::HandState::given || hand.state == tasks::HandState::accepted ||
                         hand.state == tasks::HandState::returned;
      // Who has no day of his own is told with the party's.
      if (works && hand.due && hand.due != party.due) making.of_deadline(number, static_cast<int>(h), *hand.due);
    }
    making.of_waiting(number, party);
  }
  return std::move(making.out);
}

}  // namespace policies::reminders
