#include "directory/gate/refusal_trail.h"

#include <algorithm>
#include <utility>

namespace directory {

namespace {

constexpr const char* kOthers = "others";  // no subject is called so: they have a colon

}  // namespace

std::vector<AuditEntry> RefusalTrail::take(AuditEntry refused, const std::string& subject) {
  const base::Timestamp now = refused.at;
  std::vector<AuditEntry> out;
  base::MutexLock lock(mutex_);
  const std::string key = subject + '\n' + refused.door + '\n' + refused.detail;
  const auto found = sums_.find(key);
  refill(now);
  if (found != sums_.end()) {
    refused.times = found->second.last.times + 1;
    found->second.last = std::move(refused);
  } else if (tokens_ >= 1) {
    tokens_ -= 1;
    Sum& sum = sums_.emplace(key, Sum{refused, now}).first->second;
    sum.last.times = 0;
    out.push_back(std::move(refused));
  } else {
    Sum& sum = sums_.try_emplace(kOthers, Sum{AuditEntry(), now}).first->second;
    const std::int64_t before = sum.last.what == AuditVerb::unknown ? 0 : sum.last.times;
    sum.last = AuditEntry();
    sum.last.at = now;
    sum.last.what = refused.what;
    sum.last.detail = kOthers;
    sum.last.times = before + 1;
  }
  collect(now, false, out);
  return out;
}

bool RefusalTrail::allow(base::Timestamp now) {
  base::MutexLock lock(mutex_);
  refill(now);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

std::vector<AuditEntry> RefusalTrail::due(base::Timestamp now, bool all) {
  std::vector<AuditEntry> out;
  base::MutexLock lock(mutex_);
  collected_ = base::Timestamp();
  collect(now, all, out);
  return out;
}

// (A wall clock that is set back gives nothing until it has caught up, at most a minute's worth.)
void RefusalTrail::refill(base::Timestamp now) {
  if (now < refilled_ || refilled_.us == 0) refilled_ = now;
  const double seconds = std::chrono::duration<double>(now - refilled_).count();
  tokens_ = std::min<double>(settings_.burst, tokens_ + seconds * settings_.per_minute / 60);
  refilled_ = now;
}

void RefusalTrail::collect(base::Timestamp now, bool all, std::vector<AuditEntry>& out) {
  // Not at every refusal of a flood: once a second is enough for rows of a minute.
  if (!all && now >= collected_ && now - collected_ < std::chrono::seconds(1)) return;
  collected_ = now;
  for (auto at = sums_.begin(); at != sums_.end();) {
    Sum& sum = at->second;
    if (!all && now >= sum.begun && now - sum.begun < settings_.every) {
      ++at;
      continue;
    }
    if (sum.last.times == 0) {
      at = sums_.erase(at);
      continue;
    }
    sum.last.id = ids_.make<base::EventId>();
    sum.last.at = now;
    out.push_back(sum.last);
    sum.last.times = 0;
    sum.begun = now;
    ++at;
  }
}

}  // namespace directory
