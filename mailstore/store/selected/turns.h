// Turns: of one account one coroutine at a time. Thread-safe; who waits goes on on its own executor, in order of
// coming.
#pragma once

#include <coroutine>
#include <deque>
#include <unordered_map>

#include "base/async/executor.h"
#include "base/ids.h"
#include "base/thread_annotations.h"

namespace mailstore {

class Turns {
 public:
  // Ends the turn when it dies.
  class Turn {
   public:
    Turn(Turns& turns, base::AccountId account) : turns_(turns), account_(account) {}
    ~Turn() { turns_.next(account_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Turns& turns_;
    const base::AccountId account_;
  };

  // co_await turns.wait(account); then a Turn. REQUIRES: Executor::current().
  auto wait(base::AccountId account) { return Awaiter{*this, account}; }

 private:
  struct Waiting {
    base::Executor* executor;
    std::coroutine_handle<> handle;
  };
  struct Awaiter {
    Turns& turns;
    base::AccountId account;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> handle) {
      base::MutexLock lock(turns.mutex_);
      const auto [place, free] = turns.queues_.try_emplace(account);
      if (!free) place->second.push_back({base::Executor::current(), handle});
      return !free;
    }
    void await_resume() const noexcept {}
  };

  void next(base::AccountId account) {
    Waiting next{};
    {
      base::MutexLock lock(mutex_);
      const auto place = queues_.find(account);
      if (place == queues_.end()) return;
      if (place->second.empty()) {
        queues_.erase(place);
        return;
      }
      next = place->second.front();
      place->second.pop_front();
    }
    next.executor->post([handle = next.handle] { handle.resume(); });
  }

  base::Mutex mutex_;
  // Those who wait, of each account whose turn somebody has.
  std::unordered_map<base::AccountId, std::deque<Waiting>> queues_ GUARDED_BY(mutex_);
};

}  // namespace mailstore
