// SQLite's file operations over a FaultPlan (fault_plan.h); for tests. Select it by name in
// DatabaseOptions.sqlite_vfs. The plan outlives it, and it outlives every connection that uses it.
#pragma once

#include <memory>
#include <string>

#include "tests/faults/fault_plan.h"

namespace tests {

class FaultVfs {
 public:
  // Registers with SQLite under `name`, which must be new in the process.
  FaultVfs(std::string name, FaultPlan& plan);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tests
