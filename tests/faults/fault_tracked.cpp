#include "tests/faults/fault_tracked.h"

#include <algorithm>

namespace tests {

using base::Result;

namespace {

constexpr std::int64_t kSector = 512;

}  // namespace

bool FaultPlan::Tracked::note_write(std::string_view bytes, std::int64_t offset) {
  Result<std::int64_t> size = file_->size();
  if (!size) return false;
  Change change;
  change.offset = offset;
  change.size_before = *size;
  change.after = bytes;
  change.before.resize(bytes.size());
  Result<std::size_t> got = file_->pread(change.before.data(), change.before.size(), offset);
  if (!got) return false;
  change.before.resize(*got);
  changes_.push_back(std::move(change));
  return true;
}

bool FaultPlan::Tracked::note_truncate(std::int64_t size) {
  Result<std::int64_t> old = file_->size();
  if (!old) return false;
  Change change;
  change.truncation = true;
  change.offset = size;
  change.size_before = *old;
  if (*old > size) {
    change.before.resize(static_cast<std::size_t>(*old - size));
    if (!file_->pread(change.before.data(), change.before.size(), size)) return false;
  }
  changes_.push_back(std::move(change));
  return true;
}

// Changes behind a lost one are kept, marked durable: settling goes back over the lost one and must make them again.
void FaultPlan::Tracked::saved() {
  bool any_lost = false;
  for (Change& change : changes_) {
    if (!change.lost) change.durable = true;
    any_lost = any_lost || change.lost;
  }
  if (!any_lost) changes_.clear();
}

void FaultPlan::Tracked::lost() {
  for (Change& change : changes_) {
    if (!change.durable) change.lost = true;
  }
}

bool FaultPlan::Tracked::undo(const Change& change) {
  if (!change.before.empty() && !file_->pwrite(change.before, change.offset)) return false;
  return file_->truncate(change.size_before).has_value();
}

bool FaultPlan::Tracked::redo(const Change& change) {
  if (change.truncation) return file_->truncate(change.offset).has_value();
  return file_->pwrite(change.after, change.offset).has_value();
}

bool FaultPlan::Tracked::redo_torn(const Change& change, std::mt19937& random, double keep) {
  std::bernoulli_distribution kept(keep);
  if (change.truncation) return !kept(random) || redo(change);
  const std::string_view bytes = change.after;
  std::int64_t at = change.offset;
  const std::int64_t end = at + static_cast<std::int64_t>(bytes.size());
  while (at < end) {
    const std::int64_t next = std::min(end, (at / kSector + 1) * kSector);
    if (kept(random)) {
      auto length = static_cast<std::size_t>(next - at);
      if (random() % 16 == 0) length = random() % (length + 1);  // torn inside the sector
      const std::string_view part = bytes.substr(static_cast<std::size_t>(at - change.offset), length);
      if (!part.empty() && !file_->pwrite(part, at)) return false;
    }
    at = next;
  }
  return true;
}

bool FaultPlan::Tracked::settle(Survival survival, std::mt19937& random) {
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    if (!undo(*change)) return false;
  }
  static constexpr double kKeep[] = {0.1, 0.5, 0.9, 0.99};
  const double keep = kKeep[random() % std::size(kKeep)];
  for (const Change& change : changes_) {
    bool done = true;
    if (change.durable || (survival == Survival::everything && !change.lost)) {
      done = redo(change);
    } else if (survival == Survival::torn) {
      done = redo_torn(change, random, keep);
    }
    if (!done) return false;
  }
  changes_.clear();
  return true;
}

}  // namespace tests
