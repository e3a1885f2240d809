// Turns: long work that many sources ask for is begun for a few at a time: so many in all, so many of one source, and
// sources that wait take turns, so that nobody waits behind everything that one source has asked for. Thread-safe;
// outlives its tickets.
#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/async/signal.h"
#include "base/thread_annotations.h"

namespace server::net {

class Turns {
 public:
  explicit Turns(std::size_t total) : total_(total) {}
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;

  // A place in the queue, then a turn; both end with the ticket. Belongs to one thread.
  class Ticket {
   public:
    Ticket(Ticket&&) noexcept = default;
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket();
    bool granted() const;
    // Notified when it is granted.
    base::Signal& signal() const { return waiting_->signal; }

   private:
    friend class Turns;
    struct Waiting {
      base::Signal signal;
      bool granted = false;  // guarded by the mutex of Turns
    };
    Ticket(Turns& turns, std::string source)
        : turns_(turns), source_(std::move(source)), waiting_(std::make_shared<Waiting>()) {}

    Turns& turns_;
    std::string source_;
    std::shared_ptr<Waiting> waiting_;
  };

  // Asks for a turn; `most`: of this source at the same time, at least 1. Granted at once when there is room.
  [[nodiscard]] Ticket ask(std::string source, std::size_t most);
  std::size_t running() const;
  std::size_t waiting() const;

 private:
  struct Source {
    std::size_t most = 1, running = 0;
    std::deque<std::shared_ptr<Ticket::Waiting>> queue;
  };
  void leave(const Ticket& ticket) noexcept;
  void grant() REQUIRES_LOCK(mutex_);

  const std::size_t total_;
  mutable base::Mutex mutex_;
  std::unordered_map<std::string, Source> sources_ GUARDED_BY(mutex_);  // those that run or wait
  std::list<std::string> order_ GUARDED_BY(mutex_);                     // sources that wait, whose turn is next first
  std::size_t running_ GUARDED_BY(mutex_) = 0;
};

}  // namespace server::net
