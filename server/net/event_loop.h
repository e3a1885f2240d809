// EventLoop: one thread's epoll, timers and posted work; the Executor of sessions. LoopGroup: a few of them with their
// threads. post() and stop() are thread-safe; everything else belongs to the loop's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/async/executor.h"
#include "base/result.h"

namespace server::net {

// Told by the loop that its file descriptor is ready. ready() must not destroy watchers; it wakes coroutines, which run
// in the same turn after all events were handed out.
class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void ready(std::uint32_t epoll_events) = 0;
};

class EventLoop final : public base::Executor {
 public:
  static base::Result<std::unique_ptr<EventLoop>> open();
  ~EventLoop() override;

  void post(std::function<void()> work) override;
  std::uint64_t start_timer(std::chrono::milliseconds delay, std::function<void()> work) override;
  void cancel_timer(std::uint64_t handle) override;

  // Runs turns on the calling thread until stop(). SIGPIPE is blocked on this thread meanwhile.
  void run();
  // run() returns after its turn. Work posted later stays unrun. Thread-safe.
  void stop();

  // `events` are EPOLLIN, EPOLLOUT, EPOLLET…. The watcher must live until unwatch(fd).
  base::Result<void> watch(int fd, std::uint32_t events, Watcher* watcher);
  base::Result<void> change(int fd, std::uint32_t events, Watcher* watcher);
  void unwatch(int fd);

  // The event loop whose thread this is; nullptr outside any.
  static EventLoop* current();

 private:
  struct State;
  explicit EventLoop(std::unique_ptr<State> state);
  void turn();
  std::unique_ptr<State> state_;
};

class LoopGroup {
 public:
  // threads: 1 … 64.
  static base::Result<std::unique_ptr<LoopGroup>> start(unsigned threads, std::string name = "loop");
  // Stops and joins. Stop the listeners first: a coroutine that is still parked is never resumed, its frame leaks.
  ~LoopGroup();
  LoopGroup(const LoopGroup&) = delete;
  LoopGroup& operator=(const LoopGroup&) = delete;

  std::size_t size() const;
  EventLoop& at(std::size_t index);
  // One after the other. Thread-safe.
  EventLoop& next();

 private:
  LoopGroup();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace server::net
