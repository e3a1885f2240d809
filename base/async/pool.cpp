#include "base/async/pool.h"

#include <pthread.h>

#include <cassert>
#include <deque>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/thread_annotations.h"

namespace base {

struct Pool::State {
  Options options;
  Mutex mutex;
  Condition changed;
  std::deque<std::function<void()>> queue GUARDED_BY(mutex);
  bool stopping GUARDED_BY(mutex) = false;
  std::vector<std::thread> threads;

  void work();
};

void Pool::State::work() {
  pthread_setname_np(pthread_self(), options.name.substr(0, 15).c_str());
  for (;;) {
    std::function<void()> job;
    {
      MutexLock lock(mutex);
      while (!stopping && queue.empty()) changed.wait(mutex);
      if (queue.empty()) return;
      job = std::move(queue.front());
      queue.pop_front();
    }
    try {
      job();
    } catch (const std::exception& e) {
      log(LogLevel::error, "ASYNC-0003", "an exception ended a pool job", {{"pool", options.name}, {"what", e.what()}});
    } catch (...) {
      log(LogLevel::error, "ASYNC-0004", "an unknown exception ended a pool job", {{"pool", options.name}});
    }
  }
}

Pool::Pool(Options options) : state_(std::make_unique<State>()) {
  if (options.threads < 1) options.threads = 1;
  if (options.threads > 64) options.threads = 64;
  state_->options = std::move(options);
  for (unsigned i = 0; i < state_->options.threads; ++i) {
    state_->threads.emplace_back([state = state_.get()] { state->work(); });
  }
}

Pool::~Pool() {
  {
    MutexLock lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  for (std::thread& thread : state_->threads) thread.join();
}

bool Pool::submit(std::function<void()> job) {
  {
    MutexLock lock(state_->mutex);
    if (state_->stopping || state_->queue.size() >= state_->options.queue_limit) return false;
    state_->queue.push_back(std::move(job));
  }
  state_->changed.notify_one();
  return true;
}

bool Pool::Submission::await_suspend(std::coroutine_handle<> caller) {
  Executor* executor = Executor::current();
  assert(executor);
  // Once submitted, this object belongs to the pool's thread until the caller is resumed: touch nothing after success.
  bool accepted = pool.submit([this, executor, caller] {
    try {
      job();
    } catch (...) {
      failure = std::current_exception();
    }
    executor->post([caller] { caller.resume(); });
  });
  if (accepted) return true;
  refused = true;
  return false;
}

}  // namespace base
