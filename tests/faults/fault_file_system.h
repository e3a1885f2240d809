// The file layer over a FaultPlan; for tests. Reads and writes the real files, fails when the plan says so.
#pragma once

#include <memory>

#include "base/fs/file_system.h"
#include "tests/faults/fault_plan.h"

namespace tests {

// The plan outlives the file system and its files.
std::unique_ptr<base::FileSystem> make_fault_file_system(FaultPlan& plan);

}  // namespace tests
