// The assigner changes his mind, a task is shared out to many, a unit passes it on to its people.
#include "tests/policies/tasks/shared_task.h"

using namespace policies::tasks;
using namespace tests::shared;
namespace cal = policies::calendar;
namespace replies = policies::replies;

TEST_CASE("tasks/changes: a new deadline keeps what was, and settles a request that waits") {
  Task task = fresh(Mode::joint);
  TaskEvent ask = event(EventKind::extension_asked);
  ask.due = kLater;
  take(task, ask);
  take(task, new_due(kEarlier));
  const TaskParty& lead = task.lead();
  CHECK(task.due() == kEarlier);
  CHECK(task.head.due == kDue);
  REQUIRE(lead.due_changes.size() == 1);
  CHECK(lead.due_changes[0].old_due == kDue);
  CHECK(lead.due_changes[0].new_due == kEarlier);
  CHECK(lead.due_changes[0].by == kLeader);
  REQUIRE(lead.extensions.size() == 1);
  CHECK(lead.extensions[0].decision == Extension::Decision::superseded);
  CHECK(lead.extensions[0].decided_at == kStart);
  CHECK(lead.approved_extensions() == 0);  // counted apart
  CHECK(task.parties[1].due == kDue);      // of this party alone
  take(task, new_due(std::nullopt));
  CHECK_FALSE(task.due().has_value());
  CHECK(has(why(task, new_due(std::nullopt)), "trùng"));
  CHECK(has(why(task, new_due(kStart)), "đã qua"));
}

TEST_CASE("tasks/changes: late and on time follow the changed deadline") {
  Task task = fresh(Mode::joint);
  take(task, new_due(kEarlier));
  TaskEvent submit = event(EventKind::submitted);
  submit.at = kEarlier + std::chrono::hours(1);
  take(task, submit);
  CHECK(qualifier(task, submit.at) == Qualifier::overdue);
  // Behind a result nothing is moved: neither a late one made timely nor a timely one late.
  TaskEvent moved = new_due(kLater);
  moved.at = submit.at;
  CHECK(has(why(task, moved), "ĐÓNG hoặc TRẢ LẠI"));
  take(task, event(EventKind::given_back));
  take(task, new_due(kLater));
  CHECK(qualifier(task, submit.at) == Qualifier::in_time);
  take(task, event(EventKind::submitted));
  take(task, event(EventKind::confirmed));
  CHECK(has(why(task, new_due(kEarlier)), "đã hoàn thành"));
}

TEST_CASE("tasks/changes: of the whole, those with the lead's deadline or one behind the new go along") {
  Task task = fresh(Mode::joint);
  take(task, new_due(kEarlier, 2));      // a helper with an own, earlier one
  take(task, new_due(kLater, 0, true));  // the whole later: the helper keeps his
  CHECK(task.parties[0].due == kLater);
  CHECK(task.parties[1].due == kLater);
  CHECK(task.parties[2].due == kEarlier);
  CHECK(task.parties[3].due == kLater);  // who is informed is told
  CHECK(task.parties[3].due_changes.empty());
  const base::Timestamp soon = cal::end_of_day(cal::Date{2026, 12, 1});
  take(task, new_due(soon, 0, true));  // nobody's own lies behind the end
  CHECK(task.parties[2].due == soon);
  CHECK(task.parties[1].due_changes.size() == 2);
}

TEST_CASE("tasks/changes: suspended and refused tasks") {
  Task task = fresh(Mode::joint);
  take(task, whole(EventKind::suspended));
  for (int i = 0; i < 3; ++i) CHECK(task.parties[static_cast<std::size_t>(i)].state == State::suspended);
  CHECK(task.parties[3].state == State::not_started);
  take(task, new_due(kLater, 0, true));  // may be put right while it rests
  CHECK(has(why(task, whole(EventKind::urged)), "TIẾP TỤC"));
  take(task, whole(EventKind::resumed));
  for (int i = 0; i < 3; ++i) CHECK(task.parties[static_cast<std::size_t>(i)].state == State::not_started);
  take(task, event(EventKind::refused));
  CHECK(has(why(task, new_due(kEarlier)), "ĐỒNG Ý hoặc KHÔNG"));
}

