#include "policies/reminders/leader_page.h"

#include <doctest/doctest.h>

using namespace policies::reminders;
namespace cal = policies::calendar;
namespace tasks = policies::tasks;

namespace {

base::Timestamp at(int month, int day, int minute = 450) { return cal::at_minute(cal::Date{2026, month, day}, minute); }
const base::AccountId kLeader(11);

tasks::Task task(int number, const char* unit, std::optional<base::Timestamp> due, tasks::State state) {
  tasks::Assignment head;
  head.task = number;
  head.number = "NV-2026-00000" + std::to_string(number);
  head.title = "Việc số " + std::to_string(number);
  head.assigner = kLeader;
  head.assigned_at = at(12, 1);
  head.due = due;
  tasks::TaskParty party;
  party.unit = base::UnitId(number);
  party.unit_code = unit;
  party.name = unit;
  head.parties.push_back(party);
  tasks::Task out = tasks::new_task(head);
  out.parties[0].state = state;
  if (state != tasks::State::not_started) out.parties[0].accepted_at = at(12, 2);
  return out;
}

PageReader reader() {
  PageReader out;
  out.name = "Mai Đình Lâm";
  out.account = kLeader;
  out.scope = "UBND thị xã Bỉm Sơn";
  out.may_read = [](const tasks::Task&, int) { return true; };
  out.unit_of = [](const tasks::TaskParty& party) { return party.name; };
  return out;
}

std::string shown(const LeaderPage& page) {
  std::string out;
  for (const PageSection& section : page.sections) {
    out += std::to_string(section.count) + " " + section.counted.vi + ":";
    for (const PageGroup& group : section.groups) out += " " + group.unit + "=" + std::to_string(group.lines.size());
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("reminders/page: what is late, waits, is near, nobody took, nobody has, and was done since; by unit") {
  std::vector<tasks::Task> all{
      task(1, "Phòng Nội vụ", cal::end_of_day({2026, 12, 4}), tasks::State::in_progress),    // late
      task(2, "Phường Lam Sơn", cal::end_of_day({2026, 12, 4}), tasks::State::not_started),  // late, not accepted
      task(3, "Phòng Nội vụ", cal::end_of_day({2026, 12, 10}), tasks::State::in_progress),   // near
      task(4, "Phòng Nội vụ", cal::end_of_day({2026, 12, 30}), tasks::State::wait_confirm),  // waits
      task(5, "Phòng Nội vụ", cal::end_of_day({2026, 12, 30}), tasks::State::done),          // done
      task(6, "Phòng Nội vụ", cal::end_of_day({2026, 12, 30}), tasks::State::done),          // done before
      task(7, "Phòng Nội vụ", cal::end_of_day({2026, 12, 30}), tasks::State::suspended)};
  all[4].parties[0].confirmed_at = at(12, 7, 900);
  all[5].parties[0].confirmed_at = at(12, 4, 900);
  for (const int has_it : {0, 2, 6}) {
    tasks::Hand hand;
    hand.name = "Trần Văn An";
    all[static_cast<std::size_t>(has_it)].parties[0].hands.push_back(hand);
  }
  const LeaderPage page = leader_page(all, reader(), PageKind::morning, at(12, 7), at(12, 8));
  CHECK(shown(page) ==
        "2 quá hạn: Phòng Nội vụ=1 Phường Lam Sơn=1\n1 chờ ý kiến: Phòng Nội vụ=1\n1 sắp đến hạn: Phòng Nội vụ=1\n"
        "1 chưa nhận: Phường Lam Sơn=1\n1 đã hoàn thành: Phòng Nội vụ=1\n");
  const auto mail = page_message(page);
  CHECK(mail.subject ==
        "Bản tin sáng 08/12/2026: 2 quá hạn, 1 chờ ý kiến, 1 sắp đến hạn, 1 chưa nhận, 1 đã hoàn thành");
  CHECK(mail.vi.find("Phòng Nội vụ (Trần Văn An)") != std::string::npos);
  CHECK(mail.vi.find("THÔI bản tin sáng") != std::string::npos);
  CHECK(mail.vi.find("overdue") == std::string::npos);
  CHECK(mail.text.find("2 overdue") != std::string::npos);
}

TEST_CASE("reminders/page: others' tasks are not in it, nothing is said to be nothing, the week has figures") {
  const std::vector<tasks::Task> all{
      task(1, "Phòng Nội vụ", cal::end_of_day({2026, 12, 4}), tasks::State::in_progress)};
  PageReader blind = reader();
  blind.may_read = [](const tasks::Task&, int) { return false; };
  const LeaderPage empty = leader_page(all, blind, PageKind::morning, at(12, 7), at(12, 8));
  CHECK(empty.sections.empty());
  CHECK(page_message(empty).subject == "Bản tin sáng 08/12/2026: không có việc cần xem");
  const LeaderPage week = leader_page(all, reader(), PageKind::weekly, at(11, 30), at(12, 7));
  CHECK(week.figures.vi ==
        "Giao trong tháng 12/2026: 1 nhiệm vụ; hoàn thành 0 (đúng hạn 0); đang thực hiện 1 (quá hạn 1); "
        "tỷ lệ đúng hạn 0.0 %.");
  CHECK(page_message(week).vi.find("Giao trong tháng 12/2026") != std::string::npos);
}

TEST_CASE("reminders/page: a section shows its first lines and says how to see all") {
  std::vector<tasks::Task> all;
  for (int i = 1; i <= kMostPageLines + 5; ++i)
    all.push_back(task(i, "Phòng Nội vụ", cal::end_of_day({2026, 12, 4}), tasks::State::in_progress));
  const LeaderPage page = leader_page(all, reader(), PageKind::morning, at(12, 7), at(12, 8));
  REQUIRE_FALSE(page.sections.empty());
  CHECK(page.sections[0].count == kMostPageLines + 5);
  CHECK(page.sections[0].groups.at(0).lines.size() == static_cast<std::size_t>(kMostPageLines));
  CHECK(page_message(page).vi.find("… và 5 việc nữa; xem đủ: trả lời DANH SÁCH quá hạn") != std::string::npos);
}
