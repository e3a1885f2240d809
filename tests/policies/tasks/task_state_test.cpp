#include "policies/tasks/steps/task_state.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "policies/calendar/date.h"

using namespace policies::phrases;
using namespace policies::replies;
using namespace policies::tasks;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kStart = cal::at_minute(cal::Date{2026, 11, 23}, 600);
const base::Timestamp kDue = cal::end_of_day(cal::Date{2026, 12, 20});
const base::AccountId kLeader(1), kWard(2);

Assignment assignment() {
  Assignment head;
  head.task = 7;
  head.number = "NV-2026-000007";
  head.title = "Rà soát hộ nghèo";
  head.assigner = kLeader;
  head.assigner_name = "Nguyễn Văn Bình";
  head.assigned_at = kStart;
  head.due = kDue;
  const std::vector<std::pair<PartyRole, const char*>> parties{{PartyRole::lead, "UBND phường Lam Sơn"},
                                                               {PartyRole::cooperating, "UBND phường Ba Đình"},
                                                               {PartyRole::informed, "Phòng Tài chính"}};
  for (const auto& [role, name] : parties) {
    TaskParty party;
    party.role = role;
    party.name = name;
    party.unit_code = name;
    head.parties.push_back(party);
  }
  return head;
}

TaskEvent event(EventKind kind, base::Timestamp at = kStart + std::chrono::hours(1), int party = 0) {
  TaskEvent e;
  e.kind = kind;
  e.at = at;
  e.party = party;
  e.actor = kWard;
  e.percent = 50;
  e.reason = "lý do";
  e.due = cal::end_of_day(cal::Date{2026, 12, 28});
  if (kind == EventKind::reassigned) {
    e.new_party = TaskParty{};
    e.new_party->name = "Phòng Văn hóa";
  }
  return e;
}

// A task brought into a base state by legal steps only.
Task in_state(State state) {
  using K = EventKind;
  std::vector<K> steps;
  switch (state) {
    case State::not_started: break;
    case State::in_progress: steps = {K::accepted}; break;
    case State::wait_confirm: steps = {K::accepted, K::submitted}; break;
    case State::done: steps = {K::accepted, K::submitted, K::confirmed}; break;
    case State::suspended: steps = {K::accepted, K::suspended}; break;
    case State::returned: steps = {K::accepted, K::submitted, K::given_back}; break;
    case State::redo: steps = {K::accepted, K::submitted, K::given_back, K::accepted}; break;
    case State::cancelled: steps = {K::cancelled}; break;
    case State::refused: steps = {K::refused}; break;
  }
  std::vector<TaskEvent> events;
  for (const auto kind : steps) events.push_back(event(kind));
  Task task = fold(assignment(), events);
  REQUIRE(task.skipped == 0);
  REQUIRE(to_string(task.state()) == std::string(to_string(state)));
  return task;
}

constexpr int kStates = 9, kKinds = 16,
              kLaterKinds = kEventKindCount - kKinds - 1;  // undone needs the task of before: undo_test.cpp

}  // namespace

TEST_CASE("tasks/state: the whole table of states and events") {
  // Rows: states in their order; columns: events in their order. The letter is the new state, '.' a refusal.
  // N not started, P in progress, W waiting, D done, S suspended, R returned, O redo, C cancelled, X refused
  const char* columns = "NPWDSROCX";
  //                                acc pro sub xas xap xre rea ref rgr rde con giv can sus res com
  const std::vector<std::string> table{"P P W N . . N X . . . . C S . N",   // NOT_STARTED
                                       ". P W P . . N X . . . . C S . P",   // IN_PROGRESS
                                       ". . . . . . . . . . D R C S . W",   // WAIT_CONFIRM
                                       ". . . . . . . . . . . . . . . D",   // DONE
                                       ". . . . . . . . . . . . C . P S",   // SUSPENDED
                                       "O O W R . . N . . . . . C S . R",   // RETURNED
                                       ". O W O . . N . . . . . C S . O",   // REDO
                                       ". . . . . . . . . . . . . . . C",   // CANCELLED
                                       "P . . . . . . . C N . . C S . X"};  // REFUSED
  for (int s = 0; s < kStates; ++s) {
    const Task task = in_state(static_cast<State>(s));
    for (int k = 0; k < kKinds; ++k) {
      const auto kind = static_cast<EventKind>(k);
      CAPTURE(to_string(static_cast<State>(s)));
      CAPTURE(to_string(kind));
      const Applied applied = apply(task, event(kind));
      const char expect = table[static_cast<std::size_t>(s)][static_cast<std::size_t>(k) * 2];
      if (expect == '.') {
        CHECK_FALSE(applied.ok);
        CHECK_FALSE(applied.refusal.vi.empty());
        CHECK_FALSE(applied.refusal.en.empty());
        CHECK(applied.task.state() == task.state());
        CHECK(applied.task.events == task.events);
      } else {
        CHECK(applied.ok);
        CHECK(columns[static_cast<int>(applied.task.state())] == expect);
        CHECK(applied.task.events == task.events + 1);
      }
    }
  }
}