TEST_CASE("tasks/changes: another lead; the old one cooperates, is informed or goes") {
  for (const auto& [old_lead, role] : std::vector<std::pair<std::optional<PartyRole>, PartyRole>>{
           {PartyRole::cooperating, PartyRole::cooperating}, {PartyRole::informed, PartyRole::informed}, {{}, {}}}) {
    Task task = fresh(Mode::joint);
    take(task, given(0));
    TaskEvent change = event(EventKind::lead_changed);
    change.to_party = 2;
    change.old_lead = old_lead;
    take(task, change);
    CHECK(task.lead_index() == 2);
    CHECK(task.due() == kDue);
    const TaskParty& old = task.parties[0];
    CHECK(old.removed() == !old_lead.has_value());
    CHECK(old.has_open_hands() == (old_lead == PartyRole::cooperating));
    if (old_lead) CHECK(old.role == role);
    CHECK(has(describe_step(task, change, "A").vi, "Phòng Tư pháp chủ trì thay UBND phường Lam Sơn"));
  }
  Task task = fresh(Mode::joint);
  TaskEvent change = event(EventKind::lead_changed);
  change.new_party = tests::TaskWalk::party(9, PartyRole::lead);
  change.old_lead = PartyRole::cooperating;
  take(task, change);
  CHECK(task.lead_index() == 4);
  CHECK(task.lead().state == State::not_started);
  CHECK(new_party_of(task, change) == 4);
  change.new_party.reset();
  CHECK(has(why(task, change), "Chưa rõ"));
  change.to_party = 4;
  CHECK(has(why(task, change), "đang chủ trì"));
  take(task, event(EventKind::submitted, 4));
  change.to_party = 1;
  CHECK(has(why(task, change), "ĐÓNG hoặc TRẢ LẠI"));
  Task shared = fresh(Mode::each);
  CHECK(has(why(shared, change), "không có nơi chủ trì"));
}

TEST_CASE("tasks/changes: parties more and less") {
  Task task = fresh(Mode::joint);
  TaskEvent add = event(EventKind::party_added);
  add.new_party = tests::TaskWalk::party(9, PartyRole::cooperating);
  take(task, add);
  REQUIRE(task.parties.size() == 5);
  CHECK(task.parties[4].due == kDue);
  CHECK(has(why(task, add), "đã có trong nhiệm vụ"));
  take(task, event(EventKind::party_removed, 4));
  CHECK(task.parties[4].removed());
  CHECK(has(why(task, event(EventKind::accepted, 4)), "không còn"));
  take(task, add);  // back again: the same party, not a second one
  CHECK(task.parties.size() == 5);
  CHECK_FALSE(task.parties[4].removed());
  CHECK(has(why(task, event(EventKind::party_removed, 0)), "CHỦ TRÌ"));
  add.new_party->role = PartyRole::part;
  CHECK_FALSE(apply(task, add).ok);
  add.new_party = tests::TaskWalk::party(3, PartyRole::cooperating);  // was informed: from now on it works
  take(task, add);
  CHECK(task.parties[3].role == PartyRole::cooperating);
  CHECK_FALSE(apply(task,
                    [] {
                      TaskEvent nobody = event(EventKind::party_added);
                      nobody.new_party = TaskParty{};
                      nobody.new_party->role = PartyRole::cooperating;
                      return nobody;
                    }())
                  .ok);
}

