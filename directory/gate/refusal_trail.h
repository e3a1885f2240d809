// Which refused sign-ins become audit rows. The first of a subject, source, door and verdict is written at once; those
// that follow are counted and become one row per minute. A bucket of tokens bounds the first ones too: what is beyond
// it is counted in one row "others" per minute. So a flood writes no more than a few rows a minute, and no refusal is
// left out of the sum (a crash loses the sums of its last minute). Thread-safe; writes nothing itself.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/thread_annotations.h"
#include "directory/people/audit.h"

namespace directory {

class RefusalTrail {
 public:
  struct Settings {
    std::chrono::seconds every{60};  // between two rows of the same kind
    int burst = 100;                 // tokens; a first row takes one
    int per_minute = 60;             // new tokens
  };
  // Outlives it: `ids`.
  RefusalTrail(base::IdMaker& ids, Settings settings) : ids_(ids), settings_(settings), tokens_(settings.burst) {}

  // The rows to write now: `refused` itself or nothing, and sums that are due. `subject`: who is counted, with the
  // network.
  std::vector<AuditEntry> take(AuditEntry refused, const std::string& subject);
  // A token for a row that strangers can cause otherwise.
  bool allow(base::Timestamp now);
  // Sums that are due; at the end, all.
  std::vector<AuditEntry> due(base::Timestamp now, bool all);

 private:
  struct Sum {
    AuditEntry last;  // times = what was not yet written
    base::Timestamp begun;
  };
  void refill(base::Timestamp now) REQUIRES_LOCK(mutex_);
  void collect(base::Timestamp now, bool all, std::vector<AuditEntry>& out) REQUIRES_LOCK(mutex_);

  base::IdMaker& ids_;
  const Settings settings_;
  base::Mutex mutex_;
  std::map<std::string, Sum> sums_ GUARDED_BY(mutex_);  // as many as tokens let in within a minute
  double tokens_ GUARDED_BY(mutex_);
  base::Timestamp refilled_ GUARDED_BY(mutex_);
  base::Timestamp collected_ GUARDED_BY(mutex_);
};

}  // namespace directory
