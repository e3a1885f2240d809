// One file of a FaultPlan: the changes that no fsync has made durable. Used under the plan's lock.
#pragma once

#include <random>

#include "tests/faults/fault_plan.h"

namespace tests {

class FaultPlan::Tracked {
 public:
  Tracked(std::string path, std::unique_ptr<base::File> file) : path_(std::move(path)), file_(std::move(file)) {}

  const std::string& path() const { return path_; }
  void set_path(std::string path) { path_ = std::move(path); }

  // Remember a change before it is made. False when the present bytes cannot be read.
  bool note_write(std::string_view bytes, std::int64_t offset);
  bool note_truncate(std::int64_t size);
  void saved();  // an fsync succeeded
  void lost();   // an fsync failed: what was waiting for it is never saved
  // Rewrites the file.
  bool settle(Survival survival, std::mt19937& random);

 private:
  struct Change {
    bool truncation = false;
    std::int64_t offset = 0;  // truncation: the new size
    std::string before;       // bytes that stood there, as far as the file reached
    std::int64_t size_before = 0;
    std::string after;
    bool durable = false;
    bool lost = false;
  };
  bool undo(const Change& change);
  bool redo(const Change& change);
  bool redo_torn(const Change& change, std::mt19937& random, double keep);

  std::string path_;
  std::unique_ptr<base::File> file_;  // a descriptor of its own
  std::vector<Change> changes_;
};

}  // namespace tests
