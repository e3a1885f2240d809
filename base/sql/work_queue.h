// The waiting units of work or queries, in order of arrival. Thread-safe.
#pragma once

#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "base/sql/waiting.h"
#include "base/thread_annotations.h"

namespace base::sql {

template <class Work>
class WorkQueue {
 public:
  struct Item {
    Work work;
    Completion done;
  };

  void push(Item item) {
    {
      const MutexLock lock(mutex_);
      if (!closed_) {
        items_.push_back(std::move(item));
        ready_.notify_one();
        return;
      }
    }
    item.done(Error::transient(
        ErrorCode::stopped,
        {"Máy chủ đang dừng; những gì đã ghi vẫn còn, xin thử lại sau.", "The server is shutting down."},
        "database closed"));
  }

  // Blocks for the next item; none when the queue is closed and empty.
  std::optional<Item> pop() {
    const MutexLock lock(mutex_);
    while (!closed_ && items_.empty()) ready_.wait(mutex_);
    if (items_.empty()) return std::nullopt;
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

  // Blocks until something waits, then takes all of it, at most `limit`. Empty when the queue is closed and empty.
  std::vector<Item> pop_all(std::size_t limit) {
    const MutexLock lock(mutex_);
    while (!closed_ && items_.empty()) ready_.wait(mutex_);
    std::vector<Item> out;
    while (!items_.empty() && out.size() < limit) {
      out.push_back(std::move(items_.front()));
      items_.pop_front();
    }
    return out;
  }

  // What is queued is still handed out; push() answers stopped.
  void close() {
    const MutexLock lock(mutex_);
    closed_ = true;
    ready_.notify_all();
  }

 private:
  Mutex mutex_;
  Condition ready_;
  std::deque<Item> items_ GUARDED_BY(mutex_);
  bool closed_ GUARDED_BY(mutex_) = false;
};

}  // namespace base::sql
