#include "mailstore/store/structure_cache.h"

#include "mailstore/store/contents/listed_content.h"

namespace mailstore {
namespace {

constexpr std::size_t kNode = 120;  // octets of a slot, a map node and what the allocator adds, about

}  // namespace

std::size_t StructureCache::octets_of(const Slot& slot) { return kNode + slot.list->octets(); }

std::vector<std::size_t> StructureCache::fill(std::span<const Entry> entries, std::span<MessageMeta> metas) {
  std::vector<std::size_t> others;
  base::MutexLock lock(mutex_);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto place = places_.find(entries[i].content);
    if (place == places_.end()) {
      others.push_back(i);
      continue;
    }
    Slot& slot = slots_[place->second];
    slot.used = true;
    metas[i].list = slot.list;
  }
  return others;
}

void StructureCache::put(std::span<const MessageMeta> metas) {
  base::MutexLock lock(mutex_);
  for (const MessageMeta& meta : metas) {
    if (!meta.content || !meta.list || places_.contains(meta.content)) continue;
    const Slot slot{meta.content, meta.list, false};
    const std::size_t octets = octets_of(slot);
    if (octets > kBytes / 16) continue;
    const std::size_t at = free_slot(octets);
    slots_[at] = slot;
    places_.emplace(meta.content, at);
    octets_ += octets;
  }
}

void StructureCache::drop(base::ContentId content) {
  base::MutexLock lock(mutex_);
  const auto place = places_.find(content);
  if (place != places_.end()) clear(place->second);
}

void StructureCache::clear(std::size_t at) {
  Slot& slot = slots_[at];
  octets_ -= octets_of(slot);
  places_.erase(slot.content);
  slot = Slot();
  empty_.push_back(at);
}

// Turns the hand until there is room for so many octets.
std::size_t StructureCache::free_slot(std::size_t octets) {
  for (; octets_ + octets > kBytes; hand_ = (hand_ + 1) % slots_.size()) {
    Slot& slot = slots_[hand_];
    if (!slot.list) continue;
    if (slot.used) {
      slot.used = false;
      continue;
    }
    clear(hand_);
  }
  if (empty_.empty()) {
    slots_.emplace_back();
    return slots_.size() - 1;
  }
  const std::size_t at = empty_.back();
  empty_.pop_back();
  return at;
}

}  // namespace mailstore
