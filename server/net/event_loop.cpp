#include "server/net/event_loop.h"

#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <deque>
#include <limits>
#include <thread>
#include <utility>

#include "base/async/timer_heap.h"
#include "base/log.h"
#include "base/thread_annotations.h"

namespace server::net {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kEventsPerTurn = 256;
constexpr std::chrono::milliseconds kSlowTurn{500};  // something blocked the loop: worth a line in the log

base::Error system_error(const char* what) {
  return base::Error::permanent(base::ErrorCode::io,
                                {"Máy chủ không dùng được mạng.", "The server cannot use the network."},
                                std::string(what) + ": " + std::strerror(errno));
}

void block_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace

struct EventLoop::State {
  int epoll = -1;
  int wake_fd = -1;
  std::atomic<bool> stopping{false};

  base::Mutex mutex;
  std::vector<std::function<void()>> posted GUARDED_BY(mutex);  // from other threads
  bool woken GUARDED_BY(mutex) = false;                         // wake_fd is already written

  std::deque<std::function<void()>> ready;  // from this thread, and what was taken over from `posted`
  base::TimerHeap timers;

  ~State() {
    if (epoll >= 0) ::close(epoll);
    if (wake_fd >= 0) ::close(wake_fd);
  }

  void wake() REQUIRES_LOCK(mutex) {
    if (std::exchange(woken, true)) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] ssize_t written = ::write(wake_fd, &one, sizeof one);
  }

  void take_posted() {
    std::vector<std::function<void()>> taken;
    {
      base::MutexLock lock(mutex);
      if (std::exchange(woken, false)) {
        std::uint64_t count;
        [[maybe_unused]] ssize_t got = ::read(wake_fd, &count, sizeof count);
      }
      taken.swap(posted);
    }
    for (auto& work : taken) ready.push_back(std::move(work));
  }

  int wait_ms() const {
    if (!ready.empty() || stopping) return 0;
    auto deadline = timers.next_deadline();
    if (!deadline) return -1;
    auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
  }
};

EventLoop::EventLoop(std::unique_ptr<State> state) : state_(std::move(state)) {}
EventLoop::~EventLoop() = default;

base::Result<std::unique_ptr<EventLoop>> EventLoop::open() {
  auto state = std::make_unique<State>();
  state->epoll = ::epoll_create1(EPOLL_CLOEXEC);
  if (state->epoll < 0) return system_error("epoll_create1");
  state->wake_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (state->wake_fd < 0) return system_error("eventfd");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = nullptr;  // null stands for the wake-up descriptor
  if (::epoll_ctl(state->epoll, EPOLL_CTL_ADD, state->wake_fd, &event) != 0) return system_error("epoll_ctl");
  return std::unique_ptr<EventLoop>(new EventLoop(std::move(state)));
}

EventLoop* EventLoop::current() { return dynamic_cast<EventLoop*>(base::Executor::current()); }

void EventLoop::post(std::function<void()> work) {
  if (base::Executor::current() == this) {
    state_->ready.push_back(std::move(work));
    return;
  }
  base::MutexLock lock(state_->mutex);
  state_->posted.push_back(std::move(work));
  state_->wake();
}

void EventLoop::stop() {
  state_->stopping = true;
  base::MutexLock lock(state_->mutex);
  state_->wake();
}

std::uint64_t EventLoop::start_timer(std::chrono::milliseconds delay, std::function<void()> work) {
  return state_->timers.start(Clock::now(), delay, std::move(work));
}

void EventLoop::cancel_timer(std::uint64_t handle) { state_->timers.cancel(handle); }

base::Result<void> EventLoop::watch(int fd, std::uint32_t events, Watcher* watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = watcher;
  if (::epoll_ctl(state_->epoll, EPOLL_CTL_ADD, fd, &event) != 0) return system_error("epoll_ctl add");
  return {};
}

base::Result<void> EventLoop::change(int fd, std::uint32_t events, Watcher* watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = watcher;
  if (::epoll_ctl(state_->epoll, EPOLL_CTL_MOD, fd, &event) != 0) return system_error("epoll_ctl change");
  return {};
}

void EventLoop::unwatch(int fd) { ::epoll_ctl(state_->epoll, EPOLL_CTL_DEL, fd, nullptr); }

// Events first (they only wake coroutines), then timers, then what is ready: nothing that user code destroys can still
// be named by an event of this turn.
void EventLoop::turn() {
  epoll_event events[kEventsPerTurn];
  const int count = ::epoll_wait(state_->epoll, events, kEventsPerTurn, state_->wait_ms());
  const Clock::time_point start = Clock::now();
  for (int i = 0; i < count; ++i) {
    if (events[i].data.ptr) static_cast<Watcher*>(events[i].data.ptr)->ready(events[i].events);
  }
  state_->take_posted();
  while (auto work = state_->timers.take_due(start)) work();
  for (std::size_t batch = state_->ready.size(); batch > 0; --batch) {
    std::function<void()> work = std::move(state_->ready.front());
    state_->ready.pop_front();
    work();
  }
  const auto spent = Clock::now() - start;
  if (spent > kSlowTurn) {
    auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
    base::log(base::LogLevel::warning, "NET-0001", "an event loop was held up", {{"ms", std::to_string(ms)}});
  }
}

void EventLoop::run() {
  block_sigpipe();
  Scope scope(this);
  while (!state_->stopping) turn();
}

struct LoopGroup::State {
  std::vector<std::unique_ptr<EventLoop>> loops;
  std::vector<std::thread> threads;
  std::atomic<std::size_t> next{0};
};

LoopGroup::LoopGroup() : state_(std::make_unique<State>()) {}

base::Result<std::unique_ptr<LoopGroup>> LoopGroup::start(unsigned threads, std::string name) {
  std::unique_ptr<LoopGroup> group(new LoopGroup());
  threads = std::clamp(threads, 1u, 64u);
  for (unsigned i = 0; i < threads; ++i) {
    auto loop = EventLoop::open();
    if (!loop) return std::move(loop).error();
    group->state_->loops.push_back(std::move(*loop));
  }
  for (unsigned i = 0; i < threads; ++i) {
    std::string label = (name + "-" + std::to_string(i)).substr(0, 15);
    group->state_->threads.emplace_back([loop = group->state_->loops[i].get(), label] {
      pthread_setname_np(pthread_self(), label.c_str());
      loop->run();
    });
  }
  return group;
}

LoopGroup::~LoopGroup() {
  for (auto& loop : state_->loops) loop->stop();
  for (std::thread& thread : state_->threads) thread.join();
}

std::size_t LoopGroup::size() const { return state_->loops.size(); }
EventLoop& LoopGroup::at(std::size_t index) { return *state_->loops.at(index); }
EventLoop& LoopGroup::next() {
  return *state_->loops[state_->next.fetch_add(1, std::memory_order_relaxed) % state_->loops.size()];
}

}  // namespace server::net
