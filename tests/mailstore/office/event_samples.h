// Bodies of every kind of event, and a journal in which they fit each other: what the tests of the codec and of the
// rows share.
#pragma once

#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "mailstore/office/journal/event.h"
#include "tests/mailstore/office/event_values.h"

namespace tests {

// What a kind can hold, each field set in one of them, and each of its words. A kind without samples does not compile.
template <class Body>
std::vector<Body> samples() = delete;

template <>
inline std::vector<mailstore::office::TaskAssigned> samples() {
  auto whole = assigned();
  whole.deadline->minute = 16 * 60 + 30;
  whole.deadline->counted = true;
  auto open = assigned(kTask + 1, 2);
  open.assignment.due.reset();
  open.deadline.reset();
  return {whole, open};
}
template <>
inline std::vector<mailstore::office::TaskStep> samples() {
  using policies::tasks::EventKind;
  auto moved = step(EventKind::reassigned, 1);
  moved.event.new_party = party(policies::tasks::PartyRole::cooperating, kOther, "BACSON");
  auto asked = step(EventKind::extension_asked);
  asked.event.due = policies::calendar::end_of_day(day(2026, 12, 25));
  asked.event.reason = "chờ số liệu";
  auto progressed = step(EventKind::progressed);
  progressed.event.percent = 40;
  return {moved, asked, progressed, step(EventKind::commented)};
}
template <>
inline std::vector<mailstore::office::NumberReserved> samples() {
  return {reserved(7, day(2026, 11, 23)), reserved(1, day(2026, 11, 23), mailstore::office::Book::copies)};
}
template <>
inline std::vector<mailstore::office::NumberVoided> samples() {
  return {{key(2), "ghi nhầm loại văn bản"}};
}
template <>
inline std::vector<mailstore::office::BookOpened> samples() {
  return {{key(700, 2027), day(2027, 1, 4)}, {key(12, 2027, mailstore::office::Book::incoming), day(2027, 1, 4)}};
}
template <>
inline std::vector<mailstore::office::DocumentDispatched> samples() {
  return {dispatched(1)};
}
template <>
inline std::vector<mailstore::office::DocumentArrived> samples() {
  auto local = arrived("147/BC-UBND");
  local.sender = key(147, 2026, mailstore::office::Book::outgoing, kWard);
  local.recipient = 3;
  local.duplicate_of = 2;
  local.shares_message_id = true;
  local.signature = "Chữ ký của Mai Đình Lâm, trên cả thư.";
  auto scanned = arrived("");
  scanned.date.year = 0;
  scanned.origin = mailstore::office::Origin::appended;
  auto copied = arrived();
  copied.origin = mailstore::office::Origin::copied;
  return {local, scanned, copied};
}
template <>
inline std::vector<mailstore::office::DocumentRegistered> samples() {
  return {{1, 2026, 17, day(2026, 11, 23)}};
}
template <>
inline std::vector<mailstore::office::DocumentReturned> samples() {
  return {{1, "gửi nhầm nơi nhận"}};
}
template <>
inline std::vector<mailstore::office::StatusReceived> samples() {
  using policies::dispatch::ExchangeStatus;
  return {status(1, 0, ExchangeStatus::arrived), status(1, 1, ExchangeStatus::refused, "sai thẩm quyền"),
          status(1, 0, ExchangeStatus::registered, "", "17 (23/11/2026)")};
}
template <>
inline std::vector<mailstore::office::Question> samples() {
  mailstore::office::Question draft;
  draft.rule = "no-lead";
  draft.subject = "Cần làm rõ: Báo cáo";
  draft.text = "Ai chủ trì?";
  draft.round = 2;
  mailstore::office::TaskDraft task;
  task.assignment = assigned().assignment;
  task.assignment.task = 0;
  task.assignment.number.clear();
  task.assignment.parties.clear();
  task.deadline = assigned().deadline;
  task.deadline_open = true;
  task.deadline_candidate = assigned().deadline;
  task.unknown = {"khong.ai@bimson.example"};
  draft.drafts = {task};
  mailstore::office::Question confirm;
  confirm.rule = "confirm-step";
  confirm.subject = "Re: Báo cáo";
  confirm.text = "Đã xong?";
  confirm.task = kTask;
  confirm.party = 1;
  confirm.steps = {step(policies::tasks::EventKind::submitted, 1).event};
  return {draft, confirm};
}
template <>
inline std::vector<mailstore::office::Answered> samples() {
  return {{"ambiguous-deadline", "Re: Báo cáo", "Hạn nào?", kTask, 1, true}};
}

inline policies::phrases::Period monthly() {
  policies::phrases::Period period;
  period.day = 25;
  period.first = day(2026, 11, 23);
  period.words = "ngày 25 hằng tháng";
  return period;
}
template <>
inline std::vector<mailstore::office::SeriesStarted> samples() {
  mailstore::office::SeriesStarted month{"CK-2026-000001", assigned().assignment, monthly(), 10};
  month.assignment.task = 0;
  month.assignment.number.clear();
  month.assignment.due.reset();
  auto rare = month;
  rare.number = "CK-2026-000002";
  rare.period.unit = policies::phrases::PeriodUnit::week;
  rare.period.every = 2;
  rare.period.day = 0;
  rare.period.weekday = 5;
  rare.period.minute = 16 * 60;
  rare.period.first_said = true;
  rare.period.until = day(2027, 6, 30);
  return {month, rare};
}
template <>
inline std::vector<mailstore::office::SeriesChanged> samples() {
  using policies::tasks::SeriesState;
  mailstore::office::SeriesChanged all{1, "CK-2026-000001", kLeader, {}};
  all.change.period = monthly();
  all.change.period->day_is = policies::phrases::PeriodDay::last_working;
  all.change.days_before = 5;
  all.change.parties = {party(policies::tasks::PartyRole::lead, kOther, "DONGSON")};
  all.change.mode = policies::tasks::Mode::joint;
  all.change.added = "kèm số liệu";
  all.change.assigner = kHead;
  all.change.assigner_name = "Trần Văn An, Phó Chủ tịch";
  all.change.state = SeriesState::running;
  mailstore::office::SeriesChanged stopped{1, "CK-2026-000001", kLeader, {}};
  stopped.change.state = SeriesState::paused;
  stopped.change.by_server = true;
  stopped.change.reason = "party:Phòng Kinh tế";
  mailstore::office::SeriesChanged missed{1, "CK-2026-000001", kLeader, {}};
  missed.change.missed = {day(2026, 12, 25), day(2027, 1, 25)};
  return {all, stopped, missed};
}
template <>
inline std::vector<mailstore::office::SeriesEnded> samples() {
  return {{1, "CK-2026-000001", kLeader, "không cần nữa"}, {1, "CK-2026-000001", kLeader, ""}};
}
template <>
inline std::vector<mailstore::office::AccessGranted> samples() {
  mailstore::office::AccessRight substitute;
  substitute.grant.id = 77;
  substitute.grant.account = kHead;
  substitute.grant.for_account = kLeader;
  substitute.grant.from = policies::calendar::at_minute({2026, 12, 5}, 0);
  substitute.grant.until = policies::calendar::at_minute({2026, 12, 11}, 0);
  substitute.name = "Trần Văn Bình";
  substitute.address = "binh@bimson.example";
  substitute.for_name = "Chủ tịch Mai Đình Lâm";
  substitute.for_address = "chutich@bimson.example";
  mailstore::office::AccessRight enter;
  enter.grant.kind = directory::GrantKind::enter;
  enter.grant.unit = base::UnitId(102);
  enter.grant.from = policies::calendar::at_minute({2026, 12, 5}, 13 * 60 + 30);
  enter.name = "Văn phòng";
  mailstore::office::AccessRight fields = substitute;
  fields.grant.kind = directory::GrantKind::fields;
  fields.grant.for_account = {};
  fields.for_name = fields.for_address = "";
  fields.grant.fields = {"VX", "KT"};
  return {{substitute}, {enter}, {fields}};
}
template <>
inline std::vector<mailstore::office::AccessWithdrawn> samples() {
  return {{samples<mailstore::office::AccessGranted>().front().right}};
}

// Fields and words of tasks that came later: in a list of their own, so that the lines before keep their numbers.
inline std::vector<mailstore::office::TaskAssigned> later_assignments() {
  using namespace policies::tasks;
  auto each = assigned(kTask + 3, 4);
  each.assignment.mode = Mode::each;
  each.assignment.priority = Priority::very_urgent;
  each.assignment.due_day_off = true;
  each.assignment.entered_by = kClerk;
  each.assignment.entered_by_name = "Lê Thị Hoa, Văn phòng";
  for (auto& one : each.assignment.parties) one.role = PartyRole::part;
  each.assignment.parties[1].unit = base::UnitId(103);
  return {each};
}

// Of minutes, later still.
inline mailstore::office::TaskAssigned minutes_assigned() {
  auto body = assigned(kTask + 4, 10);
  body.in_table = true;
  return body;
}
inline policies::tasks::PointTable point_table() {
  policies::tasks::PointTable table;
  table.opening = {"2 việc:\n", "2 tasks:\n"};
  table.closing = {"Trả lời ĐÚNG.\n", "Reply YES.\n"};
  policies::tasks::PointRow created;
  created.number = 1;
  created.task = kTask + 4;
  created.task_number = "NV-2026-000010";
  created.work = "Báo cáo thu ngân sách";
  created.lead = "Phòng Kinh tế";
  created.cooperating = "Công an";
  created.informed = "Văn phòng";
  created.due = {"18/12", "18 Dec"};
  policies::tasks::PointRow open;
  open.number = 2;
  open.work = "Rà soát";
  open.unclear = {{"Ai chủ trì?", "Who leads?"}};
  open.information = true;
  open.each = true;
  table.rows = {created, open};
  return table;
}
inline mailstore::office::Question minutes_question() {
  auto question = samples<mailstore::office::Question>().front();
  question.rule = "several-or-one";
  question.one = question.drafts.front();
  question.table = point_table();
  auto& draft = question.drafts.front();
  draft.point = 2;
  draft.information = true;
  draft.several = {"Phòng Kinh tế"};
  draft.doubt = {"31/11 không có", "no 31 Nov"};
  return question;
}
inline mailstore::office::Answered minutes_answered() {
  mailstore::office::Answered body{"minutes-created", "Đã giao 1 việc", "Đã giao.", 0, 0, false};
  body.table = point_table();
  return body;
}
inline policies::tasks::Hand hand(base::AccountId account) {
  policies::tasks::Hand out;
  out.account = account;
  out.address = "nguoi" + std::to_string(account.value) + "@bimson.example";
  out.name = "Cao Văn Tú";
  return out;
}
inline std::vector<mailstore::office::TaskStep> later_steps() {
  using namespace policies::tasks;
  std::vector<mailstore::office::TaskStep> all;
  auto add = [&](EventKind kind, int number = 0) -> TaskEvent& {
    all.push_back(step(kind, number, kTask + 2));
    return all.back().event;
  };
  auto& due = add(EventKind::due_changed);
  due.due = policies::calendar::end_of_day(day(2026, 12, 20));
  due.reason = "tỉnh lùi hạn";
  due.whole = due.due_day_off = true;
  auto& urgency = add(EventKind::priority_changed);
  urgency.priority = Priority::express;
  urgency.old_priority = Priority::normal;
  auto& words = add(EventKind::text_added);
  words.reason = "kèm số liệu\nnăm 2025";
  words.whole = true;
  add(EventKind::text_added, 1).reason = "ký số";
  add(EventKind::urged).whole = true;
  auto& more = add(EventKind::party_added);
  more.new_party = party(PartyRole::cooperating, kOther, "BACSON");
  more.new_party->unit = base::UnitId(103);
  add(EventKind::party_removed, 1).reason = "không liên quan";
  auto given = [&](base::AccountId to) {
    auto& event = add(EventKind::hand_given);
    event.person = hand(to);
    event.due = policies::calendar::end_of_day(day(2026, 12, 10));
    event.reason = "soạn dự thảo";
  };
  given(base::AccountId(301));
  add(EventKind::hand_accepted).hand = 0;
  auto& progress = add(EventKind::hand_progressed);
  progress.hand = 0;
  progress.percent = 30;
  add(EventKind::hand_submitted).hand = 0;
  auto& back = add(EventKind::hand_returned);
  back.hand = 0;
  back.reason = "thiếu biểu";
  add(EventKind::hand_submitted).hand = 0;
  add(EventKind::submitted).hand = 0;
  add(EventKind::given_back).reason = "chưa đạt";
  given(base::AccountId(302));
  auto& refused = add(EventKind::hand_refused);
  refused.hand = 1;
  refused.reason = "đi học";
  add(EventKind::hand_taken_back).hand = 1;
  auto& asked = add(EventKind::extension_asked);
  asked.due = policies::calendar::end_of_day(day(2026, 12, 27));
  asked.due_day_off = true;
  asked.reason = "chờ";
  auto& lead = add(EventKind::lead_changed);
  lead.to_party = 2;
  lead.old_lead = PartyRole::cooperating;
  add(EventKind::suspended, 2).whole = true;
  add(EventKind::resumed, 2).whole = true;
  auto& other = add(EventKind::lead_changed, 2);
  other.new_party = party(PartyRole::lead, kOther, "QUANGTRUNG");
  other.new_party->unit = base::UnitId(104);
  return all;
}
inline std::vector<mailstore::office::Event> later_samples() {
  std::vector<mailstore::office::Event> all;
  for (const auto& body : later_assignments())
    all.push_back(event(static_cast<std::int64_t>(all.size()) + 1, body, kLeader));
  for (const auto& body : later_steps()) all.push_back(event(static_cast<std::int64_t>(all.size()) + 1, body, kLeader));
  return all;
}

// The samples of all kinds of the variant, seq 1 … n, by the server and by persons in turn.
template <class... Bodies>
std::vector<mailstore::office::Event> all_samples(std::type_identity<std::variant<Bodies...>>) {
  std::vector<mailstore::office::Event> all;
  auto add = [&]<class Body>(const std::vector<Body>& bodies) {
    for (const Body& body : bodies) {
      const auto seq = static_cast<std::int64_t>(all.size()) + 1;
      all.push_back(event(seq, body, seq % 4 == 0 ? base::AccountId() : kClerk));
    }
  };
  (add(samples<Bodies>()), ...);
  return all;
}
inline std::vector<mailstore::office::Event> all_samples() {
  return all_samples(std::type_identity<mailstore::office::EventBody>());
}

// A whole little journal of the town, seq 1 … n: every kind of event, every kind of task step.
inline std::vector<mailstore::office::Event> journal_of_town() {
  using namespace mailstore::office;
  using policies::tasks::EventKind;
  std::vector<Event> all;
  auto add = [&](EventBody body, base::AccountId actor = kClerk) {
    all.push_back(event(static_cast<std::int64_t>(all.size()) + 1, std::move(body), actor));
    return all.back().seq;
  };
  auto add_step = [&](EventKind kind, base::AccountId actor, int number = 0, std::string reason = "",
                      std::optional<base::Timestamp> due = {}, int percent = 0) {
    TaskStep body = step(kind, number);
    body.event.reason = std::move(reason);
    body.event.due = due;
    body.event.percent = percent;
    return add(std::move(body), actor);
  };
  const auto from_outside = add(arrived());
  add(DocumentRegistered{from_outside, 2026, 1, day(2026, 11, 23)});
  add(assigned(), kLeader);
  add_step(EventKind::accepted, kHead);
  add_step(EventKind::progressed, kHead, 0, "đang tổng hợp", {}, 40);
  add_step(EventKind::extension_asked, kHead, 0, "chờ số liệu", policies::calendar::end_of_day(day(2026, 12, 25)));
  add_step(EventKind::extension_approved, kLeader);
  add_step(EventKind::extension_asked, kOther, 1, "xin thêm", policies::calendar::end_of_day(day(2026, 12, 30)));
  add_step(EventKind::extension_refused, kLeader, 1, "không");
  add_step(EventKind::suspended, kLeader, 1);
  add_step(EventKind::resumed, kLeader, 1);
  add_step(EventKind::refused, kOther, 1, "không thuộc thẩm quyền");
  add_step(EventKind::refusal_denied, kLeader, 1, "vẫn làm");
  add_step(EventKind::refused, kOther, 1, "thật đấy");
  add_step(EventKind::refusal_granted, kLeader, 1);
  {
    TaskStep body = step(EventKind::reassigned);
    body.event.new_party = party(policies::tasks::PartyRole::informed, kOther, "BACSON");
    add(std::move(body), kHead);
  }
  add_step(EventKind::submitted, kOther, 2);
  add_step(EventKind::given_back, kLeader, 2, "thiếu phụ lục");
  add_step(EventKind::submitted, kOther, 2);
  add_step(EventKind::commented, kHead, 0, "cảm ơn");
  add_step(EventKind::confirmed, kLeader, 2);
  add(assigned(kTask + 1, 2), kLeader);
  {
    TaskStep body = step(EventKind::cancelled, 0, kTask + 1);
    body.event.reason = "không cần nữa";
    add(std::move(body), kLeader);
  }
  add(Answered{"ambiguous-deadline", "Re: Báo cáo", "Hạn nào?", kTask, 0, false}, kLeader);
  add(reserved(1, day(2026, 11, 23)));
  add(reserved(2, day(2026, 11, 23)));
  add(reserved(3, day(2026, 11, 24)));
  add(reserved(1, day(2026, 11, 23), Book::copies));
  add(NumberVoided{key(2), "ghi nhầm loại văn bản"});
  add(dispatched(1));
  add(status(1, 0, policies::dispatch::ExchangeStatus::arrived), {});
  add(status(1, 1, policies::dispatch::ExchangeStatus::arrived), {});
  add(status(1, 0, policies::dispatch::ExchangeStatus::registered, "", "17 (23/11/2026)"), {});
  add(status(1, 1, policies::dispatch::ExchangeStatus::refused, "sai thẩm quyền"), {});
  const auto again = add(arrived("88/KH-UBND"));
  add(DocumentReturned{again, "gửi nhầm nơi nhận"});
  BookOpened opened{key(700, 2027), day(2027, 1, 4)};
  add(opened, {});
  add(assigned(kTask + 2, 3), kLeader);
  for (const auto& body : later_steps()) add(body, kLeader);
  for (const auto& body : later_assignments()) add(body, kLeader);
  add(step(EventKind::submitted, 0, kTask + 3), kHead);
  {
    TaskStep body = step(EventKind::confirmed, 0, kTask + 3);
    body.event.whole = true;
    add(std::move(body), kLeader);
  }
  add(step(EventKind::cancelled, 1, kTask + 3), kLeader);
  const auto asked = add(samples<Question>().front(), kLeader);
  add(assigned(kTask + 9, 9), kLeader);
  all.back().answers = all.back().source = asked;
  add(samples<Question>().back(), kHead);
  add(Answered{"comment-kept", "Re: Báo cáo", "Đã ghi nhận.", kTask, 0, false, "nv-9001"}, kHead);
  add(Answered{"comment-kept", "Re: Báo cáo", "Đã ghi nhận.", kTask, 0, false, "nv-9001"}, kHead);  // told once
  for (SeriesStarted body : samples<SeriesStarted>()) {
    const auto series = add(body, kLeader);
    const std::string number = body.number;
    TaskAssigned period = assigned(kTask + 20 + series, 20 + static_cast<int>(series));
    period.assignment.series = series;
    period.assignment.series_number = number;
    period.assignment.series_period = "tháng 12/2026";
    add(period, {});
    for (SeriesChanged change : samples<SeriesChanged>()) {
      change.series = series;
      change.number = number;
      add(change, change.change.by_server ? base::AccountId() : kLeader);
    }
    add(SeriesEnded{series, number, kLeader, "không cần nữa"}, kLeader);
  }
  Question recurring = samples<Question>().front();
  recurring.drafts[0].period = monthly();
  recurring.drafts[0].period_words = "ngày 25 hằng tháng";
  recurring.drafts[0].period_open = recurring.drafts[0].period_or_once = true;
  recurring.drafts[0].days_before = 3;
  add(recurring, kLeader);
  auto late = assigned(kTask + 4, 10);
  late.assignment.due = minute(0);
  for (auto& one : late.assignment.parties) one.due = minute(0);
  add(std::move(late), kLeader);
  TaskStep told = step(EventKind::escalated, 0, kTask + 4);
  told.event.due = minute(0);
  add(std::move(told), {});
  for (const auto& body : samples<AccessGranted>()) add(body, kLeader);
  add(samples<AccessWithdrawn>().front(), kLeader);
  {
    Question handing_over;
    handing_over.rule = "unclear-access";
    handing_over.subject = "Cần làm rõ: Ủy quyền";
    handing_over.text = "Đến ngày nào?";
    handing_over.access = AccessDraft{samples<AccessGranted>().front().right, false, true};
    add(std::move(handing_over), kLeader);
  }
  {
    TaskStep body = step(EventKind::urged, 0, kTask + 9);
    body.event.in_name_of = kLeader;
    body.event.in_name = "Chủ tịch Mai Đình Lâm";
    add(std::move(body), kHead);
  }
  // More time inside a unit; files that go up with a result; words that wait until it is said for which task.
  add(assigned(kTask + 5, 11), kLeader);
  TaskStep to_person = step(EventKind::hand_given, 0, kTask + 5);
  to_person.event.person = hand(base::AccountId(301));
  to_person.event.due = policies::calendar::end_of_day(day(2026, 12, 10));
  add(std::move(to_person), kHead);
  for (const EventKind answer : {EventKind::hand_extended, EventKind::hand_not_extended}) {
    TaskStep wish = step(EventKind::hand_extension_asked, 0, kTask + 5);
    wish.event.hand = 0;
    wish.event.due = policies::calendar::end_of_day(day(2026, 12, 14));
    if (answer == EventKind::hand_not_extended) wish.event.due = policies::calendar::end_of_day(day(2026, 12, 16));
    wish.event.reason = "mẫu chưa có";
    add(std::move(wish), kHead);
    TaskStep said = step(answer, 0, kTask + 5);
    said.event.hand = 0;
    if (answer == EventKind::hand_extended) said.event.due = policies::calendar::end_of_day(day(2026, 12, 14));
    add(std::move(said), kHead);
  }
  TaskStep result = step(EventKind::hand_submitted, 0, kTask + 5);
  result.event.hand = 0;
  result.files = {"báo cáo.pdf"};
  const auto handed_in = add(std::move(result), kHead);
  TaskStep up = step(EventKind::submitted, 0, kTask + 5);
  up.event.hand = 0;
  up.files = {"báo cáo.pdf", "tờ trình.pdf"};
  up.mails = {{all.back().office, handed_in}};
  add(std::move(up), kHead);
  {
    Question which;
    which.rule = "which-task";
    which.subject = "Nhiệm vụ nào? XONG";
    which.text = "Nhiệm vụ nào?";
    which.choices = {{kTask, 0, "NV-2026-000001", "Báo cáo"}, {kTask + 5, 0, "NV-2026-000011", "Rà soát"}};
    which.words = "XONG";
    which.files = {"báo cáo.pdf"};
    which.mails = {{all.back().office, handed_in}};
    add(std::move(which), kHead);
  }
  return all;
}

}  // namespace tests
