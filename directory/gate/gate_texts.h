// What the gate says to people. Pure. Vietnamese first; the same words at every door.
#pragma once

#include <chrono>
#include <string>

#include "directory/gate/gate.h"

namespace directory {

base::Sentence wrong_text();
base::Sentence locked_text(std::chrono::seconds wait);
// `expired`: an old password of the person; else a one-time password.
base::Sentence change_required_text(bool expired, const std::string& url);
base::Sentence one_time_expired_text();
base::Sentence disabled_text();
base::Sentence insecure_text();
base::Sentence busy_text();
base::Sentence another_identity_text();
// Accepted: "" unless the password ends within days_left days.
base::Sentence accepted_text(int days_left, const std::string& url);

const char* to_string(Door door);
const char* to_string(SignInVerdict verdict);
const char* to_string(ChangeVerdict verdict);

}  // namespace directory
