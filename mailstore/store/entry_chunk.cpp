#include "mailstore/store/entry_chunk.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>

namespace mailstore {
namespace {

static_assert(std::endian::native == std::endian::little, "rows are read as the machine's own numbers");

constexpr std::uint32_t kAllFlags = flag::kSeen | flag::kAnswered | flag::kFlagged | flag::kDeleted | flag::kDraft;

std::uint64_t mask_of(std::uint8_t width) {
  return width == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * width)) - 1;
}

std::uint8_t width_for(std::uint64_t distance) { return static_cast<std::uint8_t>((std::bit_width(distance) + 7) / 8); }

template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof bytes);
}

template <class T>
bool take_number(std::string_view& bytes, T& value) {
  if (bytes.size() < sizeof value) return false;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return true;
}

}  // namespace

std::int64_t EntryChunk::value(Column column, std::size_t index) const {
  const Packing& packing = columns_[column];
  std::uint64_t distance = 0;
  std::memcpy(&distance, rows_.data() + index * stride_ + packing.place, sizeof distance);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(packing.least) + (distance & packing.mask));
}

void EntryChunk::set_width(Column column, std::uint8_t width) {
  columns_[column].width = width;
  columns_[column].mask = width == 0 ? 0 : mask_of(width);
}

void EntryChunk::place_columns() {
  stride_ = 0;
  for (Packing& packing : columns_) {
    packing.place = static_cast<std::uint8_t>(stride_);
    stride_ = static_cast<std::uint16_t>(stride_ + packing.width);
  }
}

// The id of a content is kept as its distance from the email's: of a mail that was delivered once they are neighbours.
Entry EntryChunk::operator[](std::size_t index) const {
  assert(index < count_);
  Entry entry;
  entry.uid = uid(index);
  entry.system_flags = flags(index);
  entry.keyword_set = keyword_sets_[static_cast<std::size_t>(value(kKeywords, index))];
  entry.offset_minutes = static_cast<std::int16_t>(value(kOffset, index));
  entry.email = base::EmailId(value(kEmail, index));
  const auto content =
      static_cast<std::uint64_t>(entry.email.value) + static_cast<std::uint64_t>(value(kContent, index));
  entry.content = base::ContentId(static_cast<std::int64_t>(content));
  entry.thread = base::ThreadId(value(kThread, index));
  entry.modseq = modseq(index);
  entry.size = value(kSize, index);
  entry.received = base::Timestamp(value(kReceived, index));
  return entry;
}