TEST_CASE("tasks/changes: words, urgency, urging") {
  Task task = fresh(Mode::joint);
  take(task, event(EventKind::text_added, 1, "kèm số liệu\nnăm 2025"));
  take(task, whole(EventKind::text_added, "ký số"));
  REQUIRE(task.additions.size() == 2);
  CHECK(task.additions[0].party == 1);
  CHECK(task.additions[1].party == -1);
  CHECK(has(assignment_message(task, 1, kStart).text, "kèm số liệu\nnăm 2025"));
  CHECK_FALSE(has(assignment_message(task, 0, kStart).text, "kèm số liệu"));
  CHECK(has(assignment_message(task, 0, kStart).text, "ký số"));
  CHECK_FALSE(apply(task, event(EventKind::text_added, 0, "")).ok);
  TaskEvent urgent = event(EventKind::priority_changed);
  urgent.priority = Priority::express;
  urgent.old_priority = Priority::normal;
  take(task, urgent);
  CHECK(task.priority == Priority::express);
  CHECK_FALSE(apply(task, urgent).ok);
  CHECK(describe(urgent, "A").vi == "A đổi độ khẩn từ thường thành hỏa tốc.");
  CHECK(has(assignment_subject(task, 0), "HỎA TỐC – Hạn 20/12/2026"));
  const Task before = task;
  take(task, whole(EventKind::urged));
  take(task, whole(EventKind::urged));
  CHECK(task.parties[0].times_urged == 2);
  CHECK(task.parties[1].times_urged == 2);
  CHECK(task.parties[3].times_urged == 0);
  CHECK(task.parties[0].state == before.parties[0].state);
  CHECK(has(describe_step(task, whole(EventKind::urged), "A").vi, "(lần 2)"));
}

TEST_CASE("tasks/changes: each change is told with what was and what is") {
  Task task = fresh(Mode::joint);
  TaskEvent change = new_due(cal::end_of_day(cal::Date{2026, 12, 27}));
  change.reason = "tỉnh lùi hạn";
  change.due_day_off = true;
  take(task, change);
  const MessageText text = step_message(task, change, false, "Nguyễn Văn Bình", kStart);
  CHECK(has(text.opening.vi, "từ Chủ nhật, ngày 20/12/2026"));
  CHECK(has(text.opening.vi, "thành Chủ nhật, ngày 27/12/2026"));
  CHECK(has(text.opening.vi, "lý do: tỉnh lùi hạn"));
  CHECK(has(text.opening.vi, "27/12/2026 là Chủ nhật"));
  CHECK(has(text.opening.en, "27/12/2026 is a Sunday"));
  CHECK(has(text.text, "lưu ý: 27/12/2026 là Chủ nhật"));
  take(task, new_due(std::nullopt));
  CHECK(has(describe_step(task, new_due(std::nullopt), "A").vi, "bỏ thời hạn (trước là Chủ nhật, ngày 27/12/2026"));
  // T19: an extension to a Sunday says so too.
  TaskEvent ask = event(EventKind::extension_asked);
  ask.due = kDue;
  ask.due_day_off = true;
  CHECK(has(describe(ask, "A").vi, "20/12/2026 là Chủ nhật"));
  ask.due_day_off = false;
  CHECK_FALSE(has(describe(ask, "A").vi, "Lưu ý"));
  const auto weekday = cal::end_of_day(cal::Date{2027, 1, 1});
  ask.due = weekday;
  ask.due_day_off = true;
  CHECK(has(describe(ask, "A").vi, "01/01/2027 là ngày nghỉ"));
}

TEST_CASE("tasks/each: every part stands for itself, the task is computed from them") {
  Task task = fresh(Mode::each);
  CHECK(task.answerable() == std::vector<int>{0, 1, 2});
  CHECK(task.state() == State::not_started);
  take(task, event(EventKind::accepted, 1));
  CHECK(task.state() == State::in_progress);
  take(task, event(EventKind::submitted, 1));
  take(task, event(EventKind::confirmed, 1));
  CHECK(task.parties[1].state == State::done);
  CHECK(task.state() == State::in_progress);
  CHECK(describe_state(task, kStart).vi == "1/3 nơi đã hoàn thành, 2 chưa nhận");
  take(task, event(EventKind::cancelled, 0));  // one part only
  CHECK(task.parties[2].state == State::not_started);
  CHECK(describe_state(task, kStart).vi == "1/2 nơi đã hoàn thành, 1 chưa nhận");
  take(task, event(EventKind::submitted, 2));
  CHECK(task.state() == State::wait_confirm);
  take(task, event(EventKind::confirmed, 2));
  CHECK(task.state() == State::done);
  CHECK(has(why(task, event(EventKind::accepted, 0)), "đã hủy"));
  Task none = fresh(Mode::each);
  take(none, whole(EventKind::cancelled));
  CHECK(none.state() == State::cancelled);
}

