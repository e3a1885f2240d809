// Inside a unit: what its head gives to people, and what comes back.
#include "tests/policies/tasks/shared_task.h"

using namespace policies::tasks;
using namespace tests::shared;
namespace cal = policies::calendar;
namespace replies = policies::replies;

TEST_CASE("tasks/hands: the head gives, the person hands in to him, he sends it up") {
  Task task = fresh(Mode::joint);
  take(task, given(0, kEarlier));
  CHECK(task.lead_index() == 0);  // the unit stays the lead
  CHECK(task.state() == State::in_progress);
  take(task, given(1));
  REQUIRE(task.parties[0].hands.size() == 2);
  CHECK(task.parties[0].hands[0].words == "soạn dự thảo");
  take(task, of_hand(EventKind::hand_accepted, 0));
  take(task, of_hand(EventKind::hand_progressed, 0));
  CHECK(task.parties[0].percent == 0);  // the unit's own is the head's to report
  take(task, of_hand(EventKind::hand_submitted, 0));
  CHECK(task.state() == State::in_progress);  // nothing has gone up
  take(task, of_hand(EventKind::hand_returned, 0));
  CHECK(task.parties[0].hands[0].state == HandState::returned);
  CHECK(task.parties[0].hands[0].times_returned == 1);
  take(task, of_hand(EventKind::hand_submitted, 0));
  TaskEvent up = event(EventKind::submitted);
  up.hand = 1;
  CHECK(has(why(task, up), "chưa nộp"));
  up.hand = 0;
  take(task, up);
  CHECK(task.state() == State::wait_confirm);
  CHECK(task.parties[0].result_hand == 0);
  CHECK(has(describe_step(task, up, "Phụ trách").vi, "kết quả của Cao Văn Tú"));
  take(task, event(EventKind::confirmed));
  CHECK(task.parties[0].hands[0].state == HandState::done);
  CHECK(task.parties[0].hands[1].state == HandState::taken_back);
}

TEST_CASE("tasks/hands: deadlines inside the unit, giving again, taking back, refusing") {
  Task task = fresh(Mode::joint);
  CHECK(has(why(task, given(0, kLater)), "không được muộn hơn"));
  CHECK(has(why(task, given(0, kStart)), "đã qua"));
  take(task, given(0, kEarlier));
  TaskEvent again = given(0);
  again.reason = "làm thêm biểu";
  take(task, again);  // the same person: his words are new, the deadline stays
  REQUIRE(task.parties[0].hands.size() == 1);
  CHECK(task.parties[0].hands[0].words == "làm thêm biểu");
  CHECK(task.parties[0].hands[0].due == kEarlier);
  take(task, new_due(cal::end_of_day(cal::Date{2026, 12, 1})));
  CHECK_FALSE(task.parties[0].hands[0].due.has_value());  // nobody's lies behind the unit's
  take(task, of_hand(EventKind::hand_refused, 0));
  take(task, of_hand(EventKind::hand_taken_back, 0));
  CHECK(has(why(task, of_hand(EventKind::hand_submitted, 0)), "Không có phần việc nào"));
  take(task, given(0));  // a second time: a new hand, the old one is history
  CHECK(task.parties[0].hands.size() == 2);
  CHECK(task.parties[0].open_hand_of(kTu) == 1);
  TaskEvent moved = event(EventKind::reassigned);
  moved.new_party = tests::TaskWalk::party(9, PartyRole::lead);
  take(task, moved);
  CHECK_FALSE(task.parties[0].has_open_hands());
  CHECK_FALSE(apply(task, given(0)).ok);
  const TaskEvent hand = hand_of(moved, tests::TaskWalk::party(5, PartyRole::lead));
  CHECK(hand.kind == EventKind::hand_given);
  CHECK(hand.person->account == base::AccountId(205));
  CHECK_FALSE(hand.new_party.has_value());
}

