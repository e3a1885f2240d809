#include "mailstore/store/mailbox_view.h"

#include <algorithm>
#include <cassert>

namespace mailstore {
namespace {

using Chunk = MailboxView::Chunk;
using ChunkPtr = std::shared_ptr<const Chunk>;

bool uid_before(const Entry& entry, base::Uid uid) { return entry.uid < uid; }

// Collects entries into chunks of kChunkSize.
class ChunkWriter {
 public:
  explicit ChunkWriter(std::vector<ChunkPtr>& out) : out_(out) {}
  void add(const Entry& entry) {
    open_.push_back(entry);
    if (open_.size() == MailboxView::kChunkSize) close();
  }
  void close() {
    if (open_.empty()) return;
    out_.push_back(std::make_shared<const Chunk>(std::move(open_)));
    open_ = {};
  }

 private:
  std::vector<ChunkPtr>& out_;
  Chunk open_;
};

// One chunk with its share of the changes: [changed, changed_end) replace or join, [gone, gone_end) leave.
Chunk merged(const Chunk* old, const Entry* changed, const Entry* changed_end, const base::Uid* gone,
             const base::Uid* gone_end) {
  Chunk out;
  const Entry* it = old ? old->data() : nullptr;
  const Entry* end = old ? it + old->size() : nullptr;
  out.reserve(static_cast<std::size_t>((end - it) + (changed_end - changed)));
  while (it != end || changed != changed_end) {
    const bool take_changed = changed != changed_end && (it == end || changed->uid <= it->uid);
    const Entry& next = take_changed ? *changed : *it;
    if (take_changed && it != end && it->uid == changed->uid) ++it;
    while (gone != gone_end && *gone < next.uid) ++gone;
    if (gone == gone_end || *gone != next.uid) out.push_back(next);
    if (take_changed) {
      ++changed;
    } else {
      ++it;
    }
  }
  return out;
}

void append_in_pieces(std::vector<ChunkPtr>& out, Chunk&& entries) {
  // Small neighbours are joined, so that expunges and single arrivals do not leave a trail of tiny chunks.
  constexpr std::size_t kJoinBelow = MailboxView::kChunkSize / 2;
  if (!out.empty() && entries.size() + out.back()->size() <= MailboxView::kChunkSize &&
      (entries.size() < kJoinBelow || out.back()->size() < kJoinBelow)) {
    Chunk joined = *out.back();
    joined.insert(joined.end(), entries.begin(), entries.end());
    out.back() = std::make_shared<const Chunk>(std::move(joined));
    return;
  }
  ChunkWriter writer(out);
  for (const Entry& entry : entries) writer.add(entry);
  writer.close();
}

}  // namespace

void MailboxView::index_chunks() {
  first_index_.clear();
  first_index_.reserve(chunks_.size());
  size_ = 0;
  for (const ChunkPtr& chunk : chunks_) {
    first_index_.push_back(size_);
    size_ += chunk->size();
  }
}

const Entry& MailboxView::at(std::size_t index) const {
  assert(index < size_);
  const auto after = std::upper_bound(first_index_.begin(), first_index_.end(), index);
  const auto number = static_cast<std::size_t>(after - first_index_.begin()) - 1;
  return (*chunks_[number])[index - first_index_[number]];
}

std::size_t MailboxView::lower_bound(base::Uid uid) const {
  const auto chunk = std::lower_bound(chunks_.begin(), chunks_.end(), uid,
                                      [](const ChunkPtr& c, base::Uid wanted) { return c->back().uid < wanted; });
  if (chunk == chunks_.end()) return size_;
  const auto entry = std::lower_bound((*chunk)->begin(), (*chunk)->end(), uid, uid_before);
  return first_index_[static_cast<std::size_t>(chunk - chunks_.begin())] +
         static_cast<std::size_t>(entry - (*chunk)->begin());
}

std::size_t MailboxView::find(base::Uid uid) const {
  const std::size_t index = lower_bound(uid);
  return index < size_ && at(index).uid == uid ? index : npos;
}

std::shared_ptr<const MailboxView> MailboxView::make(MailboxInfo info, std::vector<Entry> entries) {
  auto view = std::make_shared<MailboxView>(std::move(info));
  ChunkWriter writer(view->chunks_);
  for (const Entry& entry : entries) writer.add(entry);
  writer.close();
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
    const base::Uid limit = chunks_[i]->back().uid;
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
  const Entry& entry() const { return (*chunks_[chunk_])[offset_]; }
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
      out.added.push_back(b.entry().uid);
      b.step();
    } else if (b.done()) {
      out.expunged.push_back(a.index());
      a.step();
    } else if (a.at_chunk_start() && b.at_chunk_start() && a.chunk() == b.chunk()) {
      a.skip_chunk();
      b.skip_chunk();
    } else if (a.entry().uid == b.entry().uid) {
      if (a.entry().modseq != b.entry().modseq) out.changed.push_back(a.entry().uid);
      a.step();
      b.step();
    } else if (a.entry().uid < b.entry().uid) {
      out.expunged.push_back(a.index());
      a.step();
    } else {
      out.added.push_back(b.entry().uid);
      b.step();
    }
  }
  std::reverse(out.expunged.begin(), out.expunged.end());
  return out;
}

}  // namespace mailstore
