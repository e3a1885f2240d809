// What the gate says to people. Pure. Vietnamese first; the same words at every door.
#pragma once

#include <chrono>
#include <string>

#include "directory/gate/gate.h"

namespace directory {

struct GateText {
  std::string vi, en;
};

GateText wrong_text();
GateText locked_text(std::chrono::seconds wait);
// `expired`: an old password of the person; else a one-time password.
GateText change_required_text(bool expired, const std::string& url);
GateText one_time_expired_text();
GateText disabled_text();
GateText insecure_text();
GateText busy_text();
GateText another_identity_text();
// Accepted: "" unless the password ends within days_left days.
GateText accepted_text(int days_left, const std::string& url);

const char* to_string(Door door);
const char* to_string(SignInVerdict verdict);
const char* to_string(ChangeVerdict verdict);

}  // namespace directory
