#include "policies/reminders/reminders.h"

#include <doctest/doctest.h>

#include <set>

#include "policies/reminders/digest_text.h"

using namespace policies::reminders;
namespace cal = policies::calendar;
namespace tasks = policies::tasks;

namespace {

// Fridays and Mondays around 7 December 2026.
base::Timestamp at(int month, int day, int minute = 450) { return cal::at_minute(cal::Date{2026, month, day}, minute); }

tasks::Task one_task(base::Timestamp due, base::Timestamp assigned = at(11, 23)) {
  tasks::Assignment head;
  head.task = 7;
  head.number = "NV-2026-000007";
  head.title = "Rà soát hộ nghèo";
  head.assigned_at = assigned;
  head.due = due;
  tasks::TaskParty party;
  party.unit = base::UnitId(5);
  party.name = "Phòng Nội vụ";
  party.accepted_at = assigned;
  party.state = tasks::State::in_progress;
  party.percent = 10;
  head.parties.push_back(party);
  return tasks::new_task(head);
}

std::vector<Reminder> due_on(const tasks::Task& task, base::Timestamp now, const ReminderRules& rules = {}) {
  return reminders_of(task, now, cal::shipped_calendar(), rules);
}

struct Row {
  int month, day;
  std::vector<std::string> said;  // "before 3", "overdue 2 assigner"
};

std::string shown(const Reminder& reminder) {
  constexpr const char* audiences[] = {"", " head", " clerk", " assigner"};
  return std::string(to_string(reminder.reason)) + " " + std::to_string(reminder.days) +
         audiences[static_cast<int>(reminder.audience)];
}

}  // namespace

TEST_CASE("reminders: three and one working days before, on the day, each working day after; silent on days off") {
  const tasks::Task task = one_task(cal::end_of_day({2026, 12, 11}));  // a Friday
  const std::vector<Row> rows{{12, 4, {}},
                              {12, 5, {}},
                              {12, 6, {}},
                              {12, 7, {}},
                              {12, 8, {"before 3"}},
                              {12, 9, {"before 2"}},
                              {12, 10, {"before 1"}},
                              {12, 11, {"today 0"}},
                              {12, 12, {}},
                              {12, 13, {}},
                              {12, 14, {"overdue 3", "overdue 3 assigner"}},
                              {12, 15, {"overdue 4", "overdue 4 assigner"}}};
  std::set<std::string> keys;
  int told = 0;
  for (const Row& row : rows) {
    CAPTURE(row.day);
    std::vector<std::string> said;
    for (const Reminder& reminder : due_on(task, at(row.month, row.day))) {
      said.push_back(shown(reminder));
      told += keys.insert(reminder.key).second ? 1 : 0;
    }
    CHECK(said == row.said);
  }
  CHECK(told == 7);  // "before 2" has the key of "before 3": whoever was told then is not told again
}

TEST_CASE("reminders: a day that was missed is made up for, but never after a nearer one") {
  const tasks::Task task = one_task(cal::end_of_day({2026, 12, 11}));
  const auto on_ninth = due_on(task, at(12, 9));
  REQUIRE(on_ninth.size() == 1);
  CHECK(on_ninth[0].key == due_on(task, at(12, 8))[0].key);
  const auto on_tenth = due_on(task, at(12, 10));
  REQUIRE(on_tenth.size() == 1);
  CHECK(on_tenth[0].key != on_ninth[0].key);
}

TEST_CASE("reminders: over the new year and its holiday") {
  const tasks::Task task = one_task(cal::end_of_day({2027, 1, 4}));  // a Monday; 1 January is a day off
  CHECK(due_on(task, at(12, 30))[0].days == 2);
  CHECK(shown(due_on(task, at(12, 31)).at(0)) == "before 1");
  CHECK(due_on(task, cal::at_minute({2027, 1, 1}, 450)).empty());
  CHECK(shown(due_on(task, cal::at_minute({2027, 1, 4}, 450)).at(0)) == "today 0");
}

TEST_CASE("reminders: a due day off is told on the last working day before it, late from the next one on") {
  const tasks::Task task = one_task(cal::end_of_day({2026, 12, 20}));  // a Sunday
  CHECK(shown(due_on(task, at(12, 18)).at(0)) == "today 0");
  CHECK(due_on(task, at(12, 19)).empty());
  CHECK(shown(due_on(task, at(12, 21)).at(0)) == "overdue 1");
}

