// Whatever a task can come to is the same after its JSON, and rows that were folded event by event are those of a fold
// over the whole journal.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "mailstore/office/journal/event.h"
#include "tests/mailstore/office/event_samples.h"
#include "tests/policies/tasks/task_walk.h"

using namespace mailstore::office;
namespace tasks = policies::tasks;

namespace {

bool same(const tasks::Task& a, const tasks::Task& b) {
  return a.parties == b.parties && a.additions == b.additions && a.priority == b.priority && a.last_seq == b.last_seq &&
         a.events == b.events && a.skipped == b.skipped && a.head.mode == b.head.mode &&
         a.head.parties == b.head.parties && a.head.priority == b.head.priority;
}

}  // namespace

TEST_CASE("office/event json: tasks and steps of random walks come back as they were") {
  int steps = 0;
  for (const tasks::Mode mode : {tasks::Mode::joint, tasks::Mode::each}) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      CAPTURE(seed);
      tests::TaskWalk walk(seed, mode);
      tasks::Assignment head = walk.head();
      head.priority = static_cast<tasks::Priority>(seed % 4);
      head.entered_by = tests::kClerk;
      head.entered_by_name = "Lê Thị Hoa";
      tasks::Task task = tasks::new_task(head);
      for (int i = 0; i < 60; ++i) {
        const tasks::TaskEvent step = walk.next(task);
        Event event = tests::event(step.seq, TaskStep{head.task, step}, step.actor);
        event.at = step.at;
        const auto read = parse_event(to_json(event));
        REQUIRE(read.has_value());
        CHECK(to_json(*read) == to_json(event));
        // The step that was read does what the step did.
        const auto meant = tasks::apply(task, step);
        const auto again = tasks::apply(task, std::get<TaskStep>(read->body).event);
        REQUIRE(meant.ok == again.ok);
        CHECK(same(meant.task, again.task));
        task = meant.task;
        const std::string json = task_to_json(task);
        const auto back = task_from_json(json);
        REQUIRE(back.has_value());
        CHECK(same(task, *back));
        CHECK(task_to_json(*back) == json);
        steps += meant.ok ? 1 : 0;
      }
    }
  }
  CHECK(steps > 500);
}

TEST_CASE("office/event json: what does not fit a task is refused") {
  auto each = nlohmann::json::parse(to_json(tests::event(1, tests::later_assignments().front())));
  CHECK(parse_event(each.dump()).has_value());
  auto with = [&](const char* path, const nlohmann::json& value) {
    auto changed = each;
    changed[nlohmann::json::json_pointer(path)] = value;
    return parse_event(changed.dump()).has_value();
  };
  CHECK_FALSE(with("/body/assignment/parties/0/role", "lead"));         // nobody leads the others
  CHECK_FALSE(with("/body/assignment/parties/0/role", "cooperating"));  // nor helps
  CHECK(with("/body/assignment/parties/0/role", "informed"));
  CHECK_FALSE(with("/body/assignment/mode", "both"));
  CHECK_FALSE(with("/body/assignment/mode", "joint"));
  CHECK_FALSE(with("/body/assignment/priority", "SOON"));
  CHECK_FALSE(with("/body/assignment/parties/0/result_hand", 0));  // of a hand that is not there
  CHECK_FALSE(with("/body/assignment/parties/0/hands", {{{"state", "lost"}}}));
}