std::size_t EntryChunk::lower_bound(base::Uid wanted) const {
  std::size_t first = 0, count = count_;
  while (count > 0) {
    const std::size_t half = count / 2;
    if (uid(first + half) < wanted) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return first;
}

std::shared_ptr<const EntryChunk> EntryChunk::make(std::span<const Entry> entries) {
  assert(!entries.empty() && entries.size() <= kMaxEntries);
  std::shared_ptr<EntryChunk> chunk(new EntryChunk);
  chunk->count_ = static_cast<std::uint16_t>(entries.size());
  for (const Entry& entry : entries) {
    if (chunk->keyword_sets_.empty() || chunk->keyword_sets_.back() != entry.keyword_set)
      chunk->keyword_sets_.push_back(entry.keyword_set);
  }
  auto& sets = chunk->keyword_sets_;
  std::sort(sets.begin(), sets.end());
  sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
  sets.shrink_to_fit();
  using Values = std::array<std::int64_t, kColumns>;
  const auto values_of = [&sets](const Entry& e) {
    const auto set = std::lower_bound(sets.begin(), sets.end(), e.keyword_set) - sets.begin();
    const auto content = static_cast<std::uint64_t>(e.content.value) - static_cast<std::uint64_t>(e.email.value);
    return Values{
        e.uid.value,    e.system_flags, set,    e.offset_minutes, e.email.value, static_cast<std::int64_t>(content),
        e.thread.value, e.modseq.value, e.size, e.received.us};
  };
  Values least, most;
  least.fill(std::numeric_limits<std::int64_t>::max());
  most.fill(std::numeric_limits<std::int64_t>::min());
  for (const Entry& entry : entries) {
    const Values values = values_of(entry);
    for (std::size_t c = 0; c < kColumns; ++c) {
      least[c] = std::min(least[c], values[c]);
      most[c] = std::max(most[c], values[c]);
    }
  }
  for (std::size_t c = 0; c < kColumns; ++c) {
    chunk->columns_[c].least = least[c];
    const auto distance = static_cast<std::uint64_t>(most[c]) - static_cast<std::uint64_t>(least[c]);
    chunk->set_width(static_cast<Column>(c), width_for(distance));
  }
  chunk->place_columns();
  chunk->rows_.resize(entries.size() * chunk->stride_ + kSlack);
  char* row = chunk->rows_.data();
  for (const Entry& entry : entries) {
    const Values values = values_of(entry);
    for (std::size_t c = 0; c < kColumns; ++c) {
      const Packing& packing = chunk->columns_[c];
      const auto distance = static_cast<std::uint64_t>(values[c]) - static_cast<std::uint64_t>(packing.least);
      std::memcpy(row + packing.place, &distance, sizeof distance);  // what is too much is written over by the next
    }
    row += chunk->stride_;
  }
  chunk->settle();
  return chunk;
}

bool EntryChunk::settle() {
  std::int64_t before = 0;
  unseen_ = deleted_ = 0;
  highest_modseq_ = base::ModSeq();
  for (std::size_t i = 0; i < count_; ++i) {
    const std::int64_t uid = value(kUid, i), bits = value(kFlags, i), set = value(kKeywords, i);
    const std::int64_t offset = value(kOffset, i);
    if (i > 0 && uid <= before) return false;
    if (uid < 0 || uid > std::numeric_limits<std::uint32_t>::max()) return false;
    if (set < 0 || static_cast<std::size_t>(set) >= keyword_sets_.size()) return false;
    if (offset < std::numeric_limits<std::int16_t>::min() || offset > std::numeric_limits<std::int16_t>::max())
      return false;
    if ((bits & ~std::int64_t{kAllFlags}) != 0) return false;
    unseen_ = static_cast<std::uint16_t>(unseen_ + ((bits & flag::kSeen) == 0 ? 1 : 0));
    deleted_ = static_cast<std::uint16_t>(deleted_ + ((bits & flag::kDeleted) != 0 ? 1 : 0));
    highest_modseq_ = std::max(highest_modseq_, modseq(i));
    before = uid;
  }
  last_uid_ = uid(count_ - std::size_t{1});
  return true;
}

void EntryChunk::append_to(std::string& out, std::span<const std::uint32_t> sets) const {
  put(out, count_);
  put(out, static_cast<std::uint16_t>(sets.size()));
  for (const std::uint32_t set : sets) put(out, set);
  for (const Packing& packing : columns_) {
    put(out, packing.least);
    put(out, packing.width);
  }
  out.append(rows_.data(), rows_.size() - kSlack);
}

std::shared_ptr<const EntryChunk> EntryChunk::take(std::string_view& bytes, std::span<const std::uint32_t> sets) {
  std::shared_ptr<EntryChunk> chunk(new EntryChunk);
  std::uint16_t kinds = 0;
  if (!take_number(bytes, chunk->count_) || !take_number(bytes, kinds)) return nullptr;
  if (chunk->count_ == 0 || chunk->count_ > kMaxEntries || kinds == 0 || kinds > kMaxEntries) return nullptr;
  chunk->keyword_sets_.reserve(kinds);
  for (std::uint16_t i = 0; i < kinds; ++i) {
    std::uint32_t number = 0;
    if (!take_number(bytes, number) || number >= sets.size()) return nullptr;
    chunk->keyword_sets_.push_back(sets[number]);
  }
  for (std::size_t c = 0; c < kColumns; ++c) {
    std::uint8_t width = 0;
    if (!take_number(bytes, chunk->columns_[c].least) || !take_number(bytes, width) || width > 8) return nullptr;
    chunk->set_width(static_cast<Column>(c), width);
  }
  chunk->place_columns();
  const std::size_t rows = std::size_t{chunk->count_} * chunk->stride_;
  if (bytes.size() < rows) return nullptr;
  chunk->rows_.resize(rows + kSlack);
  std::memcpy(chunk->rows_.data(), bytes.data(), rows);
  bytes.remove_prefix(rows);
  return chunk->settle() ? chunk : nullptr;
}

}  // namespace mailstore
