#include "server/net/session_list.h"

#include <utility>

namespace server::net {

SessionList::Place::Place(Place&& other) noexcept
    : verdict_(other.verdict_),
      list_(std::exchange(other.list_, nullptr)),
      interrupt_(std::move(other.interrupt_)),
      source_(std::move(other.source_)),
      at_(other.at_) {}

SessionList::Place::~Place() {
  if (list_) list_->leave(*this);
}

SessionList::Place SessionList::enter(const base::PeerAddress& peer) {
  // Everything that may throw happens before something is counted, or takes the count back.
  Place place(Verdict::admitted);
  place.interrupt_ = std::make_shared<Interrupt>();
  place.source_ = base::source_network(peer);
  std::list<Interrupt*> node{place.interrupt_.get()};
  const bool limited = options_.limit_loopback || !peer.loopback;
  base::MutexLock lock(mutex_);
  if (stopping_) return Place(Verdict::stopping);
  if (!sources_.enter(place.source_, limited ? options_.per_source : 0)) return Place(Verdict::too_many_of_source);
  place.at_ = node.begin();
  running_.splice(running_.end(), node);
  place.list_ = this;
  return place;
}

void SessionList::leave(Place& place) noexcept {
  base::MutexLock lock(mutex_);
  running_.erase(place.at_);
  sources_.leave(place.source_);
}

void SessionList::stop() {
  base::MutexLock lock(mutex_);
  stopping_ = true;
  for (Interrupt* interrupt : running_) interrupt->stop();
}

std::size_t SessionList::size() const {
  base::MutexLock lock(mutex_);
  return running_.size();
}

std::size_t SessionList::of_source(const base::PeerAddress& peer) const {
  base::MutexLock lock(mutex_);
  return sources_.of(base::source_network(peer).near);
}

}  // namespace server::net