TEST_CASE("tasks/state: the assigner's changes and the unit's hands, by the state of the lead") {
  // due lead add remove text priority urge | given; the rest needs a hand and is tried in sharing_test.cpp.
  //                                due lea add rem tex pri urg giv acc pro sub ref ask ret tak ext not esc
  const std::vector<std::string> table{"N C N . N N N P . . . . . . . . . .",   // NOT_STARTED
                                       "P C P . P P P P . . . . . . . . . .",   // IN_PROGRESS
                                       ". . W . W W . . . . . . . . . . . .",   // WAIT_CONFIRM
                                       ". . . . . . . . . . . . . . . . . .",   // DONE
                                       "S . S . S S . . . . . . . . . . . .",   // SUSPENDED
                                       "R C R . R R R O . . . . . . . . . .",   // RETURNED
                                       "O C O . O O O O . . . . . . . . . .",   // REDO
                                       ". . . . . . . . . . . . . . . . . .",   // CANCELLED
                                       ". C X . X X X . . . . . . . . . . ."};  // REFUSED
  const std::string columns = "NPWDSROCX";
  for (int s = 0; s < kStates; ++s) {
    const Task task = in_state(static_cast<State>(s));
    for (int k = 0; k < kLaterKinds; ++k) {
      auto e = event(static_cast<EventKind>(kKinds + k));
      e.priority = Priority::urgent;
      if (e.kind == EventKind::lead_changed) e.to_party = 1;
      if (e.kind == EventKind::party_added) {
        e.new_party = TaskParty{};
        e.new_party->role = PartyRole::cooperating;
        e.new_party->name = "Phòng Văn hóa";
      }
      if (e.kind == EventKind::hand_given) {
        e.due.reset();
        e.person = Hand{};
        e.person->account = base::AccountId(30);
      }
      CAPTURE(to_string(static_cast<State>(s)));
      CAPTURE(to_string(e.kind));
      const Applied applied = apply(task, e);
      const char expect = table[static_cast<std::size_t>(s)][static_cast<std::size_t>(k) * 2];
      CHECK(applied.ok == (expect != '.'));
      CHECK(applied.refusal.empty() == applied.ok);
      if (!applied.ok) continue;
      // A new lead begins where it stood as a helper.
      const State stands = applied.task.state();
      CHECK(columns[static_cast<std::size_t>(stands)] == (e.kind == EventKind::lead_changed ? 'N' : expect));
    }
  }
}

TEST_CASE("tasks/state: a deadline that went by is told to who gave the task once; a new one anew") {
  const auto late = kDue + std::chrono::hours(20);
  for (const State state : {State::not_started, State::in_progress, State::returned, State::redo}) {
    const Task task = in_state(state);
    CHECK_FALSE(apply(task, event(EventKind::escalated, kDue)).ok);
    const Applied told = apply(task, event(EventKind::escalated, late));
    REQUIRE(told.ok);
    CHECK(told.task.state() == state);
    CHECK(told.task.lead().escalated_at() == late);
    CHECK(describe_escalation(told.task.lead()).vi.starts_with("đã báo người giao ngày "));
    CHECK_FALSE(apply(told.task, event(EventKind::escalated, late + std::chrono::hours(24))).ok);
    TaskEvent moved = event(EventKind::due_changed, late + std::chrono::hours(1));
    moved.due = late + std::chrono::hours(48);
    const Task again = apply(told.task, moved).task;
    CHECK_FALSE(again.lead().escalated_at().has_value());
    CHECK(apply(again, event(EventKind::escalated, late + std::chrono::hours(72))).task.lead().escalations.size() == 2);
  }
  for (const State state : {State::wait_confirm, State::suspended, State::refused, State::done, State::cancelled})
    CHECK_FALSE(apply(in_state(state), event(EventKind::escalated, late)).ok);
}

