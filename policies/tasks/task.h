// The office task as a value: what the assignment said, its parties, and what has happened since. Stored anywhere are
// only base states and dates (domain.md 8.1); "overdue" is always computed. Value types, thread-safe as such.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "policies/tasks/hand.h"

namespace policies::tasks {

enum class State { not_started, in_progress, wait_confirm, done, suspended, returned, redo, cancelled, refused };
const char* to_string(State state);  // "NOT_STARTED", as stored
std::optional<State> parse_state(std::string_view word);
const char* state_vi(State state);  // "chưa thực hiện"
const char* state_en(State state);
inline bool is_final(State state) { return state == State::done || state == State::cancelled; }

// How a task is shared out. joint: one lead owns the result, others cooperate. each: every unit answers for itself,
// with its own state, deadline and result; nobody leads the others.
enum class Mode { joint, each };
const char* to_string(Mode mode);  // "joint", as stored
std::optional<Mode> parse_mode(std::string_view word);
const char* mode_vi(Mode mode);  // "chung, một đơn vị chủ trì"
const char* mode_en(Mode mode);

// domain.md 3.4; the number is the code of the exchange package.
enum class Priority { normal = 0, urgent = 1, very_urgent = 2, express = 3 };
const char* to_string(Priority priority);  // "URGENT", as stored
std::optional<Priority> parse_priority(std::string_view word);
const char* priority_vi(Priority priority);  // "hỏa tốc"
const char* priority_en(Priority priority);
const char* priority_mark(Priority priority);  // as it is stamped: "HỎA TỐC"; "" for normal

// part: of a task in which each answers for itself, and only there; such a task has no lead and nobody cooperates.
enum class PartyRole { lead, cooperating, informed, part };
const char* to_string(PartyRole role);  // "lead"
std::optional<PartyRole> parse_party_role(std::string_view word);
const char* role_vi(PartyRole role);  // "chủ trì"
const char* role_en(PartyRole role);

struct Extension {
  base::Timestamp asked_at;
  base::AccountId asked_by;
  std::optional<base::Timestamp> old_due;
  base::Timestamp new_due;
  std::string reason;
  // superseded: not answered, because the deadline was changed or the work went to somebody else meanwhile; decided_at
  // and decided_by say when and by whom.
  enum class Decision { pending, approved, refused, superseded } decision = Decision::pending;
  std::optional<base::Timestamp> decided_at;
  base::AccountId decided_by;
  std::string decision_reason;
  bool day_off = false;  // new_due is a day off
  bool operator==(const Extension&) const = default;
};

// The deadline as the assigner changed it, apart from extensions: what was, what is since. Or, with a calendar_version,
// as it was counted anew with a changed working calendar (term_recount.h): nobody's wish, and not counted as one.
struct DueChange {
  base::Timestamp at;
  base::AccountId by;
  std::optional<base::Timestamp> old_due;
  std::optional<base::Timestamp> new_due;  // nothing: no deadline any more
  std::string reason;
  bool day_off = false;          // new_due is a day off
  std::string calendar_version;  // of a recount: the calendar that new_due was counted with
  bool operator==(const DueChange&) const = default;
};

// Whoever gave the task was told that a deadline went by: once for each deadline.
struct Escalation {
  base::Timestamp at;
  base::Timestamp due;  // the one that went by
  bool operator==(const Escalation&) const = default;
};

// What the assigner added to his direction later. Files are those of the causing mail.
struct Addition {
  base::Timestamp at;
  base::AccountId by;
  int party = -1;    // -1: for all
  std::string text;  // as written, may have several lines
  bool operator==(const Addition&) const = default;
};

// One unit or person of a task. Its number within the task is its index; it never changes.
struct TaskParty {
  PartyRole role = PartyRole::lead;
  base::UnitId unit;        // the unit that must act (empty for a person)
  base::AccountId account;  // the person, or the mailbox of the unit
  std::string unit_code;    // the unit it counts for in reports
  std::string address;      // where its messages go
  std::string name;         // "UBND phường Lam Sơn" or "Nguyễn Văn Bình"

