// A task that is shared out, and the steps that the tests of sharing and of hands take.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "policies/tasks/steps/named.h"
#include "policies/tasks/texts/task_text.h"
#include "tests/policies/tasks/task_walk.h"

namespace tests::shared {

using namespace policies::tasks;
namespace replies = policies::replies;
namespace cal = policies::calendar;

inline const base::Timestamp kStart = cal::at_minute(cal::Date{2026, 11, 24}, 600);
inline const base::Timestamp kDue = cal::end_of_day(cal::Date{2026, 12, 20});
inline const base::Timestamp kEarlier = cal::end_of_day(cal::Date{2026, 12, 8}),
                             kLater = cal::end_of_day(cal::Date{2026, 12, 28});
inline const base::AccountId kLeader(1), kHead(50), kTu(300);
inline const Side kAssigner{true, false}, kHolder{false, true}, kOfHead{false, true, true};

// Lead, two that cooperate, one informed; or three parts and one informed.
inline Task fresh(Mode mode) { return new_task(tests::TaskWalk(1, mode).head()); }

inline TaskEvent event(EventKind kind, int party = 0, std::string reason = "lý do") {
  TaskEvent e;
  e.kind = kind;
  e.party = party;
  e.at = kStart;
  e.actor = kLeader;
  e.reason = std::move(reason);
  return e;
}

inline TaskEvent new_due(std::optional<base::Timestamp> due, int party = 0, bool whole = false) {
  TaskEvent e = event(EventKind::due_changed, party);
  e.due = due;
  e.whole = whole;
  return e;
}

inline TaskEvent whole(EventKind kind, std::string reason = "lý do") {
  TaskEvent e = event(kind, 0, std::move(reason));
  e.whole = true;
  return e;
}

inline TaskEvent given(int person, std::optional<base::Timestamp> due = {}, int party = 0) {
  TaskEvent e = event(EventKind::hand_given, party, "soạn dự thảo");
  e.actor = kHead;
  e.person = tests::TaskWalk::person(person);
  e.due = due;
  return e;
}

inline TaskEvent of_hand(EventKind kind, int hand, int party = 0) {
  TaskEvent e = event(kind, party);
  e.hand = hand;
  e.percent = 40;
  return e;
}

inline void take(Task& task, const TaskEvent& e) {
  const Applied applied = apply(task, e);
  INFO(to_string(e.kind), applied.refusal.vi);
  REQUIRE(applied.ok);
  task = applied.task;
}

inline std::string why(const Task& task, const TaskEvent& e) {
  const Applied applied = apply(task, e);
  CHECK_FALSE(applied.ok);
  return applied.refusal.vi;
}

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline Meaning meant(const char* line, const Task& task, int card, Side side) {
  const int party = card < 0 ? task.lead_index() : card;
  const replies::Reply reply =
      replies::parse_reply(line, {cal::shipped_calendar(), kStart, task.parties[static_cast<std::size_t>(party)].due});
  return meaning_of(reply, task, card, side);
}

inline std::string kind_of(const char* line, const Task& task, int card, Side side) {
  const Meaning meaning = meant(line, task, card, side);
  CHECK(meaning.event.has_value() == meaning.refusal.empty());
  return meaning.event ? to_string(meaning.event->kind) : "-";
}

}  // namespace tests::shared
