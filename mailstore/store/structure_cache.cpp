#include "mailstore/store/structure_cache.h"

#include <utility>

namespace mailstore {
namespace {

struct Kind {
  Want want;
  std::string MessageMeta::*text;
};
constexpr std::array<Kind, 3> kKinds{{{Want::envelope, &MessageMeta::envelope},
                                      {Want::body, &MessageMeta::body},
                                      {Want::body_structure, &MessageMeta::body_structure}}};
constexpr std::size_t kNode = 160;  // octets of a map node and its strings' heads, about

bool wants_kind(Wants wants, const Kind& kind) { return (wants & static_cast<unsigned>(kind.want)) != 0; }

}  // namespace

bool StructureCache::serves(Wants wants) {
  Wants kept = 0;
  for (const Kind& kind : kKinds) kept |= static_cast<unsigned>(kind.want);
  return wants != 0 && (wants & ~kept) == 0;
}

std::size_t StructureCache::Ready::octets() const {
  std::size_t sum = kNode;
  for (const std::string& text : texts) sum += text.size();
  return sum;
}

std::vector<std::size_t> StructureCache::fill(std::span<const Entry> entries, Wants wants,
                                              std::span<MessageMeta> metas) {
  std::vector<std::size_t> others;
  base::MutexLock lock(mutex_);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Ready* ready = find(entries[i].content);
    if (ready == nullptr || (wants & ~ready->has) != 0) {
      others.push_back(i);
      continue;
    }
    metas[i].content = entries[i].content;
    metas[i].content_size = ready->content_size;
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
      if (wants_kind(wants, kKinds[kind])) metas[i].*kKinds[kind].text = ready->texts[kind];
    }
  }
  return others;
}

void StructureCache::put(std::span<const MessageMeta> metas, Wants wants) {
  base::MutexLock lock(mutex_);
  for (const MessageMeta& meta : metas) {
    if (!meta.content) continue;
    Ready* ready = find(meta.content);
    if (ready == nullptr) ready = &insert(meta.content, Ready{0, meta.content_size, {}});
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
      if (!wants_kind(wants & ~ready->has, kKinds[kind])) continue;
      ready->texts[kind] = meta.*kKinds[kind].text;
      young_.octets += ready->texts[kind].size();
    }
    ready->has |= wants;
  }
}

// In the young generation afterwards.
StructureCache::Ready* StructureCache::find(base::ContentId content) {
  if (auto it = young_.ready.find(content); it != young_.ready.end()) return &it->second;
  auto it = old_.ready.find(content);
  if (it == old_.ready.end()) return nullptr;
  Ready ready = std::move(it->second);
  old_.octets -= ready.octets();
  old_.ready.erase(it);
  return &insert(content, std::move(ready));
}

StructureCache::Ready& StructureCache::insert(base::ContentId content, Ready ready) {
  if (young_.octets >= kGenerationBytes) old_ = std::exchange(young_, Generation());
  young_.octets += ready.octets();
  return young_.ready.insert_or_assign(content, std::move(ready)).first->second;
}

}  // namespace mailstore
