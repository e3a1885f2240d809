#include "tests/faults/fault_plan.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "tests/faults/fault_tracked.h"

namespace tests {

using base::Error;
using base::ErrorCode;
using base::File;
using base::MutexLock;
using base::OpenMode;
using base::parent_directory;
using base::Result;

// One change of a directory that no fsync of it has made durable.
struct FaultPlan::NameChange {
  enum class Kind { created, removed, renamed } kind = Kind::created;
  std::string path;   // created, removed: the name; renamed: the new name
  std::string from;   // renamed: the old name
  std::string saved;  // removed: where the file lies now; renamed: where the replaced file lies, "" when there was none
};

FaultPlan::FaultPlan(std::string trash, unsigned seed) : trash_(std::move(trash)), random_(seed) {}
FaultPlan::~FaultPlan() = default;

void FaultPlan::set(Fault fault) {
  const MutexLock lock(mutex_);
  fault_ = fault;
}

void FaultPlan::clear() { set(Fault{}); }

void FaultPlan::make_unreadable(const std::string& path, std::int64_t offset, std::int64_t size) {
  const MutexLock lock(mutex_);
  bad_.push_back({path, offset, offset + size});
}

bool FaultPlan::is_unreadable(const TrackedFile& file, std::int64_t offset, std::int64_t size) const {
  const MutexLock lock(mutex_);
  return std::any_of(bad_.begin(), bad_.end(), [&](const BadSectors& bad) {
    return file && bad.path == file->path() && offset < bad.end && bad.begin < offset + size;
  });
}

std::int64_t FaultPlan::operations() const {
  const MutexLock lock(mutex_);
  return operations_;
}

bool FaultPlan::power_is_off() const {
  const MutexLock lock(mutex_);
  return off_;
}

FaultPlan::Verdict FaultPlan::next_operation(bool takes_space) {
  ++operations_;
  if (off_) return Verdict::io_error;
  const bool hit = fault_.at > 0 && (operations_ == fault_.at || (fault_.lasting && operations_ > fault_.at));
  if (!hit) return Verdict::go;
  if (fault_.kind == FaultKind::power_cut) {
    off_ = true;
    return Verdict::io_error;
  }
  if (fault_.kind == FaultKind::disk_full) return takes_space ? Verdict::disk_full : Verdict::go;
  return Verdict::io_error;
}

FaultPlan::Answer FaultPlan::refused(Verdict verdict) {
  return verdict == Verdict::disk_full ? Answer::disk_full : Answer::io_error;
}

FaultPlan::TrackedFile FaultPlan::track(const std::string& path) {
  const MutexLock lock(mutex_);
  if (const auto found = files_.find(path); found != files_.end()) return found->second;
  Result<std::unique_ptr<File>> file = fs_->open(path, OpenMode::read_write);
  if (!file) return nullptr;
  return files_[path] = std::make_shared<Tracked>(path, std::move(*file));
}

FaultPlan::Answer FaultPlan::create(const std::string& path, const std::function<bool()>& act) {
  const MutexLock lock(mutex_);
  if (const Verdict verdict = next_operation(true); verdict != Verdict::go) return refused(verdict);
  if (!act()) return Answer::failed;
  name_changes_[parent_directory(path)].push_back({NameChange::Kind::created, path, "", ""});
  return Answer::done;
}

FaultPlan::Answer FaultPlan::write(const TrackedFile& file, std::string_view bytes, std::int64_t offset,
                                   const Act& act) {
  const MutexLock lock(mutex_);
  const bool was_off = off_;
  const Verdict verdict = next_operation(true);
  if (was_off) return Answer::io_error;
  if (verdict == Verdict::go || off_) {
    if (!file->note_write(bytes, offset)) return Answer::io_error;
    if (off_) return Answer::io_error;  // the cut came during this write: settle() decides how much of it there is
    return act(bytes) ? Answer::done : Answer::failed;
  }
  const std::string_view half = bytes.substr(0, bytes.size() / 2);
  if (!half.empty() && file->note_write(half, offset)) act(half);
  return refused(verdict);
}

FaultPlan::Answer FaultPlan::truncate(const TrackedFile& file, std::int64_t size, const std::function<bool()>& act) {
  const MutexLock lock(mutex_);
  if (const Verdict verdict = next_operation(false); verdict != Verdict::go) return refused(verdict);
  if (!file->note_truncate(size)) return Answer::io_error;
  return act() ? Answer::done : Answer::failed;
}

FaultPlan::Answer FaultPlan::sync(const TrackedFile& file, bool also_directory, const std::function<bool()>& act) {
  const MutexLock lock(mutex_);
  const Verdict verdict = next_operation(false);
  if (verdict != Verdict::go) {
    if (!off_) file->lost();
    return refused(verdict);
  }
  if (!act()) {
    file->lost();
    return Answer::failed;
  }
  file->saved();
  if (also_directory) name_changes_.erase(parent_directory(file->path()));
  return Answer::done;
}

FaultPlan::Answer FaultPlan::sync_directory(const std::string& directory, const std::function<bool()>& act) {
  const MutexLock lock(mutex_);
  if (const Verdict verdict = next_operation(false); verdict != Verdict::go) return refused(verdict);
  if (!act()) return Answer::failed;
  name_changes_.erase(directory);
  return Answer::done;
}

// A directory takes along what is known of the files and names in it.
void FaultPlan::moved(const std::string& from, const std::string& to) {
  const auto new_path = [&](const std::string& path) { return to + path.substr(from.size()); };
  const auto goes_along = [&](const std::string& path) { return path == from || path.starts_with(from + "/"); };
  std::map<std::string, TrackedFile> files;
  for (auto at = files_.begin(); at != files_.end();) {
    const bool goes = goes_along(at->first);
    if (goes) {
      at->second->set_path(new_path(at->first));
      files[new_path(at->first)] = std::move(at->second);
    }
    at = goes ? files_.erase(at) : std::next(at);
  }
  files_.merge(files);
  std::map<std::string, std::vector<NameChange>> names;
  for (auto at = name_changes_.begin(); at != name_changes_.end();) {
    const bool goes = goes_along(at->first);
    for (NameChange& change : at->second) {
      if (!goes) break;
      change.path = new_path(change.path);
      if (goes_along(change.from)) change.from = new_path(change.from);
    }
    if (goes) names[new_path(at->first)] = std::move(at->second);
    at = goes ? name_changes_.erase(at) : std::next(at);
  }
  name_changes_.merge(names);
}

FaultPlan::Answer FaultPlan::unlink(const std::string& path) {
  const MutexLock lock(mutex_);
  if (const Verdict verdict = next_operation(false); verdict != Verdict::go) return refused(verdict);
  const std::string saved = trash_ + "/removed-" + std::to_string(++removed_);
  if (!fs_->rename(path, saved)) return Answer::failed;
  moved(path, saved);
  name_changes_[parent_directory(path)].push_back({NameChange::Kind::removed, path, "", saved});
  return Answer::done;
}

FaultPlan::Answer FaultPlan::rename(const std::string& from, const std::string& to) {
  const MutexLock lock(mutex_);
  if (const Verdict verdict = next_operation(true); verdict != Verdict::go) return refused(verdict);
  std::string saved;
  if (Result<bool> there = fs_->exists(to); there && *there) {
    saved = trash_ + "/removed-" + std::to_string(++removed_);
    if (!fs_->rename(to, saved)) return Answer::failed;
    moved(to, saved);
  }
  if (!fs_->rename(from, to)) return Answer::failed;
  moved(from, to);
  name_changes_[parent_directory(to)].push_back({NameChange::Kind::renamed, to, from, saved});
  return Answer::done;
}

bool FaultPlan::undo(const NameChange& change) {
  switch (change.kind) {
    case NameChange::Kind::created: files_.erase(change.path); return fs_->unlink(change.path).has_value();
    case NameChange::Kind::removed:
      moved(change.saved, change.path);
      return fs_->rename(change.saved, change.path).has_value();
    case NameChange::Kind::renamed:
      moved(change.path, change.from);
      if (!fs_->rename(change.path, change.from)) return false;
      if (change.saved.empty()) return true;
      moved(change.saved, change.path);
      return fs_->rename(change.saved, change.path).has_value();
  }
  return false;
}

// Deeper directories first: one whose own renaming is taken back takes its names along.
bool FaultPlan::settle_names(Survival survival) {
  auto pending = std::exchange(name_changes_, {});
  for (auto at = pending.rbegin(); at != pending.rend(); ++at) {
    std::vector<NameChange>& changes = at->second;
    std::size_t kept = 0;
    if (survival == Survival::everything) kept = changes.size();
    if (survival == Survival::torn) kept = random_() % (changes.size() + 1);
    while (changes.size() > kept) {
      if (!undo(changes.back())) return false;
      changes.pop_back();
    }
  }
  return true;
}

Result<void> FaultPlan::settle(Survival survival) {
  const MutexLock lock(mutex_);
  off_ = true;
  std::string failures;
  for (auto& [path, file] : files_) {
    if (!file->settle(survival, random_)) failures += " content of " + path;
  }
  if (!settle_names(survival)) failures += " names";
  files_.clear();
  if (failures.empty()) return {};
  return Error::transient(ErrorCode::io,
                          {"Ổ đĩa báo lỗi; hãy xem nhật ký và quyền của thư mục.", "The disk reported an error."},
                          "settling a power cut:" + failures);
}

}  // namespace tests
