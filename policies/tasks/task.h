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

namespace policies::tasks {

enum class State { not_started, in_progress, wait_confirm, done, suspended, returned, redo, cancelled, refused };
const char* to_string(State state);  // "NOT_STARTED", as stored
std::optional<State> parse_state(std::string_view word);
const char* state_vi(State state);  // "chưa thực hiện"
const char* state_en(State state);
inline bool is_final(State state) { return state == State::done || state == State::cancelled; }

enum class PartyRole { lead, cooperating, informed };
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
  enum class Decision { pending, approved, refused } decision = Decision::pending;
  std::optional<base::Timestamp> decided_at;
  base::AccountId decided_by;
  std::string decision_reason;
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

  const Extension* pending_extension() const;  // nullptr: none
  int approved_extensions() const;
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
  std::string basis;               // source document, "1132/STTTT-CNTT"; may be empty
  std::vector<TaskParty> parties;  // the first is the lead
};

struct Task {
  Assignment head;                 // parties as they were assigned
  std::vector<TaskParty> parties;  // as they are now
  std::int64_t last_seq = 0;       // seq of the last event that was applied
  int events = 0;                  // applied
  int skipped = 0;                 // not legal at their place: never in a journal that we wrote

  // The party that owns the result now: follows reassignments of the lead. REQUIRES: parties not empty.
  int lead_index() const;
  const TaskParty& lead() const { return parties[static_cast<std::size_t>(lead_index())]; }
  State state() const { return lead().state; }
  const std::optional<base::Timestamp>& due() const { return lead().due; }
};

}  // namespace policies::tasks
