#include "mailstore/store/mailbox_view.h"

#include <algorithm>
#include <cassert>
#include <span>
#include <unordered_set>

namespace mailstore {
namespace {

using Chunk = MailboxView::Chunk;
using ChunkPtr = std::shared_ptr<const Chunk>;

// Collects entries into chunks of kChunkSize.
void append_packed(std::vector<ChunkPtr>& out, std::span<const Entry> entries) {
  for (std::size_t at = 0; at < entries.size(); at += MailboxView::kChunkSize)
    out.push_back(Chunk::make(entries.subspan(at, std::min(MailboxView::kChunkSize, entries.size() - at))));
}

// One chunk with its share of the changes: [changed, changed_end) replace or join, [gone, gone_end) leave.
std::vector<Entry> merged(const Chunk* old, const Entry* changed, const Entry* changed_end, const base::Uid* gone,
                          const base::Uid* gone_end) {
  std::vector<Entry> out;
  const std::size_t old_size = old ? old->size() : 0;
  out.reserve(old_size + static_cast<std::size_t>(changed_end - changed));
  std::size_t at = 0;
  while (at != old_size || changed != changed_end) {
    const bool take_changed = changed != changed_end && (at == old_size || changed->uid <= old->uid(at));
    if (take_changed && at != old_size && old->uid(at) == changed->uid) ++at;
    const Entry next = take_changed ? *changed++ : (*old)[at++];
    while (gone != gone_end && *gone < next.uid) ++gone;
    if (gone == gone_end || *gone != next.uid) out.push_back(next);
  }
  return out;
}

void append_in_pieces(std::vector<ChunkPtr>& out, const std::vector<Entry>& entries) {
  // Small neighbours are joined, so that expunges and single arrivals do not leave a trail of tiny chunks.
  constexpr std::size_t kJoinBelow = MailboxView::kChunkSize / 2;
  if (!out.empty() && !entries.empty() && entries.size() + out.back()->size() <= MailboxView::kChunkSize &&
      (entries.size() < kJoinBelow || out.back()->size() < kJoinBelow)) {
    std::vector<Entry> joined(out.back()->begin(), out.back()->end());
    joined.insert(joined.end(), entries.begin(), entries.end());
    out.back() = Chunk::make(joined);
    return;
  }
  append_packed(out, entries);
}

}  // namespace

void MailboxView::index_chunks() {
  first_index_.clear();
  first_index_.reserve(chunks_.size());
  size_ = 0;
  bytes_ = sizeof *this;
  for (const ChunkPtr& chunk : chunks_) {
    first_index_.push_back(size_);
    size_ += chunk->size();
    bytes_ += chunk->bytes() + sizeof chunk + sizeof(std::size_t);
  }
}

MailboxView::Place MailboxView::place_of(std::size_t index) const {
  assert(index < size_);
  const auto after = std::upper_bound(first_index_.begin(), first_index_.end(), index);
  const auto number = static_cast<std::size_t>(after - first_index_.begin()) - 1;
  return {number, index - first_index_[number]};
}

Entry MailboxView::at(std::size_t index) const {
  const Place place = place_of(index);
  return (*chunks_[place.chunk])[place.entry];
}

base::Uid MailboxView::uid(std::size_t index) const {
  const Place place = place_of(index);
  return chunks_[place.chunk]->uid(place.entry);
}

std::size_t MailboxView::lower_bound(base::Uid uid) const {
  const auto chunk = std::lower_bound(chunks_.begin(), chunks_.end(), uid,
                                      [](const ChunkPtr& c, base::Uid wanted) { return c->last_uid() < wanted; });
  if (chunk == chunks_.end()) return size_;
  return first_index_[static_cast<std::size_t>(chunk - chunks_.begin())] + (*chunk)->lower_bound(uid);
}

std::size_t MailboxView::find(base::Uid wanted) const {
  const std::size_t index = lower_bound(wanted);
  return index < size_ && uid(index) == wanted ? index : npos;
}

std::size_t MailboxView::unseen() const {
  std::size_t count = 0;
  for (const ChunkPtr& chunk : chunks_) count += chunk->unseen();
  return count;
}

std::size_t MailboxView::deleted() const {
  std::size_t count = 0;
  for (const ChunkPtr& chunk : chunks_) count += chunk->deleted();
  return count;
}

std::size_t MailboxView::first_unseen() const {
  for (std::size_t c = 0; c < chunks_.size(); ++c) {
    if (chunks_[c]->unseen() == 0) continue;
    std::size_t at = 0;
    while ((chunks_[c]->flags(at) & flag::kSeen) != 0) ++at;
    return first_index_[c] + at;
  }
  return npos;
}

std::vector<std::uint32_t> MailboxView::keyword_sets() const {
  std::vector<std::uint32_t> out;
  const auto tidy = [&] {
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
  };
  std::size_t tidy_at = 1 << 16;
  const std::vector<std::uint32_t>* last = nullptr;  // neighbours mostly have the same
  for (const ChunkPtr& chunk : chunks_) {
    if (last != nullptr && *last == chunk->keyword_sets()) continue;
    last = &chunk->keyword_sets();
    out.insert(out.end(), last->begin(), last->end());
    if (out.size() < tidy_at) continue;
    tidy();
    tidy_at = 2 * out.size() + (1 << 16);
  }
  tidy();
  if (!out.empty() && out.front() == 0) out.erase(out.begin());
  return out;
}

bool MailboxView::has_keyword_sets(std::size_t count) const {
  std::size_t most = 0;
  for (const ChunkPtr& chunk : chunks_) most += chunk->keyword_sets().size();
  if (most < count) return false;
  std::unordered_set<std::uint32_t> seen;
  const std::vector<std::uint32_t>* last = nullptr;
  for (const ChunkPtr& chunk : chunks_) {
    if (last != nullptr && *last == chunk->keyword_sets()) continue;
    last = &chunk->keyword_sets();
    for (const std::uint32_t set : *last) {
      if (set != 0) seen.insert(set);
    }
    if (seen.size() >= count) return true;
  }
  return false;
}

std::shared_ptr<const MailboxView> MailboxView::make(MailboxInfo info, std::vector<Entry> entries) {
  std::vector<ChunkPtr> chunks;
  chunks.reserve(entries.size() / kChunkSize + 1);
  append_packed(chunks, entries);
  return make(std::move(info), std::move(chunks));
}

std::shared_ptr<const MailboxView> MailboxView::make(MailboxInfo info, std::vector<ChunkPtr> chunks) {
  auto view = std::make_shared<MailboxView>(std::move(info));
  view->chunks_ = std::move(chunks);
  view->index_chunks();
  return view;
}

std::shared_ptr<const MailboxView> MailboxView::advance(MailboxInfo info, std::vector<Entry> changed,
                                                        const std::vector<base::Uid>& gone) const {
  auto view = std::make_shared<MailboxView>(std::move(info));
  view->chunks_.reserve(chunks_.size() + 1);
  const Entry* change = changed.data();
  const Entry* const change_end = change + changed.size();
  const base::Uid* leave = gone.data();
  const base::Uid* const leave_end = leave + gone.size();
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    // Everything up to the chunk's last UID belongs to it; what is beyond the last chunk makes new ones below.
    const base::Uid limit = chunks_[i]->last_uid();
    const Entry* const share = std::partition_point(change, change_end, [&](const Entry& e) { return e.uid <= limit; });
    const base::Uid* const leave_share = std::upper_bound(leave, leave_end, limit);
    if (share == change && leave_share == leave) {
      view->chunks_.push_back(chunks_[i]);
    } else {
      append_in_pieces(view->chunks_, merged(chunks_[i].get(), change, share, leave, leave_share));
    }
    change = share;
    leave = leave_share;
  }
  if (change != change_end) append_in_pieces(view->chunks_, merged(nullptr, change, change_end, leave, leave_end));
  view->index_chunks();
  return view;
}

