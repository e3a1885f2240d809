#include "mailstore/search/shard_worker.h"

#include <pthread.h>

#include "base/log.h"

namespace mailstore::search {
namespace {

// Style rule 20: what reads foreign mail must not end the server.
template <class Work>
auto without_exceptions(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& bug) {
    return base::Error::transient(
        base::ErrorCode::internal,
        {"Việc lập chỉ mục dừng vì lỗi của chương trình.", "Indexing ended with a fault of the program."}, bug.what());
  }
}

}  // namespace

void ShardWorker::start() {
  if (thread_.joinable()) return;
  stopping_ = false;
  thread_ = std::thread([this] { run(); });  // with the priority of who asks: that of the indexer
}

void ShardWorker::seal(Documents documents, CursorMap cursors) {
  {
    base::MutexLock lock(mutex_);
    seals_.push_back({std::move(documents), std::move(cursors)});
    failed_ = false;
    start();
  }
  changed_.notify_all();
}

base::Result<void> ShardWorker::wait(std::size_t left) {
  base::MutexLock lock(mutex_);
  failed_ = false;
  changed_.notify_all();
  while (seals_.size() > left && !failed_ && thread_.joinable()) changed_.wait(mutex_);
  return failed_ ? failure_ : base::Result<void>();
}

base::Result<void> ShardWorker::settle() {
  base::MutexLock lock(mutex_);
  failed_ = false;
  changed_.notify_all();
  while ((!seals_.empty() || merging_ || busy_) && !failed_ && thread_.joinable()) changed_.wait(mutex_);
  return failed_ ? failure_ : base::Result<void>();
}

void ShardWorker::drop() {
  base::MutexLock lock(mutex_);
  dropping_ = true;
  while (seals_.size() > (busy_ ? 1u : 0u)) seals_.pop_back();
  while (busy_) changed_.wait(mutex_);
  seals_.clear();
  merging_ = false;
  dropping_ = false;
}

void ShardWorker::stop() {
  drop();
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  thread_ = {};
}

void ShardWorker::run() {
  pthread_setname_np(pthread_self(), "shards");
  base::MutexLock lock(mutex_);
  while (true) {
    while (!stopping_ && (dropping_ || ((seals_.empty() || failed_) && !merging_))) changed_.wait(mutex_);
    if (stopping_) return;
    busy_ = true;
    if (!seals_.empty() && !failed_) {
      const Seal seal = seals_.front();
      lock.unlock();
      base::Result<void> done = without_exceptions([&] { return set_.seal(seal.documents); });
      const bool sealed = done.has_value();
      if (done) done = save_cursors(db_, seal.cursors);
      lock.lock();
      if (done) seals_.pop_front();
      else if (sealed) seals_.front().documents.clear();  // only their cursors are left to be saved
      failed_ = !done;
      failure_ = done;
      merging_ = merging_ || done;
    } else {
      lock.unlock();
      const bool more = merge_one();
      lock.lock();
      merging_ = merging_ && more;
    }
    busy_ = false;
    changed_.notify_all();
  }
}

bool ShardWorker::merge_one() {
  base::Result<bool> merged = without_exceptions([this] { return set_.merge(); });
  if (merged && !*merged) merged = without_exceptions([this] { return renew_one(); });
  if (merged) return *merged;
  const base::ErrorCode code = merged.error().code;
  if (code != base::ErrorCode::stopped) {
    base::log(base::LogLevel::warning, "SEARCH-0004",
              "parts of the search index could not be merged, trying again later",
              {{"error", base::describe(merged.error())}});
  }
  // A part that cannot be read stays so.
  if (code == base::ErrorCode::corrupt || code == base::ErrorCode::not_found) on_damage_();
  return false;
}

// A shard with many documents that nobody holds is made anew of the others, from the store.
base::Result<bool> ShardWorker::renew_one() {
  const std::shared_ptr<const SealedShard> old = set_.to_renew();
  if (!old) return false;
  const GiveUp stopping = [this] {
    base::MutexLock lock(mutex_);
    return stopping_ || dropping_;
  };
  base::Result<void> renewed = set_.renew(*old, [&](std::span<const base::ContentId>& left) -> base::Result<Documents> {
    Documents out;
    std::size_t bytes = 0;
    while (!left.empty() && out.size() < kSealDocuments && bytes < kSealBytes) {
      base::Result<DocumentReader::Read> read = documents_.read(left, stopping);
      if (!read) return std::move(read).error();
      left = left.subspan(read->taken);
      for (std::shared_ptr<const IndexedDocument>& document : read->documents) {
        bytes += document->bytes();
        out.push_back(std::move(document));
      }
    }
    return out;
  });
  if (!renewed) return std::move(renewed).error();
  return true;
}

}  // namespace mailstore::search
