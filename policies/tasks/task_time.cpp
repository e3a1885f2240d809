// What is computed from the dates of a party: never stored (domain.md 8.1, 8.2).
#include "policies/calendar/date.h"
#include "policies/tasks/task_state.h"

namespace policies::tasks {

namespace {

// Whole seconds: what is sent within the last second of a term (23:59:59.4) is in time.
bool in_time(base::Timestamp time, base::Timestamp due) { return time.seconds() <= due.seconds(); }

}  // namespace

std::optional<base::Timestamp> completed_at(const TaskParty& party, const TimeRule& rule) {
  if (party.state != State::done) return std::nullopt;
  return rule.completion == Completion::confirmation ? party.confirmed_at : party.submitted_at;
}

Qualifier qualifier(const TaskParty& party, base::Timestamp now, const TimeRule& rule) {
  if (party.state == State::suspended || party.state == State::cancelled) return Qualifier::none;
  if (!party.due) return Qualifier::no_due;
  if (party.state == State::done) {
    const auto finished = completed_at(party, rule);
    return finished && in_time(*finished, *party.due) ? Qualifier::in_time : Qualifier::overdue;
  }
  if (party.state == State::wait_confirm && rule.completion == Completion::submission && party.submitted_at) {
    return in_time(*party.submitted_at, *party.due) ? Qualifier::in_time : Qualifier::overdue;
  }
  if (!in_time(now, *party.due)) return Qualifier::overdue;
  const auto days_left = calendar::day_number(calendar::local_date(*party.due, rule.offset_minutes)) -
                         calendar::day_number(calendar::local_date(now, rule.offset_minutes));
  return days_left <= rule.near_due_days ? Qualifier::near_due : Qualifier::in_time;
}

const char* qualifier_vi(Qualifier qualifier) {
  switch (qualifier) {
    case Qualifier::none: break;
    case Qualifier::in_time: return "trong hạn";
    case Qualifier::near_due: return "sắp đến hạn";
    case Qualifier::overdue: return "quá hạn";
    case Qualifier::no_due: return "không hạn";
  }
  return "";
}

const char* qualifier_en(Qualifier qualifier) {
  switch (qualifier) {
    case Qualifier::none: break;
    case Qualifier::in_time: return "in time";
    case Qualifier::near_due: return "near due";
    case Qualifier::overdue: return "overdue";
    case Qualifier::no_due: return "no deadline";
  }
  return "";
}

Sentence describe_state(const TaskParty& party, base::Timestamp now, const TimeRule& rule) {
  const Qualifier when = qualifier(party, now, rule);
  Sentence out{state_vi(party.state), state_en(party.state)};
  if (when == Qualifier::none || (party.state == State::refused && when == Qualifier::no_due)) return out;
  const bool done = party.state == State::done;
  const std::string vi = done && when == Qualifier::in_time ? "đúng hạn" : qualifier_vi(when);
  const std::string en = done && when == Qualifier::in_time   ? "on time"
                         : done && when == Qualifier::overdue ? "late"
                                                              : qualifier_en(when);
  out.vi += (done ? " " : ", ") + vi;
  out.en += (done ? " " : ", ") + en;
  if (done && when == Qualifier::no_due)
    out = {std::string(state_vi(party.state)) + ", không hạn", std::string(state_en(party.state)) + ", no deadline"};
  return out;
}

}  // namespace policies::tasks
