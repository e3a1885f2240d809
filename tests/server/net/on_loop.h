// Runs a coroutine on an event loop and waits for its answer on the test's thread.
#pragma once

#include <future>
#include <utility>

#include "base/async/executor.h"
#include "server/net/event_loop.h"

namespace tests {

template <class T>
base::Co<void> fulfil(base::Co<T> work, std::promise<T>& out) {
  try {
    out.set_value(co_await std::move(work));
  } catch (...) {
    out.set_exception(std::current_exception());
  }
}

template <class T>
T on_loop(server::net::EventLoop& loop, base::Co<T> work) {
  std::promise<T> out;
  auto answer = out.get_future();
  base::spawn(loop, fulfil(std::move(work), out));
  return answer.get();
}

}  // namespace tests
