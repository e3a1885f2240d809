// An error as the person at the command line reads it: Vietnamese first, English second. Pure, thread-safe.
#pragma once

#include <string>

#include "base/error.h"

namespace server::cli {

// With the detail for the administrator and a line end.
std::string error_text(const base::Error& error);

}  // namespace server::cli
