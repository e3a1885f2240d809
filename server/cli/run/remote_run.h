// The command line's end of the control socket.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "server/cli/run/command.h"

namespace server::cli {

// Has the daemon behind `socket` run argv, printing through `io`; answers the exit code. Errors: not_found (nothing
// serves), unavailable (the daemon went away in the middle; what it had committed stays).
base::Result<int> run_remotely(const std::string& socket, const std::vector<std::string>& argv, CommandIo& io);

}  // namespace server::cli
