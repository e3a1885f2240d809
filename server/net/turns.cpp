#include "server/net/turns.h"

#include <algorithm>
#include <utility>

namespace server::net {

Turns::Ticket::~Ticket() {
  if (waiting_) turns_.leave(*this);
}

bool Turns::Ticket::granted() const {
  base::MutexLock lock(turns_.mutex_);
  return waiting_->granted;
}

Turns::Ticket Turns::ask(std::string source, std::size_t most) {
  // What throws on the way leaves at most an empty source, which the next one of it takes over.
  Ticket ticket(*this, std::move(source));
  base::MutexLock lock(mutex_);
  Source& its = sources_[ticket.source_];
  its.most = std::max<std::size_t>(most, 1);
  if (its.queue.empty()) order_.push_back(ticket.source_);
  its.queue.push_back(ticket.waiting_);
  grant();
  return ticket;
}

// Begins what may begin. Sources that run as much as they may keep their place in the order.
void Turns::grant() {
  for (auto at = order_.begin(); at != order_.end() && running_ < total_;) {
    Source& its = sources_.at(*at);
    const auto here = at++;
    if (its.running >= its.most) continue;
    const std::shared_ptr<Ticket::Waiting> next = std::move(its.queue.front());
    its.queue.pop_front();
    ++its.running;
    ++running_;
    next->granted = true;
    next->signal.notify();
    if (its.queue.empty()) {
      order_.erase(here);
    } else {  // behind the others
      if (at == order_.end()) at = here;
      order_.splice(order_.end(), order_, here);
    }
  }
}

void Turns::leave(const Ticket& ticket) noexcept {
  base::MutexLock lock(mutex_);
  const auto found = sources_.find(ticket.source_);
  if (found == sources_.end()) return;
  Source& its = found->second;
  if (ticket.waiting_->granted) {
    --its.running;
    --running_;
  } else {
    std::erase(its.queue, ticket.waiting_);
    if (its.queue.empty()) std::erase(order_, ticket.source_);
  }
  if (its.running == 0 && its.queue.empty()) sources_.erase(found);
  grant();
}

std::size_t Turns::running() const {
  base::MutexLock lock(mutex_);
  return running_;
}

std::size_t Turns::waiting() const {
  base::MutexLock lock(mutex_);
  std::size_t sum = 0;
  for (const auto& [name, source] : sources_) sum += source.queue.size();
  return sum;
}

}  // namespace server::net
