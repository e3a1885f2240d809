// EntryChunk: up to 256 neighbouring entries of a view, packed: every column as its distance from the least value in
// the chunk, in as few octets as the widest needs. An entry takes about 30 octets instead of 64. Immutable,
// thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mailstore/store/types.h"

namespace mailstore {

class EntryChunk {
 public:
  static constexpr std::size_t kMaxEntries = 256;

  // REQUIRES: 1 … kMaxEntries entries, ascending by UID.
  static std::shared_ptr<const EntryChunk> make(std::span<const Entry> entries);

  std::size_t size() const { return count_; }
  Entry operator[](std::size_t index) const;  // REQUIRES: index < size(), as below
  base::Uid uid(std::size_t index) const { return base::Uid(static_cast<std::uint32_t>(value(kUid, index))); }
  base::ModSeq modseq(std::size_t index) const { return base::ModSeq(value(kModseq, index)); }
  std::uint32_t flags(std::size_t index) const { return static_cast<std::uint32_t>(value(kFlags, index)); }
  base::Uid first_uid() const { return uid(0); }
  base::Uid last_uid() const { return last_uid_; }
  // Index of the first entry with a UID ≥ `uid`; size() when none.
  std::size_t lower_bound(base::Uid uid) const;

  base::ModSeq highest_modseq() const { return highest_modseq_; }
  // Messages without \Seen, and with \Deleted.
  std::size_t unseen() const { return unseen_; }
  std::size_t deleted() const { return deleted_; }
  // Which sets of keywords its entries have, each once, in no order; 0 is among them when one has none.
  const std::vector<std::uint32_t>& keyword_sets() const { return keyword_sets_; }
  // Octets of memory.
  std::size_t bytes() const {
    return sizeof *this + rows_.capacity() + keyword_sets_.capacity() * sizeof(std::uint32_t);
  }

  // For `for (const Entry& entry : chunk)`: entries are made one by one.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry*;
    using reference = Entry;
    Iterator(const EntryChunk& chunk, std::size_t index) : chunk_(&chunk), index_(index) {}
    Entry operator*() const { return (*chunk_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const EntryChunk* chunk_;
    std::size_t index_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, count_}; }

  // The form on disk (grammar in view_copy.h). `sets`: numbers of keyword sets there, one for each of keyword_sets().
  void append_to(std::string& out, std::span<const std::uint32_t> sets) const;
  // Takes a chunk from the front of `bytes`. `sets`: what the numbers mean here. Nothing (nullptr) when it is none that
  // append_to() writes; every value is within its type's range and UIDs ascend.
  static std::shared_ptr<const EntryChunk> take(std::string_view& bytes, std::span<const std::uint32_t> sets);

 private:
  enum Column { kUid, kFlags, kKeywords, kOffset, kEmail, kContent, kThread, kModseq, kSize, kReceived, kColumns };
  struct Packing {
    std::int64_t least = 0;
    std::uint64_t mask = 0;  // of `width` octets
    std::uint8_t width = 0;  // octets, 0 … 8
    std::uint8_t place = 0;  // in the row
  };
  static constexpr std::size_t kSlack = 8;  // behind the last row, so that a value is always read as eight octets

  EntryChunk() = default;
  std::int64_t value(Column column, std::size_t index) const;
  void set_width(Column column, std::uint8_t width);
  void place_columns();
  // Counts what the columns say; false when they cannot be.
  bool settle();

  std::array<Packing, kColumns> columns_;
  std::uint16_t count_ = 0, stride_ = 0, unseen_ = 0, deleted_ = 0;
  base::Uid last_uid_;
  base::ModSeq highest_modseq_;
  std::vector<std::uint32_t> keyword_sets_;  // rows hold indexes of it
  std::vector<char> rows_;
};

}  // namespace mailstore
