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
};
const char* to_string(EventKind kind);  // "extension_asked", as stored
std::optional<EventKind> parse_event_kind(std::string_view word);
access::Action action_of(EventKind kind);  // what may() must be asked
// Steps whose TaskEvent::reason is no reason but what the sender wrote besides the command: several lines, as written.
inline bool carries_words(EventKind kind) {
  return kind == EventKind::accepted || kind == EventKind::progressed || kind == EventKind::submitted ||
         kind == EventKind::commented;
}
inline constexpr std::size_t kMaxWords = 4000;  // bytes of them kept in an event; the mail itself is kept whole

struct TaskEvent {
  std::int64_t seq = 0;  // of the journal
  EventKind kind = EventKind::commented;
  base::Timestamp at;
  base::AccountId actor;
  int party = 0;                       // index of the party it is about
  int percent = 0;                     // progressed
  std::optional<base::Timestamp> due;  // extension_asked
  std::string reason;
  std::optional<TaskParty> new_party;  // reassigned: the one who takes over (its role, due and state are set here)
};

// Which side the sender of a reply stands on for this party. A person may be both (a leader who gave himself a task).
struct Side {
  bool assigner = false;
  bool holder = false;
};

struct Applied {
  bool ok = false;
  Task task;         // the new one when ok, else the old
  Sentence refusal;  // when not ok: where the task stands and what can be done
};

// `at` of the event is the time of the step. Dates of an extension must lie after it.
Applied apply(const Task& task, const TaskEvent& event);

// The one event that a reply means for this party now, or a sentence: commands of the wrong side, nothing to approve,
// two things to approve. The event has kind, party, percent, due and reason; the caller adds seq, at, actor and, for
// reassigned, new_party. REQUIRES: reply.applies().
struct Meaning {
  std::optional<TaskEvent> event;
  Sentence refusal;
};
Meaning meaning_of(const replies::Reply& reply, const Task& task, int party, Side side);

// A reply word that is legal at `now` (no extension of a deadline that has passed): "GIA HẠN", "<ngày> <lý do>", "xin
// gia hạn".
struct Choice {
  replies::Intent intent = replies::Intent::comment;
  Sentence command;
  Sentence argument{};  // what must be filled in behind it; empty for words that stand alone
  Sentence what{};      // may be empty
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
inline Qualifier qualifier(const Task& task, base::Timestamp now, const TimeRule& rule = {}) {
  return qualifier(task.lead(), now, rule);
}
// When the finished party was finished; nothing while it is open.
std::optional<base::Timestamp> completed_at(const TaskParty& party, const TimeRule& rule = {});
// "hoàn thành đúng hạn", "đang thực hiện, sắp quá hạn": the state with its qualifier.
Sentence describe_state(const TaskParty& party, base::Timestamp now, const TimeRule& rule = {});

}  // namespace policies::tasks
