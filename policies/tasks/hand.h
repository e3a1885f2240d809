// A hand: the work of one party, or a part of it, passed on to a person inside the unit (domain.md 5.1). The unit stays
// the party; whoever assigned the task sees the unit, the unit's head sees the person. Value types, thread-safe as
// such.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"

namespace policies::tasks {

enum class HandState { given, accepted, submitted, returned, refused, taken_back, done };
const char* to_string(HandState state);  // "given", as stored
std::optional<HandState> parse_hand_state(std::string_view word);
const char* hand_state_vi(HandState state);  // "đã giao, chưa nhận"
const char* hand_state_en(HandState state);
// The person still has it to do, or the head has to look at his result or his refusal.
inline bool is_open(HandState state) { return state != HandState::taken_back && state != HandState::done; }

// Its number within the party is its index; it never changes. A person has at most one open hand of a party.
struct Hand {
  base::AccountId account;
  std::string address;                 // where its messages go
  std::string name;                    // "Cao Văn Tú"
  std::string words;                   // what the head wrote; may have several lines
  std::optional<base::Timestamp> due;  // his own, not later than the party's; nothing: the party's
  base::AccountId given_by;
  base::Timestamp given_at;  // of the last giving

  HandState state = HandState::given;
  int percent = 0;
  std::optional<base::Timestamp> accepted_at;
  std::optional<base::Timestamp> submitted_at;  // of the result that waits or was sent up; void after a return
  std::optional<base::Timestamp> ended_at;      // taken back or done
  std::string reason;                           // of the last return, refusal or taking back
  int times_returned = 0;
  std::optional<base::Timestamp> asked_due;  // he asks the head for this day; nothing waits: none
  std::string asked_reason;
  bool operator==(const Hand&) const = default;
};

}  // namespace policies::tasks