TEST_CASE("tasks/hands: what the head and the person write") {
  Task task = fresh(Mode::joint);
  CHECK(kind_of("GIAO Cao Văn Tú hạn 8/12 soạn dự thảo", task, 0, kOfHead) == "hand_given");
  const Meaning give = meant("GIAO Cao Văn Tú hạn 8/12 soạn dự thảo\nvà biểu", task, 0, kOfHead);
  CHECK(give.event->due == kEarlier);
  CHECK(give.event->reason == "soạn dự thảo\nvà biểu");
  CHECK(has(meant("LẤY LẠI", task, 0, kOfHead).refusal.vi, "Chưa giao"));
  take(task, given(0));
  take(task, given(1));
  const Side tu{false, true, false, 0};
  CHECK(kind_of("NHẬN", task, 0, tu) == "hand_accepted");
  CHECK(kind_of("TIẾN ĐỘ 60%", task, 0, tu) == "hand_progressed");
  CHECK(kind_of("TỪ CHỐI bận", task, 0, tu) == "hand_refused");
  CHECK(kind_of("XONG", task, 0, tu) == "hand_submitted");
  CHECK(kind_of("GIA HẠN 28/12 bận", task, 0, tu) == "hand_extension_asked");
  CHECK(has(meant("CHUYỂN TỚI Lê Thị Hoa", task, 0, tu).refusal.vi, "phụ trách"));
  CHECK(has(meant("LẤY LẠI", task, 0, kOfHead).refusal.vi, "nhiều người"));
  CHECK(meant("LẤY LẠI chị Hoa", task, 0, kOfHead).event->hand == 1);
  CHECK(meant("lay lai cao van tu, đi học", task, 0, kOfHead).event->reason == "đi học");
  CHECK(kind_of("TRẢ LẠI thiếu biểu", task, 0, kOfHead) == "-");  // nobody has handed in
  take(task, of_hand(EventKind::hand_submitted, 1));
  const Meaning back = meant("TRẢ LẠI thiếu biểu", task, 0, kOfHead);
  CHECK(back.event->kind == EventKind::hand_returned);
  CHECK(back.event->hand == 1);
  CHECK(meant("XONG", task, 0, kOfHead).event->hand == 1);
  CHECK(kind_of("ĐỒNG Ý", task, 0, kOfHead) == "submitted");  // his yes sends it up
  CHECK(meant("ĐỒNG Ý", task, 0, kOfHead).event->hand == 1);
  take(task, of_hand(EventKind::hand_submitted, 0));
  CHECK(has(meant("TRẢ LẠI thiếu biểu", task, 0, kOfHead).refusal.vi, "Cao Văn Tú, Lê Thị Hoa"));
  CHECK(meant("TRẢ LẠI đ/c Tú thiếu biểu", task, 0, kOfHead).event->hand == 0);
  CHECK(meant("TRẢ LẠI đ/c Tú thiếu biểu", task, 0, kOfHead).event->reason == "thiếu biểu");
  CHECK_FALSE(meant("XONG", task, 0, kOfHead).event->hand.has_value());  // of both: his own words say which
  // The head sees the persons, the assigner the unit.
  const TaskEvent step = of_hand(EventKind::hand_submitted, 0);
  CHECK(has(step_message(task, step, kOfHead, "Cao Văn Tú", kStart).text, "Trong đơn vị: Cao Văn Tú"));
  CHECK_FALSE(has(step_message(task, step, kAssigner, "Cao Văn Tú", kStart).text, "Trong đơn vị"));
  const MessageText mine = hand_message(task, 0, 1, kStart);
  CHECK(has(mine.text, "Kính gửi Lê Thị Hoa"));
  CHECK(has(mine.text, "soạn dự thảo"));
}

TEST_CASE("tasks/named: nothing is guessed") {
  const Task task = fresh(Mode::joint);
  CHECK(named_party(task, "UBND phường Lam Sơn").index == 0);
  CHECK(named_party(task, "phường lam son vì xa").index == 0);
  CHECK(named_party(task, "phường lam son vì xa").rest == "vì xa");
  CHECK(named_party(task, "Lam Sơn").index == 0);
  CHECK(named_party(task, "U2: bận").index == 2);
  CHECK(named_party(task, "<u1@bimson.example>").index == 1);
  CHECK(named_party(task, "Lam").index == -1);
  CHECK(named_party(task, "").index == -1);
  CHECK(named_party(task, "phường").index == -1);
  const std::vector<Nameable> people{{"Nguyễn Văn Bình", "binh@x", "", true},
                                     {"Trần Thị Bình", "binhtt@x", "", true},
                                     {"Cao Văn Tú", "tu@x", "", true}};
  CHECK(named_among(people, "anh Bình").several);
  CHECK(named_among(people, "Trần Thị Bình xử lý").index == 1);
  CHECK(named_among(people, "Trần Thị Bình xử lý").rest == "xử lý");
  CHECK(named_among(people, "đ/c Tú, soạn báo cáo").index == 2);
  CHECK(named_among(people, "đồng chí Tú").index == 2);
  CHECK(named_among(people, "binh@x").index == 0);
  CHECK(named_among(people, "Tuấn").index == -1);
}
