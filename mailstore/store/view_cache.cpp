#include "mailstore/store/view_cache.h"

#include <algorithm>

namespace mailstore {

ViewCache::Found ViewCache::find(base::MailboxId mailbox, Time now) {
  base::MutexLock lock(mutex_);
  auto [place, added] = slots_.try_emplace(mailbox);
  Slot& slot = place->second;
  if (added) {
    order_.push_front(mailbox);
    slot.use = order_.begin();
    return {};
  }
  order_.splice(order_.begin(), order_, slot.use);
  if (!slot.view) return {};
  const bool fresh = slot.view->info().highest_modseq >= slot.known && now - slot.checked < kTrust;
  return {slot.view, fresh};
}

std::shared_ptr<const MailboxView> ViewCache::put(base::MailboxId mailbox, std::shared_ptr<const MailboxView> view,
                                                  Time now) {
  base::MutexLock lock(mutex_);
  auto place = slots_.find(mailbox);
  if (place == slots_.end()) return view;  // dropped meanwhile: nobody shares it
  Slot& slot = place->second;
  slot.checked = std::max(slot.checked, now);
  if (slot.view && slot.view->info().highest_modseq >= view->info().highest_modseq) return slot.view;
  bytes_ -= slot.view ? slot.view->bytes() : 0;
  bytes_ += view->bytes();
  slot.view = std::move(view);
  auto newest = slot.view;
  shrink();
  return newest;
}

std::shared_ptr<const MailboxView> ViewCache::find_at(base::MailboxId mailbox, base::ModSeq highest) {
  base::MutexLock lock(mutex_);
  const auto place = slots_.find(mailbox);
  if (place == slots_.end() || !place->second.view) return nullptr;
  return place->second.view->info().highest_modseq == highest ? place->second.view : nullptr;
}

void ViewCache::touch(base::MailboxId mailbox, base::ModSeq highest) {
  base::MutexLock lock(mutex_);
  if (auto place = slots_.find(mailbox); place != slots_.end()) {
    place->second.known = std::max(place->second.known, highest);
  }
}

void ViewCache::drop(base::MailboxId mailbox) {
  base::MutexLock lock(mutex_);
  auto place = slots_.find(mailbox);
  if (place == slots_.end()) return;
  bytes_ -= place->second.view ? place->second.view->bytes() : 0;
  order_.erase(place->second.use);
  slots_.erase(place);
}

void ViewCache::shrink() {
  auto it = order_.end();
  while (it != order_.begin() && (bytes_ > kMaxIdleBytes || slots_.size() > kMaxSlots)) {
    --it;
    auto place = slots_.find(*it);
    Slot& slot = place->second;
    if (slot.view && slot.view.use_count() > 1) continue;  // a session holds it: dropping it would free nothing
    if (!slot.view) continue;                              // being read right now
    bytes_ -= slot.view->bytes();
    slots_.erase(place);
    it = order_.erase(it);
  }
}

}  // namespace mailstore