TEST_CASE("tasks/state: words of states, events and roles are read back") {
  for (int s = 0; s < kStates; ++s) CHECK(parse_state(to_string(static_cast<State>(s))) == static_cast<State>(s));
  for (int k = 0; k < kEventKindCount; ++k)
    CHECK(parse_event_kind(to_string(static_cast<EventKind>(k))) == static_cast<EventKind>(k));
  for (int r = 0; r < 4; ++r)
    CHECK(parse_party_role(to_string(static_cast<PartyRole>(r))) == static_cast<PartyRole>(r));
  CHECK_FALSE(parse_state("OVERDUE").has_value());
  CHECK_FALSE(parse_event_kind("").has_value());
}

TEST_CASE("tasks/state: an extension changes the due date only when approved") {
  Task task = in_state(State::in_progress);
  auto asked = apply(task, event(EventKind::extension_asked));
  REQUIRE(asked.ok);
  CHECK(asked.task.due() == kDue);
  REQUIRE(asked.task.lead().pending_extension() != nullptr);
  CHECK_FALSE(apply(asked.task, event(EventKind::extension_asked)).ok);  // one at a time
  const auto refused = apply(asked.task, event(EventKind::extension_refused));
  REQUIRE(refused.ok);
  CHECK(refused.task.due() == kDue);
  CHECK(refused.task.lead().approved_extensions() == 0);
  const auto approved = apply(asked.task, event(EventKind::extension_approved));
  REQUIRE(approved.ok);
  CHECK(approved.task.due() == cal::end_of_day(cal::Date{2026, 12, 28}));
  CHECK(approved.task.lead().approved_extensions() == 1);
  CHECK(approved.task.lead().extensions[0].old_due == kDue);
  CHECK(approved.task.head.due == kDue);  // what was assigned stays known
}

TEST_CASE("tasks/state: extensions in the past, earlier ones and late ones are refused") {
  const Task task = in_state(State::in_progress);
  auto ask = event(EventKind::extension_asked);
  ask.due = kStart - std::chrono::hours(1);
  CHECK_FALSE(apply(task, ask).ok);
  ask.due = kDue - std::chrono::hours(24);
  CHECK_FALSE(apply(task, ask).ok);
  ask = event(EventKind::extension_asked, kDue + std::chrono::hours(1));
  CHECK_FALSE(apply(task, ask).ok);
  Assignment open = assignment();
  open.due.reset();
  CHECK_FALSE(apply(new_task(open), event(EventKind::extension_asked)).ok);
}

TEST_CASE("tasks/state: on time is when the result that was finally accepted was submitted") {
  auto run = [](base::Timestamp submitted, base::Timestamp confirmed) {
    return fold(assignment(), std::vector<TaskEvent>{event(EventKind::accepted), event(EventKind::submitted, submitted),
                                                     event(EventKind::confirmed, confirmed)});
  };
  const auto late = kDue + std::chrono::hours(48);
  CHECK(qualifier(run(kDue, late), late) == Qualifier::in_time);
  CHECK(qualifier(run(kDue + std::chrono::milliseconds(600), late), late) == Qualifier::in_time);  // still 23:59:59
  CHECK(qualifier(run(kDue + std::chrono::seconds(1), late), late) == Qualifier::overdue);
  CHECK(qualifier(run(kDue, late), late, TimeRule{3, Completion::confirmation, 420}) == Qualifier::overdue);
  // A first result in time was given back; the accepted one came late.
  const Task twice =
      fold(assignment(), std::vector<TaskEvent>{event(EventKind::submitted, kDue - std::chrono::hours(5)),
                                                event(EventKind::given_back, kDue - std::chrono::hours(4)),
                                                event(EventKind::submitted, late), event(EventKind::confirmed, late)});
  CHECK(twice.skipped == 0);
  CHECK(twice.state() == State::done);
  CHECK(qualifier(twice, late) == Qualifier::overdue);
  CHECK(twice.lead().times_returned == 1);
}

