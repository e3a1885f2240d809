// Times for people, in the office's zone (+07:00). Pure, thread-safe.
#pragma once

#include <string>

#include "base/clock.h"

namespace directory {

// "2026-11-23T16:32:00+07:00"; "" for 0.
std::string office_time(base::Timestamp at);

}  // namespace directory
