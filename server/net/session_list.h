// SessionList: the sessions of one service that run now: how many of them each source has, and how all are told to
// stop. A session is in the list as long as its Place lives, however it ends. Thread-safe; outlives its places.
#pragma once

#include <cstddef>
#include <list>
#include <memory>

#include "base/async/source_network.h"
#include "base/thread_annotations.h"
#include "server/net/interrupt.h"
#include "server/net/source_counts.h"

namespace server::net {

class SessionList {
 public:
  struct Options {
    std::size_t per_source = 0;   // sessions of one source network at the same time; 0 = no limit
    bool limit_loopback = false;  // whether that holds for this machine itself
  };
  enum class Verdict { admitted, too_many_of_source, stopping };

  // One session's place. Movable; belongs to its session's thread.
  class Place {
   public:
    Place(Place&& other) noexcept;
    Place& operator=(Place&&) = delete;
    ~Place();
    Verdict verdict() const { return verdict_; }
    explicit operator bool() const { return verdict_ == Verdict::admitted; }
    // Null when not admitted.
    const std::shared_ptr<Interrupt>& interrupt() const { return interrupt_; }

   private:
    friend class SessionList;
    explicit Place(Verdict verdict) : verdict_(verdict) {}

    Verdict verdict_;
    SessionList* list_ = nullptr;  // null: nothing to leave
    std::shared_ptr<Interrupt> interrupt_;
    base::SourceNetwork source_;
    std::list<Interrupt*>::iterator at_;
  };

  SessionList() : SessionList(Options()) {}
  explicit SessionList(Options options) : options_(options) {}
  SessionList(const SessionList&) = delete;
  SessionList& operator=(const SessionList&) = delete;

  [[nodiscard]] Place enter(const base::PeerAddress& peer);
  // Tells every session to stop; later ones are not admitted.
  void stop();
  std::size_t size() const;
  // Sessions of that source's network.
  std::size_t of_source(const base::PeerAddress& peer) const;

 private:
  void leave(Place& place) noexcept;

  const Options options_;
  mutable base::Mutex mutex_;
  std::list<Interrupt*> running_ GUARDED_BY(mutex_);  // owned by the places
  SourceCounts sources_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
};

}  // namespace server::net