TEST_CASE("tasks/state: the qualifier is computed from now") {
  const Task task = in_state(State::in_progress);
  CHECK(qualifier(task, kStart) == Qualifier::in_time);
  CHECK(qualifier(task, cal::at_minute(cal::Date{2026, 12, 16}, 1439)) == Qualifier::in_time);
  CHECK(qualifier(task, cal::at_minute(cal::Date{2026, 12, 17}, 0)) == Qualifier::near_due);
  CHECK(qualifier(task, kDue) == Qualifier::near_due);
  CHECK(qualifier(task, kDue + std::chrono::seconds(1)) == Qualifier::overdue);
  CHECK(describe_state(task.lead(), kDue + std::chrono::seconds(1)).vi == "đang thực hiện, quá hạn");
  CHECK(qualifier(in_state(State::suspended), kDue + std::chrono::hours(1)) == Qualifier::none);
  CHECK(qualifier(in_state(State::wait_confirm), kDue + std::chrono::hours(1)) == Qualifier::in_time);
  CHECK(describe_state(in_state(State::done).lead(), kDue).vi == "đã hoàn thành đúng hạn");
  Assignment open = assignment();
  open.due.reset();
  CHECK(qualifier(new_task(open), kDue) == Qualifier::no_due);
}

TEST_CASE("tasks/state: each party has its own state, the lead decides the task") {
  Task task = new_task(assignment());
  auto step = [&](EventKind kind, int party) {
    auto applied = apply(task, event(kind, kStart + std::chrono::hours(1), party));
    if (applied.ok) task = applied.task;
    return applied.ok;
  };
  CHECK(step(EventKind::accepted, 1));
  CHECK(task.state() == State::not_started);
  CHECK(task.parties[1].state == State::in_progress);
  CHECK_FALSE(step(EventKind::accepted, 2));  // for information only
  CHECK(step(EventKind::commented, 2));
  CHECK_FALSE(step(EventKind::accepted, 3));
  CHECK_FALSE(step(EventKind::accepted, -1));
  CHECK(step(EventKind::submitted, 0));
  CHECK(step(EventKind::confirmed, 0));
  CHECK_FALSE(step(EventKind::submitted, 1));  // the task has ended
}

TEST_CASE("tasks/state: cancelling the lead cancels all, cancelling a helper only that one") {
  const Task task = new_task(assignment());
  const auto helper = apply(task, event(EventKind::cancelled, kStart, 1));
  REQUIRE(helper.ok);
  CHECK(helper.task.state() == State::not_started);
  const auto all = apply(task, event(EventKind::cancelled, kStart, 0));
  REQUIRE(all.ok);
  for (const auto& party : all.task.parties) CHECK(party.state == State::cancelled);
}

TEST_CASE("tasks/state: a reassigned lead hands over role and due date") {
  const auto moved = apply(in_state(State::in_progress), event(EventKind::reassigned));
  REQUIRE(moved.ok);
  CHECK(moved.task.parties.size() == 4);
  CHECK(moved.task.lead_index() == 3);
  CHECK(moved.task.lead().name == "Phòng Văn hóa");
  CHECK(moved.task.due() == kDue);
  CHECK(moved.task.state() == State::not_started);
  CHECK(moved.task.parties[0].reassigned_to == 3);
  CHECK_FALSE(apply(moved.task, event(EventKind::submitted)).ok);
  CHECK(apply(moved.task, event(EventKind::accepted, kStart, 3)).ok);
}

