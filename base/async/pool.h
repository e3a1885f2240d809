// Pool: a bounded set of threads for work that blocks (SQL reads, files, search, password hashing): one pool per kind,
// so that a storm of one kind never delays another. Thread-safe. The destructor finishes what was queued.
#pragma once

#include <coroutine>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "base/async/co.h"
#include "base/async/executor.h"
#include "base/result.h"

namespace base {

class Pool {
 public:
  struct Options {
    std::string name;                 // for logs and thread names, at most 15 bytes
    unsigned threads = 2;             // 1 … 64
    std::size_t queue_limit = 10000;  // waiting jobs; beyond it run() answers busy
  };
  explicit Pool(Options options);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Queues `job`; false when the queue is full or the pool stops. Thread-safe.
  bool submit(std::function<void()> job);

  //   auto job = [&]() -> Result<T> {…};
  //   auto done = co_await pool.run(job);
  // Runs the function on a pool thread, resumes on the caller's executor. Answers Error{busy, temporary} when the queue
  // is full. Only a named function will do (GCC 12, base/async/co.h), and it lives until the await is over.
  template <class F>
  auto run(F& job VANTHU_LIFETIMEBOUND) -> Co<std::invoke_result_t<F&>> {
    using Answer = std::invoke_result_t<F&>;
    return run<typename Answer::value_type>(std::function<Answer()>(std::ref(job)));
  }
  template <class T>
  Co<Result<T>> run(std::function<Result<T>()> job) {
    std::optional<Result<T>> out;
    Submission submission{*this, [&out, job = std::move(job)] { out.emplace(job()); }, false, nullptr};
    co_await submission;
    if (submission.refused) {
      co_return Error::transient(ErrorCode::busy,
                                 {"Máy chủ đang bận; xin thử lại.", "The server is busy; please try again."},
                                 "pool queue full");
    }
    if (submission.failure) std::rethrow_exception(submission.failure);
    co_return std::move(*out);
  }

 private:
  struct Submission {
    Pool& pool;
    std::function<void()> job;
    bool refused;
    std::exception_ptr failure;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> caller);
    void await_resume() const noexcept {}
  };
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace base