TEST_CASE("reminders: a new deadline is told anew; what waits for the assigner, is done or suspended is not told") {
  const tasks::Task first = one_task(cal::end_of_day({2026, 12, 11}));
  const tasks::Task moved = one_task(cal::end_of_day({2026, 12, 14}));
  CHECK(due_on(first, at(12, 10)).at(0).key != due_on(moved, at(12, 11)).at(0).key);
  for (const tasks::State state : {tasks::State::wait_confirm, tasks::State::done, tasks::State::suspended,
                                   tasks::State::cancelled, tasks::State::refused}) {
    tasks::Task task = first;
    task.parties[0].state = state;
    CHECK(due_on(task, at(12, 14)).empty());
  }
  for (const tasks::State state : {tasks::State::returned, tasks::State::redo}) {
    tasks::Task task = first;
    task.parties[0].state = state;
    CHECK(due_on(task, at(12, 14)).size() == 2);
  }
}

TEST_CASE("reminders: nobody accepted, nobody was given it, counted in working hours") {
  tasks::Task task = one_task(cal::end_of_day({2026, 12, 30}), at(11, 27, 16 * 60));  // Friday 16:00
  task.parties[0].state = tasks::State::not_started;
  task.parties[0].accepted_at.reset();
  CHECK(due_on(task, at(12, 1, 15 * 60)).empty());
  const auto later = due_on(task, at(12, 1, 16 * 60));
  REQUIRE(later.size() == 2);
  CHECK(shown(later[0]) == "unaccepted 16 head");
  CHECK(shown(later[1]) == "unaccepted 16 clerk");
  CHECK(due_on(task, at(12, 2))[0].key == later[0].key);  // once
  task.parties[0].state = tasks::State::in_progress;
  task.parties[0].accepted_at = at(11, 30, 8 * 60);
  task.parties[0].percent = 0;
  CHECK(due_on(task, at(12, 1)).empty());
  CHECK(shown(due_on(task, at(12, 2, 9 * 60)).at(0)) == "unassigned 16 head");
  CHECK(shown(due_on(task, at(12, 2, 9 * 60)).at(1)) == "unassigned 16 clerk");
  tasks::Hand hand;
  hand.account = base::AccountId(9);
  task.parties[0].hands.push_back(hand);
  CHECK(due_on(task, at(12, 2, 9 * 60)).empty());
  ReminderRules never;
  never.unaccepted_hours = never.unassigned_hours = 0;
  task.parties[0].hands.clear();
  CHECK(due_on(task, at(12, 2, 9 * 60), never).empty());
}

TEST_CASE("reminders: a person's own earlier day is told apart") {
  tasks::Task task = one_task(cal::end_of_day({2026, 12, 30}));
  tasks::Hand hand;
  hand.account = base::AccountId(9);
  hand.due = cal::end_of_day({2026, 12, 11});
  task.parties[0].hands.push_back(hand);
  const auto found = due_on(task, at(12, 10));
  REQUIRE(found.size() == 1);
  CHECK(found[0].hand == 0);
  const auto late = due_on(task, at(12, 14));
  REQUIRE(late.size() == 1);  // the leader sees the unit, not its people
  CHECK(shown(late[0]) == "overdue 3");
}

TEST_CASE("reminders: the digest has the most urgent first, in both languages, and its subject counts") {
  Digest digest;
  digest.name = "Phạm Quốc Bảo";
  digest.day = {2026, 12, 14};
  for (const auto& [due, title] :
       {std::pair{cal::Date{2026, 12, 15}, "Việc sắp đến hạn"}, std::pair{cal::Date{2026, 12, 10}, "Việc quá hạn"},
        std::pair{cal::Date{2026, 12, 14}, "Việc hôm nay"}}) {
    const tasks::Task task = one_task(cal::end_of_day(due));
    for (const Reminder& reminder : due_on(task, at(12, 14))) {
      if (reminder.audience != Audience::holder) continue;
      DigestLine line;
      line.reminder = reminder;
      line.number = "NV-2026-000007";
      line.title = title;
      line.holder = "Phòng Nội vụ";
      line.assigner = "Mai Đình Lâm";
      line.state = tasks::describe_state(task.parties[0], at(12, 14));
      digest.lines.push_back(line);
    }
  }
  const auto text = digest_message(digest);
  CHECK(text.subject == "Nhắc việc 14/12/2026: 1 quá hạn, 1 hôm nay, 1 sắp đến hạn");
  CHECK(text.text.find("Việc quá hạn") < text.text.find("Việc hôm nay"));
  CHECK(text.text.find("Việc hôm nay") < text.text.find("Việc sắp đến hạn"));
  CHECK(text.text.find("quá 4 ngày") != std::string::npos);
  CHECK(text.text.find("4 days late") != std::string::npos);
  CHECK(text.text.find("thứ Năm, ngày 10/12/2026") != std::string::npos);
}
