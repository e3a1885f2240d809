#include "mailstore/delivery/jobs/job_backoff.h"

#include <algorithm>

namespace mailstore {

bool JobBackoff::may_run(JobId job, Time now) const {
  const auto found = jobs_.find(job.value);
  return found == jobs_.end() || found->second.next <= now;
}

bool JobBackoff::failed(JobId job, const std::string& why, Time now, Span limit) {
  auto [at, is_new] = jobs_.try_emplace(job.value);
  Waiting& waiting = at->second;
  waiting.pause = is_new ? kFirst : std::min(waiting.pause * 2, limit);
  waiting.next = now + waiting.pause;
  if (!is_new && waiting.why == why) return false;
  if (!is_new) forget(waiting.why);
  waiting.why = why;
  return ++reasons_[why] == 1;
}

std::optional<std::string> JobBackoff::done(JobId job) {
  const auto found = jobs_.find(job.value);
  if (found == jobs_.end()) return std::nullopt;
  const std::string why = found->second.why;
  jobs_.erase(found);
  return forget(why);
}

std::optional<JobBackoff::Span> JobBackoff::until_next(Time now) const {
  std::optional<Span> out;
  for (const auto& [id, waiting] : jobs_) {
    const Span left = std::max(Span(0), std::chrono::ceil<Span>(waiting.next - now));
    if (!out || left < *out) out = left;
  }
  return out;
}

std::optional<std::string> JobBackoff::forget(const std::string& why) {
  const auto found = reasons_.find(why);
  if (found == reasons_.end() || --found->second > 0) return std::nullopt;
  reasons_.erase(found);
  return why;
}

}  // namespace mailstore
