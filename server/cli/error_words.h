// An error as the person at the command line reads it: Vietnamese first, English second. Pure, thread-safe.
#pragma once

#include <string>

#include "base/error.h"

namespace server::cli {

// The error's own sentence; one from below that is English only (protocols need it so) gets a Vietnamese one before it,
// by its code: what kind of thing it is and what to do next.
std::string in_two_languages(const base::Error& error);
// The same with the detail for the administrator and a line end.
std::string error_text(const base::Error& error);

}  // namespace server::cli