namespace {

// Walks one view entry by entry and can step over chunks that both views share.
class Cursor {
 public:
  explicit Cursor(const MailboxView& view) : chunks_(view.chunks()) {}
  bool done() const { return chunk_ == chunks_.size(); }
  base::Uid uid() const { return chunks_[chunk_]->uid(offset_); }
  base::ModSeq modseq() const { return chunks_[chunk_]->modseq(offset_); }
  std::size_t index() const { return index_; }
  bool at_chunk_start() const { return offset_ == 0; }
  const Chunk* chunk() const { return chunks_[chunk_].get(); }
  void step() {
    ++index_;
    if (++offset_ == chunks_[chunk_]->size()) {
      ++chunk_;
      offset_ = 0;
    }
  }
  void skip_chunk() {
    index_ += chunks_[chunk_]->size();
    ++chunk_;
  }

 private:
  const std::vector<ChunkPtr>& chunks_;
  std::size_t chunk_ = 0, offset_ = 0, index_ = 0;
};

}  // namespace

ViewDifference difference(const MailboxView& before, const MailboxView& after) {
  ViewDifference out;
  Cursor a(before), b(after);
  while (!a.done() || !b.done()) {
    if (a.done()) {
      out.added.push_back(b.uid());
      b.step();
    } else if (b.done()) {
      out.expunged.push_back(a.index());
      a.step();
    } else if (a.at_chunk_start() && b.at_chunk_start() && a.chunk() == b.chunk()) {
      a.skip_chunk();
      b.skip_chunk();
    } else if (a.uid() == b.uid()) {
      if (a.modseq() != b.modseq()) out.changed.push_back(a.uid());
      a.step();
      b.step();
    } else if (a.uid() < b.uid()) {
      out.expunged.push_back(a.index());
      a.step();
    } else {
      out.added.push_back(b.uid());
      b.step();
    }
  }
  std::reverse(out.expunged.begin(), out.expunged.end());
  return out;
}

}  // namespace mailstore
