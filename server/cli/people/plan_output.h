// How a plan of an import is shown: every row that is not unchanged, then the counts. Used by unit import and staff
// import.
#pragma once

#include <string>
#include <vector>

#include "directory/plans/provisioning.h"
#include "server/cli/run/command.h"

namespace server::cli {

// As text or, with --json, one object {"rows":[…],"create":N,…}.
void print_plan(const std::vector<directory::PlanRow>& rows, const directory::PlanCounts& counts, bool applied,
                const Arguments& arguments, CommandIo& io);

}  // namespace server::cli