TEST_CASE("tasks/each: one or all are closed, returned, put off, extended") {
  Task task = fresh(Mode::each);
  take(task, event(EventKind::submitted, 0));
  take(task, event(EventKind::submitted, 1));
  CHECK(task.due() == kDue);
  take(task, new_due(kLater, 2, true));  // legal for the one that has not handed in
  CHECK(task.parties[0].due == kDue);
  CHECK(task.parties[2].due == kLater);
  CHECK(task.due() == kLater);
  take(task, whole(EventKind::given_back, "thiếu biểu"));
  CHECK(task.parties[0].state == State::returned);
  CHECK(task.parties[2].state == State::not_started);
  take(task, event(EventKind::submitted, 0));
  take(task, whole(EventKind::confirmed));
  CHECK(task.parties[0].state == State::done);
  CHECK(task.parties[1].state == State::returned);
  CHECK(has(why(task, whole(EventKind::confirmed)), "Chưa có kết quả"));
  take(task, whole(EventKind::suspended));
  CHECK(task.state() == State::suspended);
  take(task, whole(EventKind::resumed));
  CHECK(task.parties[1].state == State::returned);
  CHECK_FALSE(apply(task, whole(EventKind::accepted)).ok);  // nobody acts for all
}

TEST_CASE("tasks/each: the last part cannot be taken out, a new one begins by itself") {
  Task task = fresh(Mode::each);
  take(task, event(EventKind::party_removed, 0));
  take(task, event(EventKind::party_removed, 1));
  CHECK(has(why(task, event(EventKind::party_removed, 2)), "HỦY"));
  TaskEvent add = event(EventKind::party_added);
  add.new_party = tests::TaskWalk::party(9, PartyRole::part);
  take(task, add);
  CHECK(task.answerable().size() == 4);
  CHECK(task.parties.back().due == kDue);
  add.new_party = tests::TaskWalk::party(8, PartyRole::cooperating);
  CHECK_FALSE(apply(task, add).ok);
}

TEST_CASE("tasks/each: what the assigner writes is of one part, TẤT CẢ of all, the whole is asked back") {
  const Task task = fresh(Mode::each);
  Meaning one = meant("HỦY giao nhầm", task, 1, kAssigner);
  REQUIRE(one.event.has_value());
  CHECK(one.event->party == 1);
  CHECK_FALSE(one.event->whole);
  Meaning all = meant("HỦY TẤT CẢ giao nhầm", task, 1, kAssigner);
  REQUIRE(all.event.has_value());
  CHECK(all.event->whole);
  CHECK(all.event->reason == "giao nhầm");
  CHECK(kind_of("HỦY giao nhầm", task, kWholeTask, kAssigner) == "-");
  CHECK(has(meant("HẠN MỚI 28/12", task, kWholeTask, kAssigner).refusal.vi, "TẤT CẢ"));
  CHECK(kind_of("HẠN MỚI TẤT CẢ 28/12", task, kWholeTask, kAssigner) == "due_changed");
  CHECK(kind_of("THÊM Phòng Nội vụ", task, kWholeTask, kAssigner) == "party_added");
  CHECK(meant("THÊM Phòng Nội vụ", task, kWholeTask, kAssigner).event->new_party->role == PartyRole::part);
  CHECK(has(understood_message(task, {}).opening.vi, "HỦY TẤT CẢ"));
  const std::string text = understood_message(task, {}).text;
  CHECK(has(text, "Thực hiện: UBND phường Lam Sơn"));
  CHECK(has(text, "Cách giao: từng nơi"));
  CHECK(has(text, "0/3 nơi đã hoàn thành"));
  CHECK_FALSE(has(text, "Chủ trì:"));
}

