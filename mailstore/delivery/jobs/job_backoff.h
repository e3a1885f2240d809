// When a follow-up job that failed is tried again: after 2 s, 4 s, 8 s … up to a limit. And what is said about it: a
// reason once when it comes, once when it is gone. In memory only: a restart tries everything at once. Not thread-safe.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "mailstore/delivery/queue/job_rows.h"

namespace mailstore {

class JobBackoff {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Span = std::chrono::milliseconds;
  static constexpr Span kFirst = std::chrono::seconds(2);
  static constexpr Span kForWork = std::chrono::seconds(30);    // a full disk, a busy database
  static constexpr Span kForPeople = std::chrono::minutes(10);  // somebody has to put it right: a seal

  bool may_run(JobId job, Time now) const;
  // True: nobody knows this reason yet.
  bool failed(JobId job, const std::string& why, Time now, Span limit);
  // The reason that kept this job waiting, when it keeps no other any more.
  std::optional<std::string> done(JobId job);
  // Until the next one is due, at least 0; nothing waits: nothing.
  std::optional<Span> until_next(Time now) const;

 private:
  struct Waiting {
    Time next;
    Span pause{};
    std::string why;
  };
  std::optional<std::string> forget(const std::string& why);

  std::map<std::int64_t, Waiting> jobs_;
  std::map<std::string, int> reasons_;  // how many jobs wait for it
};

}  // namespace mailstore