TEST_CASE("tasks/state: fold equals applying one by one, illegal events are counted and change nothing") {
  std::vector<TaskEvent> events;
  std::uint64_t seed = 12345;
  Task task = new_task(assignment());
  for (int i = 0; i < 400; ++i) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    auto e = event(static_cast<EventKind>((seed >> 33) % kKinds), kStart + std::chrono::minutes(i),
                   static_cast<int>((seed >> 50) % 4));
    if (e.kind == EventKind::cancelled && i < 300) continue;
    e.seq = i + 1;
    events.push_back(e);
    const auto applied = apply(task, e);
    if (applied.ok) task = applied.task;
  }
  const Task folded = fold(assignment(), events);
  CHECK(folded.events == task.events);
  CHECK(folded.last_seq == task.last_seq);
  CHECK(folded.skipped + folded.events == static_cast<int>(events.size()));
  REQUIRE(folded.parties.size() == task.parties.size());
  for (std::size_t i = 0; i < task.parties.size(); ++i) CHECK(folded.parties[i].state == task.parties[i].state);
}

TEST_CASE("tasks/meaning: one reply word, one step, from the right side") {
  const auto& calendar = cal::shipped_calendar();
  auto meaning = [&](const char* line, const Task& task, Side side, int party = 0) {
    const Reply reply = parse_reply(line, ReplyContext{calendar, kStart, task.due()});
    REQUIRE(reply.applies());
    const Meaning m = meaning_of(reply, task, party, side);
    CHECK(m.event.has_value() == m.refusal.empty());
    return m.event ? std::string(to_string(m.event->kind)) : std::string("-");
  };
  const Side holder{false, true}, assigner{true, false};
  const Task working = in_state(State::in_progress);
  const Task extension = apply(working, event(EventKind::extension_asked)).task;
  const Task waiting = in_state(State::wait_confirm);
  const Task refused = in_state(State::refused);
  const Task both = apply(extension, event(EventKind::submitted)).task;
  CHECK(meaning("NHẬN", working, holder) == "accepted");
  CHECK(meaning("XONG", working, holder) == "submitted");
  CHECK(meaning("gia hạn 28/12 chờ", working, holder) == "extension_asked");
  CHECK(meaning("từ chối bận", working, holder) == "refused");
  CHECK(meaning("chuyển tới Phòng Văn hóa", working, holder) == "reassigned");
  CHECK(meaning("XONG", working, assigner) == "-");
  CHECK(meaning("ĐỒNG Ý", working, holder) == "-");
  CHECK(meaning("ĐỒNG Ý", working, assigner) == "-");
  CHECK(meaning("ĐỒNG Ý", extension, assigner) == "extension_approved");
  CHECK(meaning("KHÔNG, cần đúng hạn", extension, assigner) == "extension_refused");
  CHECK(meaning("ĐỒNG Ý", waiting, assigner) == "confirmed");
  CHECK(meaning("KHÔNG thiếu phụ lục", waiting, assigner) == "given_back");
  CHECK(meaning("ĐỒNG Ý", refused, assigner) == "refusal_granted");
  CHECK(meaning("TRẢ LẠI phải làm", refused, assigner) == "refusal_denied");
  CHECK(meaning("ĐỒNG Ý", both, assigner) == "-");
  CHECK(meaning("ĐÓNG", both, assigner) == "confirmed");
  CHECK(meaning("VÀO SỔ", working, holder) == "-");
  CHECK(meaning("NHẬN", working, holder, 9) == "-");
  const Meaning asked =
      meaning_of(parse_reply("gia hạn 28/12 chờ", ReplyContext{calendar, kStart, {}}), working, 0, holder);
  REQUIRE(asked.event.has_value());
  CHECK(asked.event->due == cal::end_of_day(cal::Date{2026, 12, 28}));
  CHECK(asked.event->reason == "chờ");
}

TEST_CASE("tasks/meaning: more time is offered only while it may still be asked for") {
  const Task task = in_state(State::in_progress);
  auto offers = [&](base::Timestamp now) {
    const auto all = reply_choices(task, 0, Side{false, true}, now);
    return std::any_of(all.begin(), all.end(), [](const Choice& choice) { return choice.intent == Intent::extend; });
  };
  CHECK(offers(kDue));
  CHECK_FALSE(offers(kDue + std::chrono::seconds(1)));
}
