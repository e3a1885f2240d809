#include "mailstore/store/selected/copy_recall.h"

#include <pthread.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "base/log.h"
#include "mailstore/store/selected/copy_parts.h"
#include "mailstore/store/store_core.h"

namespace mailstore {

CopyRecall::~CopyRecall() {
  std::thread thread;
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
    thread = std::move(thread_);
  }
  wake_.notify_all();
  if (thread.joinable()) thread.join();
}

void CopyRecall::add(std::int64_t copy) {
  base::MutexLock lock(mutex_);
  copies_.insert(copy);
  begin_thread();
}

void CopyRecall::finish_old() {
  {
    base::MutexLock lock(mutex_);
    unlisted_below_ = std::numeric_limits<std::int64_t>::max();
  }
  if (!try_all()) return;
  base::MutexLock lock(mutex_);
  if (unlisted_below_ != 0) unlisted_below_ = core_.ids.make<base::EmailId>().value;  // copies of this run are above
  begin_thread();
}

void CopyRecall::begin_thread() {
  if (!thread_.joinable() && !stopping_) thread_ = std::thread([this] { run(); });
  wake_.notify_all();
}

bool CopyRecall::stopping() {
  base::MutexLock lock(mutex_);
  return stopping_;
}

void CopyRecall::run() {
  pthread_setname_np(pthread_self(), "copy-recall");
  auto pause = kFirstPause;
  for (;;) {
    {
      base::MutexLock lock(mutex_);
      while (!stopping_ && copies_.empty() && unlisted_below_ == 0) wake_.wait(mutex_);
      const auto deadline = std::chrono::steady_clock::now() + pause;
      while (!stopping_ && wake_.wait_until(mutex_, deadline)) {
      }
      if (stopping_) return;
    }
    pause = try_all() ? std::min(2 * pause, kLongestPause) : kFirstPause;
  }
}

bool CopyRecall::try_all() {
  std::optional<base::Error> later;
  const auto settle = [&](const base::Result<void>& done) {  // false: it is to be tried again
    if (done) return true;
    if (done.error().temporary && core_.db.writable()) {
      later = done.error();
      return false;
    }
    base::log(base::LogLevel::error, "STO-0008",
              "a COPY that failed cannot be taken back: some of its messages stay; the next start tries again",
              {{"error", base::describe(done.error())}});
    return true;
  };
  const auto listed = list_old();
  if (settle(listed)) {
    base::MutexLock lock(mutex_);
    unlisted_below_ = 0;
  }
  std::vector<std::int64_t> copies;
  {
    base::MutexLock lock(mutex_);
    copies.assign(copies_.begin(), copies_.end());
  }
  for (const std::int64_t copy : copies) {
    if (stopping()) return false;
    if (settle(take_back(copy))) forget(copy);
  }
  if (!later || stopping()) return false;
  base::log(base::LogLevel::warning, "STO-0006", "a COPY that failed is not taken back yet; it is tried again later",
            {{"error", base::describe(*later)}});
  return true;
}

base::Result<void> CopyRecall::list_old() {
  std::int64_t below = 0;
  {
    base::MutexLock lock(mutex_);
    below = unlisted_below_;
  }
  if (below == 0) return {};
  std::vector<std::int64_t> found;
  auto read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    found.clear();
    return snapshot.query("SELECT DISTINCT copy FROM copy_part WHERE copy < ?", {below}, [&](const base::SqlRow& row) {
      found.push_back(row.i64(0));
      return true;
    });
  });
  if (!read) return read;
  base::MutexLock lock(mutex_);
  copies_.insert(found.begin(), found.end());
  return {};
}

base::Result<void> CopyRecall::take_back(std::int64_t copy) {
  for (bool over = false; !over && !stopping();) {
    auto unit = core_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto taken = take_back_part(tx, core_, copy);
      if (!taken) return taken.error();
      over = *taken;
      return {};
    });
    if (!unit) return unit;
  }
  return {};
}

void CopyRecall::forget(std::int64_t copy) {
  base::MutexLock lock(mutex_);
  copies_.erase(copy);
}

}  // namespace mailstore
