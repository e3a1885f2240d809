// What is computed from the dates of a party: never stored (domain.md 8.1, 8.2).
#include <algorithm>

#include "policies/calendar/date.h"
#include "policies/tasks/steps/task_state.h"

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

Qualifier qualifier(const Task& task, base::Timestamp now, const TimeRule& rule) {
  if (!task.is_each()) return qualifier(task.lead(), now, rule);
  const State state = task.state();
  if (state == State::cancelled || state == State::suspended) return Qualifier::none;
  // From the best to the worst.
  auto rank = [](Qualifier one) {
    switch (one) {
      case Qualifier::none: break;
      case Qualifier::no_due: return 1;
      case Qualifier::in_time: return 2;
      case Qualifier::near_due: return 3;
      case Qualifier::overdue: return 4;
    }
    return 0;
  };
  Qualifier worst = Qualifier::none;
  for (const int part : task.answerable()) {
    const TaskParty& party = task.parties[static_cast<std::size_t>(part)];
    if (is_final(party.state) && state != State::done) continue;
    const Qualifier one = qualifier(party, now, rule);
    if (rank(one) > rank(worst)) worst = one;
  }
  return worst;
}

TaskParty as_party(const TaskParty& party, const Hand& hand) {
  TaskParty out;
  out.role = PartyRole::part;
  out.account = hand.account;
  out.unit_code = party.unit_code;
  out.address = hand.address;
  out.name = hand.name;
  out.due = hand.due ? hand.due : party.due;
  out.percent = hand.percent;
  out.accepted_at = hand.accepted_at;
  out.submitted_at = hand.submitted_at;
  out.times_returned = hand.times_returned;
  switch (hand.state) {
    case HandState::given: out.state = State::not_started; break;
    case HandState::accepted: out.state = State::in_progress; break;
    case HandState::submitted: out.state = State::wait_confirm; break;
    case HandState::returned: out.state = State::returned; break;
    case HandState::refused: out.state = State::refused; break;
    case HandState::taken_back: out.state = State::cancelled; break;
    case HandState::done:
      out.state = State::done;
      out.confirmed_at = hand.ended_at;
      break;
  }
  // While the unit's work rests his does.
  if (party.state == State::suspended && is_open(hand.state)) out.state = State::suspended;
  return out;
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

Sentence describe_escalation(const TaskParty& party) {
  const auto at = party.escalated_at();
  if (!at) return {};
  const std::string day = calendar::slash_date(calendar::local_date(*at));
  return {"đã báo người giao ngày " + day, "who gave it was told on " + day};
}

Sentence describe_state(const Task& task, base::Timestamp now, const TimeRule& rule) {
  if (!task.is_each()) return describe_state(task.lead(), now, rule);
  int all = 0, done = 0, waiting = 0, overdue = 0, not_accepted = 0;
  for (const int part : task.answerable()) {
    const TaskParty& party = task.parties[static_cast<std::size_t>(part)];
    if (party.state == State::cancelled) continue;
    ++all;
    if (party.state == State::done) ++done;
    else if (qualifier(party, now, rule) == Qualifier::overdue) ++overdue;
    if (party.state == State::wait_confirm) ++waiting;
    if (party.state == State::not_started) ++not_accepted;
  }
  if (all == 0) return {state_vi(State::cancelled), state_en(State::cancelled)};
  Sentence out{std::to_string(done) + "/" + std::to_string(all) + " nơi đã hoàn thành",
               std::to_string(done) + " of " + std::to_string(all) + " done"};
  auto add = [&](int count, const char* vi, const char* en) {
    if (count == 0) return;
    out.vi += ", " + std::to_string(count) + " " + vi;
    out.en += ", " + std::to_string(count) + " " + en;
  };
  add(waiting, "chờ xác nhận", "waiting for confirmation");
  add(overdue, "quá hạn", "overdue");
  add(not_accepted, "chưa nhận", "not accepted yet");
  if (task.state() == State::suspended) add(all - done, "tạm hoãn", "suspended");
  return out;
}

}  // namespace policies::tasks
