// MailboxView: one mailbox's messages at one moment, ascending by UID: an immutable value in packed chunks that later
// views share. Thread-safe (immutable). A session keeps the view its client knows and compares it with a newer one to
// say what changed.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "mailstore/store/entry_chunk.h"
#include "mailstore/store/types.h"

namespace mailstore {

class MailboxView {
 public:
  static constexpr std::size_t kChunkSize = EntryChunk::kMaxEntries;
  using Chunk = EntryChunk;

  MailboxView() = default;
  explicit MailboxView(MailboxInfo info) : info_(std::move(info)) {}

  // State of the mailbox row that belongs to these entries (uid_next, highest_modseq, …).
  const MailboxInfo& info() const { return info_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // Message sequence number − 1 → entry. REQUIRES: index < size().
  Entry at(std::size_t index) const;
  base::Uid uid(std::size_t index) const;
  // Index of `uid`, or npos.
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::size_t find(base::Uid uid) const;
  // Index of the first entry with a UID ≥ `uid`; size() when none.
  std::size_t lower_bound(base::Uid uid) const;

  const std::vector<std::shared_ptr<const Chunk>>& chunks() const { return chunks_; }

  // What the chunks know about themselves; nothing is read entry by entry.
  std::size_t unseen() const;
  std::size_t deleted() const;
  std::size_t first_unseen() const;                 // index of the first message without \Seen, or npos
  std::vector<std::uint32_t> keyword_sets() const;  // that its entries have, ascending, without 0
  bool has_keyword_sets(std::size_t count) const;   // `count` different ones or more; cheaper than asking which
  std::size_t bytes() const { return bytes_; }      // octets of memory, chunks that other views share included

  // A new view: `changed` rows replace or join by UID, `gone` UIDs leave; untouched chunks are shared. Both ascending.
  std::shared_ptr<const MailboxView> advance(MailboxInfo info, std::vector<Entry> changed,
                                             const std::vector<base::Uid>& gone) const;
  static std::shared_ptr<const MailboxView> make(MailboxInfo info, std::vector<Entry> entries);
  // REQUIRES: UIDs ascend from chunk to chunk.
  static std::shared_ptr<const MailboxView> make(MailboxInfo info, std::vector<std::shared_ptr<const Chunk>> chunks);

 private:
  struct Place {
    std::size_t chunk, entry;
  };
  Place place_of(std::size_t index) const;
  void index_chunks();
  MailboxInfo info_;
  std::vector<std::shared_ptr<const Chunk>> chunks_;
  std::vector<std::size_t> first_index_;  // per chunk: index of its first entry
  std::size_t size_ = 0, bytes_ = 0;
};

// What happened between two views of one mailbox, in the order IMAP reports it.
struct ViewDifference {
  std::vector<std::size_t> expunged;  // indexes in `before`, descending
  std::vector<base::Uid> changed;     // in both, with another modseq
  std::vector<base::Uid> added;
};
ViewDifference difference(const MailboxView& before, const MailboxView& after);

}  // namespace mailstore
