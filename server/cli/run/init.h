// `vanthu init`: an empty directory becomes a data directory: settings, database, root office, certificates.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "server/cli/run/command.h"

namespace server::cli {

// argv after "init". Answers the exit code. Refuses a directory that holds vanthu.toml already (nothing is changed).
base::Result<int> run_init(const std::vector<std::string>& argv, CommandIo& io);

}  // namespace server::cli
