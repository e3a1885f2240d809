#include "base/sql/redo/carried_keeper.h"

#include <sqlite3.h>

#include <utility>

#include "base/sql/redo/recovery_errors.h"

namespace base::sql {
namespace {

constexpr std::uint64_t kGeneration = 1;  // the file grows until it is asked for
constexpr std::size_t kWaiting = 4u << 20;

}  // namespace

CarriedKeeper::CarriedKeeper(sqlite3_vfs* vfs, std::string path)
    : vfs_(vfs), path_(std::move(path)), file_(vfs, path_) {}

Result<void> CarriedKeeper::add(std::vector<std::string>& fresh) {
  for (std::string& one : fresh) {
    octets_ += one.size();
    ++count_;
    waiting_.push_back(std::move(one));
  }
  return octets_ < kWaiting ? Result<void>() : append();
}

Result<void> CarriedKeeper::finish() {
  if (count_ == 0) return {};
  if (Result<void> done = append(); !done) return done;
  if (const int code = file_.sync(); code != SQLITE_OK) return failed(code);
  return {};
}

Result<void> CarriedKeeper::append() {
  if (!begun_) {
    std::uint32_t number = 0;
    const auto look = [&](RedoRecord& record) -> Result<void> {
      number = record.number + 1;
      old_end_ = record.end;
      return {};
    };
    int bad = SQLITE_OK;
    if (Result<void> read = read_redo_log(vfs_, path_, look, &bad); !read) return read;
    if (bad != SQLITE_OK) return carried_is_unreadable(path_);
    file_.go_on(kGeneration, number, old_end_);
    begun_ = true;
  }
  if (waiting_.empty()) return {};
  const int code = file_.append({}, waiting_);
  waiting_.clear();
  octets_ = 0;
  if (code != SQLITE_OK) return failed(code);
  return {};
}

// After a failed fsync the next try must not find records in the kernel's memory that the disk does not have, and go
// on behind them.
Result<void> CarriedKeeper::failed(int code) {
  RedoFile file(vfs_, path_);
  if (file.open(false) == SQLITE_OK) file.truncate(old_end_);
  return cannot_write(path_, code);
}

}  // namespace base::sql