TEST_CASE("tasks/meaning: the assigner changes the whole by the lead's card, one helper by his") {
  const Task task = fresh(Mode::joint);
  const Meaning lead = meant("HẠN MỚI 28/12 tỉnh lùi", task, 0, kAssigner);
  REQUIRE(lead.event.has_value());
  CHECK(lead.event->whole);
  CHECK(lead.event->due == kLater);
  CHECK(lead.event->reason == "tỉnh lùi");
  const Meaning helper = meant("HẠN MỚI 8/12", task, 1, kAssigner);
  CHECK(helper.event->party == 1);
  CHECK_FALSE(helper.event->whole);
  const Meaning informed = meant("TẠM HOÃN", task, 3, kAssigner);  // shows the lead
  CHECK(informed.event->party == 0);
  CHECK(informed.event->whole);
  CHECK(kind_of("GIA HẠN 28/12", task, 0, kAssigner) == "due_changed");  // T3: what is advised can be followed
  CHECK(kind_of("HẠN MỚI không thời hạn", task, 0, kAssigner) == "due_changed");
  CHECK(has(meant("HẠN MỚI 28/12", task, 0, kHolder).refusal.vi, "GIA HẠN"));
  CHECK(meant("HẠN MỚI 20/12", task, 0, kAssigner).event->due_day_off);  // a Sunday

  const Meaning out = meant("BỎ Tư pháp, không liên quan", task, 0, kAssigner);
  REQUIRE(out.event.has_value());
  CHECK(out.event->party == 2);
  CHECK(out.event->reason == "không liên quan");
  CHECK(has(meant("BỎ Phòng Y tế", task, 0, kAssigner).refusal.vi, "Không có “Phòng Y tế”"));
  const Meaning next = meant("CHỦ TRÌ Phòng Tư pháp, cũ để biết", task, 1, kAssigner);
  CHECK(next.event->party == 0);
  CHECK(next.event->to_party == 2);
  CHECK(next.event->old_lead == PartyRole::informed);
  CHECK_FALSE(meant("CHỦ TRÌ Phòng Tư pháp, cũ thôi", task, 0, kAssigner).event->old_lead.has_value());
  CHECK(meant("CHỦ TRÌ Phòng Tư pháp", task, 0, kAssigner).event->old_lead == PartyRole::cooperating);
  CHECK_FALSE(meant("CHỦ TRÌ Phòng Y tế", task, 0, kAssigner).event->to_party.has_value());  // the caller looks further
  CHECK(meant("THÊM Phòng Y tế để biết", task, 0, kAssigner).event->new_party->role == PartyRole::informed);
  CHECK(meant("HỎA TỐC", task, 0, kAssigner).event->priority == Priority::express);
  CHECK(meant("ĐÔN ĐỐC: báo cáo ngay", task, 0, kAssigner).event->reason == "báo cáo ngay");
  CHECK(meant("BỔ SUNG số liệu\nvà biểu", task, 0, kAssigner).event->reason == "số liệu\nvà biểu");
}

TEST_CASE("tasks/meaning: everyday words of the other side are talk, kept whole") {
  const Task task = fresh(Mode::joint);
  for (const char* line :
       {"Bổ sung báo cáo theo yêu cầu của anh", "Thêm Phòng Tư pháp được không ạ", "Giao Cao Văn Tú làm rồi",
        "Bỏ Phòng Tư pháp đi anh", "KHẨN", "Chủ trì Phòng Tư pháp hợp lý hơn"}) {
    CAPTURE(line);
    const Meaning meaning = meant(line, task, 0, kHolder);
    REQUIRE(meaning.event.has_value());
    CHECK(meaning.event->kind == EventKind::commented);
    CHECK(meaning.event->reason == line);
  }
  CHECK(kind_of("Giao Cao Văn Tú soạn", task, 0, kAssigner) == "commented");
}
