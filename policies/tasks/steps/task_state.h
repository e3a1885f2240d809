// The transitions of a task and what is computed from its dates. Pure: (task, event, relation) → new task or a sentence
// why not. The journal keeps the events; fold() makes the task of them. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/sentence.h"
#include "policies/access/may.h"
#include "policies/replies/reply_grammar.h"
#include "policies/tasks/task.h"

namespace policies::tasks {

using base::Sentence;

enum class EventKind {
  accepted,
  progressed,
  submitted,
  extension_asked,
  extension_approved,
  extension_refused,
  reassigned,
  refused,
  refusal_granted,  // the assigner lets the party go: CANCELLED
  refusal_denied,   // the party must do it: NOT_STARTED
  confirmed,        // the result is accepted: DONE
  given_back,       // the result is not accepted: RETURNED
  cancelled,
  suspended,
  resumed,
  commented,
  // The assigner changes his mind.
  due_changed,       // due: the new one, nothing = none any more
  lead_changed,      // joint only; party: the old lead; to_party or new_party leads; old_lead: what the old one becomes
  party_added,       // new_party with its role
  party_removed,     // not the lead: lead_changed first
  text_added,        // reason: the words. Files go with the causing mail
  priority_changed,  // priority
  urged,             // đôn đốc: counted and told, changes nothing
  // Inside a unit (hand.h). All but hand_given name a hand of the party.
  hand_given,            // person; due: his own; reason: the words. To one who has it: its words and due are new
  hand_accepted,         // from here four of the person …
  hand_progressed,       // percent
  hand_submitted,        // his XONG: goes to the head
  hand_refused,          // reason
  hand_extension_asked,  // due: the day he asks for; reason
  hand_returned,         // … and four of the head. Reason
  hand_taken_back,
  hand_extended,      // what he asked for is granted: due, within the unit's own
  hand_not_extended,  // reason
  escalated,          // by the server: the deadline went by and who gave the task was told. due: the one that went by
  undone,             // what the last mail did is taken back (undo.h): not folded here, it needs the task of before
};
inline constexpr int kEventKindCount = static_cast<int>(EventKind::undone) + 1;
const char* to_string(EventKind kind);  // "extension_asked", as stored
std::optional<EventKind> parse_event_kind(std::string_view word);
access::Action action_of(EventKind kind);  // what may() must be asked
// Steps whose TaskEvent::reason is no reason but what the sender wrote besides the command: several lines, as written.
inline bool carries_words(EventKind kind) {
  return kind == EventKind::accepted || kind == EventKind::progressed || kind == EventKind::submitted ||
         kind == EventKind::commented || kind == EventKind::text_added || kind == EventKind::urged ||
         kind == EventKind::hand_given || kind == EventKind::hand_accepted || kind == EventKind::hand_progressed ||
         kind == EventKind::hand_submitted;
}
inline bool is_hand_step(EventKind kind) {
  return kind >= EventKind::hand_given && kind <= EventKind::hand_not_extended;
}
inline constexpr std::size_t kMaxWords = 4000;  // bytes of them kept in an event; the mail itself is kept whole

struct TaskEvent {
  std::int64_t seq = 0;  // of the journal
  EventKind kind = EventKind::commented;
  base::Timestamp at;
  base::AccountId actor;
  int party = 0;                       // index of the party it is about
  int percent = 0;                     // progressed
  std::optional<base::Timestamp> due;  // extension_asked, due_changed, hand_given, escalated
  std::string reason;
  // reassigned, lead_changed: the one who takes over (its role, due and state are set here); party_added: its role
  // counts, its due when it has one, else the task's.
  std::optional<TaskParty> new_party;

