#include "mailstore/store/view_cache.h"

#include <algorithm>
#include <unordered_set>

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
  enlist(view);
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

void ViewCache::enlist(const std::shared_ptr<const MailboxView>& view) {
  all_.push_back(view);
  if (all_.size() <= tidy_at_) return;
  std::erase_if(all_, [](const auto& one) { return one.expired(); });
  tidy_at_ = 2 * all_.size() + 1024;
}

void ViewCache::remember(const std::shared_ptr<const MailboxView>& view) {
  base::MutexLock lock(mutex_);
  enlist(view);
}

std::shared_ptr<const MailboxView> ViewCache::newest(base::MailboxId mailbox) {
  base::MutexLock lock(mutex_);
  const auto place = slots_.find(mailbox);
  return place == slots_.end() ? nullptr : place->second.view;
}

std::shared_ptr<const MailboxView> ViewCache::find_at(base::MailboxId mailbox, base::ModSeq highest) {
  base::MutexLock lock(mutex_);
  const auto place = slots_.find(mailbox);
  if (place == slots_.end() || !place->second.view) return nullptr;
  return place->second.view->info().highest_modseq == highest ? place->second.view : nullptr;
}

std::vector<std::uint32_t> ViewCache::keyword_sets() {
  std::vector<std::shared_ptr<const MailboxView>> views;
  {
    base::MutexLock lock(mutex_);
    for (const auto& one : all_) {
      if (auto view = one.lock()) views.push_back(std::move(view));
    }
  }
  std::vector<std::uint32_t> out;
  const auto tidy = [&] {
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
  };
  std::unordered_set<const EntryChunk*> seen;  // views share most of their chunks
  std::size_t tidy_at = 1 << 16;
  for (const auto& view : views) {
    for (const auto& chunk : view->chunks()) {
      if (!seen.insert(chunk.get()).second) continue;
      out.insert(out.end(), chunk->keyword_sets().begin(), chunk->keyword_sets().end());
      if (out.size() < tidy_at) continue;
      tidy();
      tidy_at = 2 * out.size() + (1 << 16);
    }
  }
  tidy();
  return out;
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
