// A step taken back: the task is what it was, its numbers stay.
#include "policies/tasks/undo.h"

#include <doctest/doctest.h>

using namespace policies::tasks;

namespace {

Task two_wards() {
  Assignment given;
  given.number = "NV-2026-000001";
  for (int i = 1; i <= 2; ++i) {
    TaskParty party;
    party.role = i == 1 ? PartyRole::lead : PartyRole::cooperating;
    party.unit = base::UnitId(i);
    party.name = "Phường " + std::to_string(i);
    given.parties.push_back(party);
  }
  return new_task(given);
}

TaskEvent step(EventKind kind, std::int64_t seq) {
  TaskEvent event;
  event.kind = kind;
  event.seq = seq;
  event.at = base::Timestamp::from_seconds(1'800'000'000 + seq * 60);
  event.actor = base::AccountId(9);
  return event;
}

}  // namespace

TEST_CASE("tasks/undo: the task of before, later in time") {
  const Task before = two_wards();
  TaskEvent cancel = step(EventKind::cancelled, 2);
  cancel.reason = "nhầm";
  const Applied now = apply(before, cancel);
  REQUIRE(now.ok);
  CHECK(changed_parties(now.task, before) == std::vector<int>{0, 1});
  const Task back = undo(now.task, before, step(EventKind::undone, 3));
  CHECK(back.parties == before.parties);
  CHECK(back.last_seq == 3);
  CHECK(back.events == now.task.events + 1);
}

TEST_CASE("tasks/undo: who came in with the step is out, under his own number") {
  const Task before = two_wards();
  TaskEvent add = step(EventKind::party_added, 2);
  add.new_party = TaskParty{};
  add.new_party->role = PartyRole::cooperating;
  add.new_party->unit = base::UnitId(7);
  add.new_party->name = "Phường 7";
  const Applied now = apply(before, add);
  REQUIRE(now.ok);
  const Task back = undo(now.task, before, step(EventKind::undone, 3));
  REQUIRE(back.parties.size() == 3);
  CHECK(back.parties[2].removed());
  CHECK(back.parties[2].state == State::cancelled);
  CHECK(back.parties[2].unit == base::UnitId(7));
  CHECK(back.lead_index() == 0);

  TaskEvent lead = step(EventKind::lead_changed, 2);
  lead.new_party = add.new_party;
  lead.old_lead = PartyRole::cooperating;
  const Applied led = apply(before, lead);
  REQUIRE(led.ok);
  CHECK(led.task.lead_index() == 2);
  const Task again = undo(led.task, before, step(EventKind::undone, 3));
  CHECK(again.lead_index() == 0);
  CHECK(again.parties[2].role != PartyRole::lead);
}

TEST_CASE("tasks/undo: a fold alone cannot take a step back") {
  CHECK_FALSE(apply(two_wards(), step(EventKind::undone, 2)).ok);
}