  State state = State::not_started;
  std::optional<base::Timestamp> due;  // approved due date
  int percent = 0;
  std::optional<base::Timestamp> accepted_at;
  std::optional<base::Timestamp> submitted_at;  // of the result that waits or was accepted; void after a return
  std::optional<base::Timestamp> confirmed_at;
  std::optional<State> suspended_from;
  int times_returned = 0;
  int times_refused = 0;
  std::vector<Extension> extensions;
  std::optional<int> reassigned_to;  // the party that took over; this one then is only informed

  std::vector<DueChange> due_changes;
  std::vector<Hand> hands;
  std::optional<int> result_hand;             // whose result was sent up: index into hands
  int times_urged = 0;                        // đôn đốc
  std::optional<base::Timestamp> removed_at;  // taken out by the assigner; its state then is CANCELLED
  std::vector<Escalation> escalations;

  const Extension* pending_extension() const;  // nullptr: none
  int approved_extensions() const;
  bool due_changed_by_assigner() const;  // recounts apart
  bool removed() const { return removed_at.has_value(); }
  // When its present deadline was told to who gave the task; nothing: not yet.
  std::optional<base::Timestamp> escalated_at() const;
  bool has_open_hands() const;
  // The open hand of that person, -1: none.
  int open_hand_of(base::AccountId person) const;
  bool operator==(const TaskParty&) const = default;
};

// What the leader's mail said, once understood.
struct Assignment {
  std::int64_t task = 0;  // id of the task
  std::string number;     // "NV-2026-000123"
  std::string title;
  std::string content;  // the leader's new text
  base::UnitId office;  // whose leader assigned it
  std::string office_name;
  base::AccountId assigner;
  std::string assigner_name;  // "Nguyễn Văn Bình, Chủ tịch UBND"
  base::Timestamp assigned_at;
  std::optional<base::Timestamp> due;
  std::string due_words;  // as written
  std::string calendar_version;
  std::string basis;  // source document, "1132/STTTT-CNTT"; may be empty
  Mode mode = Mode::joint;
  Priority priority = Priority::normal;
  bool due_day_off = false;  // due is a day off
  // Who entered it in the assigner's name (the committee office, a substitute); 0 and "": he wrote it himself.
  base::AccountId entered_by;
  std::string entered_by_name;
  // Of the task of one period: its series (series.h) and the period by name, "tháng 12/2026". 0 and "": of none.
  std::int64_t series = 0;
  std::string series_number;
  std::string series_period;
  std::vector<TaskParty> parties;  // joint: the first is the lead. each: parts and informed ones
};

struct Task {
  Assignment head;                 // parties as they were assigned
  std::vector<TaskParty> parties;  // as they are now
  Priority priority = Priority::normal;
  std::vector<Addition> additions;
  std::int64_t last_seq = 0;  // seq of the last event that was applied
  int events = 0;             // applied
  int skipped = 0;            // not legal at their place: never in a journal that we wrote

  bool is_each() const { return head.mode == Mode::each; }
  // joint: the party that owns the result now; follows reassignments and changes of the lead.
  // each: the first part that is still open, else the first that is there: only the place where a message about the
  // whole hangs (its token, its address), never "the" result. REQUIRES: parties not empty.
  int lead_index() const;
  const TaskParty& lead() const { return parties[static_cast<std::size_t>(lead_index())]; }
  // Those who must give a result that counts in reports: the lead; each: every part, cancelled ones too.
  std::vector<int> answerable() const;
  // joint: the lead's. each, computed from the parts: with no part open DONE when one is done, else CANCELLED; else the
  // state in which all open parts stand (IN_PROGRESS for NOT_STARTED when others are done), else IN_PROGRESS.
  State state() const;
  // joint: the lead's. each: by when all of it is to be there, the latest of the parts that are not cancelled; nothing
  // when one of them has no deadline.
  std::optional<base::Timestamp> due() const;
};

}  // namespace policies::tasks