  // Of the whole task, not of this party alone. Of suspended, resumed, cancelled, due_changed, extension_approved
  // (joint), confirmed, given_back, text_added, urged; each: on every part for which it is legal (one must be), joint:
  // see apply().
  bool whole = false;
  bool due_day_off = false;              // due is a day off
  std::optional<int> to_party;           // lead_changed to a party that is there
  std::optional<PartyRole> old_lead;     // lead_changed: cooperating or informed; nothing: it goes
  Priority priority = Priority::normal;  // priority_changed
  std::optional<Priority> old_priority;  // the one before, for the sentence
  std::optional<int> hand;               // hand steps; submitted: whose result it is; commented: whom the head answers
  std::optional<Hand> person;            // hand_given: account, address and name
  // undone: seq of the first step taken back, whose standing changes, and what it was.
  std::int64_t undoes = 0;
  std::vector<int> parties{};
  Sentence taken_back{};
  // Done in the name of this leader (by his substitute, by the committee office); 0 and "": in the actor's own.
  base::AccountId in_name_of{};
  std::string in_name{};  // "Chủ tịch Mai Đình Lâm"
  // due_changed: not empty = the deadline was counted anew with the working calendar of this version; no assigner's
  // change. reason: what the calendar changed, in Vietnamese.
  std::string calendar_version{};
};

// Which side the sender of a reply stands on for this party. A person may be both (a leader who gave himself a task).
struct Side {
  bool assigner = false;
  bool holder = false;
  bool head = false;   // leads or heads the unit that holds it: gives, takes back and returns hands, sends results up
  int hand = -1;       // the open hand that he has of this party; without `head` he acts for that hand only
  int spoken_to = -1;  // head: the hand whose words he answers; -1: he speaks to the assigner
};

struct Applied {
  bool ok = false;
  Task task;         // the new one when ok, else the old
  Sentence refusal;  // when not ok: where the task stands and what can be done
};

// `at` of the event is the time of the step. Dates of an extension or change must lie after it.
// In a joint task `whole` is the lead and with it: suspended, resumed – all who work on it; cancelled – all;
// due_changed – all with the lead's old deadline, and those whose own one would lie behind the new. Without `whole` a
// step is of its party alone (so it is in journals from before; only cancelling the lead always cancelled all).
// due_changed is not legal while a result or a refusal waits for the assigner (it must be answered first: a deadline
// moved behind or before a result would make a late one timely or a timely one late), nor on what has ended; a
// suspended one may get a new deadline. It settles a waiting extension as superseded.
// Whatever ends a party's part (done, cancelled, removed, passed on) ends its hands: submitted ones are done when the
// result was accepted, all others are taken back.
Applied apply(const Task& task, const TaskEvent& event);

// The event as another kind of step: a head's "CHUYỂN TỚI <person of his unit>" keeps the unit. REQUIRES: reassigned.
TaskEvent hand_of(TaskEvent reassigned, const TaskParty& person);

// A party that is this unit or person, -1: none. Removed ones and those who passed it on count too.
int find_party(const Task& task, base::UnitId unit, base::AccountId account);
// The new_party of an event that was applied: it may have been there before (removed, informed). -1: none.
int new_party_of(const Task& task_after, const TaskEvent& event);

// The party of a card about the whole of a task (the echo to the assigner, a list): meaning_of() and choices take it
// for a joint task's lead; in each-tasks the words of one part are asked back there.
inline constexpr int kWholeTask = -1;
// The party whose state, due date and progress a message to or about this one shows: who took it over; the lead for
// those who are only informed or were removed; the place of lead_index() for kWholeTask. REQUIRES: parties not empty.
int shown_party(const Task& task, int party);

// The one event that a reply means for this party now, or a sentence: commands of the wrong side, nothing to approve,
// two things to approve. The event has kind, party, percent, due and reason; the caller adds seq, at, actor and, for
// reassigned, new_party. REQUIRES: reply.applies().
struct Meaning {
  std::optional<TaskEvent> event;
  Sentence refusal;
};
//   The assigner's words count for the shown party of the card (so event.party may be another than `party`: rights are
// asked for that one). In joint tasks HẠN MỚI, TẠM HOÃN, TIẾP TỤC, HỦY, BỔ SUNG, ĐÔN ĐỐC on the lead's card are of the
// whole, on a cooperating one's of that one; in each-tasks of that part, with "TẤT CẢ" of all. GIA HẠN of an assigner
// is HẠN MỚI.
//   Who has a hand and is no head acts for that alone: his XONG is hand_submitted. The head's XONG takes up the one
// result that was handed in to him.
//   The caller adds: reassigned – new_party (reply.target); party_added – account, unit and names of new_party, whose
// role is set (reply.target); lead_changed – new_party when to_party is empty (reply.target); hand_given – person
// (reply.target, see named.h). BỎ and LẤY LẠI name somebody who is there: found here.
//   An everyday word of the other side ("Bổ sung báo cáo …" by who must act) is a comment: event commented.
Meaning meaning_of(const replies::Reply& reply, const Task& task, int party, Side side);

// A reply word that is legal at `now` (no extension of a deadline that has passed): "GIA HẠN", "<ngày> <lý do>", "xin
// gia hạn".
struct Choice {
  replies::Intent intent = replies::Intent::comment;
  Sentence command;
  Sentence argument{};  // what must be filled in behind it; empty for words that stand alone
  Sentence what{};      // may be empty
  bool seldom = false;  // belongs in the list of words, not among the buttons
};
std::vector<Choice> reply_choices(const Task& task, int party, Side side, base::Timestamp now);
// The same as lines, for the sentence of a refusal and the foot of each message: "GIA HẠN <ngày> <lý do> – xin gia
// hạn".
std::vector<Sentence> choices(const Task& task, int party, Side side, base::Timestamp now);

Task new_task(const Assignment& assignment);
Task fold(const Assignment& assignment, std::span<const TaskEvent> events);

enum class Qualifier { none, in_time, near_due, overdue, no_due };  // none: state as is (suspended, cancelled …)
const char* qualifier_vi(Qualifier qualifier);                      // "trong hạn"
const char* qualifier_en(Qualifier qualifier);

enum class Completion { submission, confirmation };  // which time decides "on time"

struct TimeRule {
  int near_due_days = 3;  // days left on the calendar, 0 … 60
  Completion completion = Completion::submission;
  int offset_minutes = base::kOfficeOffsetMinutes;
};

Qualifier qualifier(const TaskParty& party, base::Timestamp now, const TimeRule& rule = {});
// joint: the lead's. each: the worst of the open parts (overdue, near due, in time, no deadline); when all have ended
// overdue as soon as one was done late.
Qualifier qualifier(const Task& task, base::Timestamp now, const TimeRule& rule = {});
// A hand as a party of its own: its state, due (or the party's) and dates. For its time and its row in reports.
TaskParty as_party(const TaskParty& party, const Hand& hand);
// When the finished party was finished; nothing while it is open.
std::optional<base::Timestamp> completed_at(const TaskParty& party, const TimeRule& rule = {});
// "hoàn thành đúng hạn", "đang thực hiện, sắp quá hạn": the state with its qualifier.
Sentence describe_state(const TaskParty& party, base::Timestamp now, const TimeRule& rule = {});
// "đã báo người giao ngày 14/12/2026"; empty: nobody was told of the present deadline.
Sentence describe_escalation(const TaskParty& party);
// joint: the lead's. each: "2/8 đơn vị đã hoàn thành, 1 chờ xác nhận, 1 quá hạn".
Sentence describe_state(const Task& task, base::Timestamp now, const TimeRule& rule = {});

}  // namespace policies::tasks
