// Who is hashed next. A few threads, a bounded queue, and fairness: one source never has more than one hash running,
// sources take turns, and when the queue is full whoever waits most gives way to whoever waits least. So a stranger
// with many connections fills his own share only. Accounts from networks they signed in from lately ("known") have a
// line of their own, which goes first (three of four turns while strangers wait); there each account has one hash
// running. The same question asked twice at once is hashed once. Loopback is a source like any other. Thread-safe.
#pragma once

#include <coroutine>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>

#include "base/async/co.h"
#include "base/async/executor.h"
#include "base/result.h"

namespace directory {

class HashQueue {
 public:
  struct Settings {
    unsigned threads = 2;
    std::size_t waiting = 256;  // strangers, of one source at most a quarter (and two); known accounts: ten times that
  };
  explicit HashQueue(Settings settings);
  // Finishes what is running; what waits is never resumed (its executors are gone by then).
  ~HashQueue();
  HashQueue(const HashQueue&) = delete;
  HashQueue& operator=(const HashQueue&) = delete;

  struct Ticket {
    std::string share;  // the source, or of a known account its name
    bool known = false;
    std::string same;  // equal for equal questions; "" = like no other
  };
  // True when that question is being answered already: run() would wait for the answer and hash nothing.
  bool is_asked(const std::string& same) const;

  // Runs `job` on a thread when its turn comes and resumes on the caller's executor. Errors: busy. Equal `same` means
  // an equal answer type. A named function, which lives until the await is over, as for base::Pool::run().
  template <class F>
  auto run(Ticket ticket, F& job VANTHU_LIFETIMEBOUND) -> base::Co<std::invoke_result_t<F&>> {
    using Answer = std::invoke_result_t<F&>;
    Turn turn(*this, std::move(ticket),
              [&job]() -> std::shared_ptr<const void> { return std::make_shared<const Answer>(job()); });
    co_await turn;
    if (!turn.answer()) {
      co_return base::Error::transient(base::ErrorCode::busy,
                                       {"Máy chủ đang bận; xin thử lại.", "The server is busy; please try again."},
                                       "hash queue full");
    }
    co_return *std::static_pointer_cast<const Answer>(turn.answer());
  }

 private:
  using Work = std::function<std::shared_ptr<const void>()>;
  struct Entry;
  struct State;

  class Turn {
   public:
    Turn(HashQueue& queue, Ticket ticket, Work work);
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> caller);
    void await_resume() const noexcept {}
    // Null when refused.
    const std::shared_ptr<const void>& answer() const;

   private:
    HashQueue& queue_;
    Ticket ticket_;
    Work work_;
    std::shared_ptr<Entry> entry_;
  };

  std::unique_ptr<State> state_;
};

}  // namespace directory
