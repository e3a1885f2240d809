// Entries as mailboxes have them, and as nobody would have them; for the tests of what packs them.
#pragma once

#include <limits>
#include <random>
#include <vector>

#include "mailstore/store/types.h"

namespace tests {

// wild: every value its type can hold. `sets`: keyword sets are 0 … sets − 1.
inline std::vector<mailstore::Entry> random_entries(std::mt19937_64& random, std::size_t count, bool wild,
                                                    std::uint32_t sets) {
  const auto up_to = [&](std::uint64_t most) { return std::uniform_int_distribution<std::uint64_t>(0, most)(random); };
  const auto any = [&] { return static_cast<std::int64_t>(random()); };
  std::vector<mailstore::Entry> out;
  std::uint32_t uid = 0;
  std::int64_t now = 1'700'000'000'000'000;
  for (std::size_t i = 0; i < count; ++i) {
    mailstore::Entry entry;
    uid += 1 + static_cast<std::uint32_t>(up_to(wild ? 5'000'000 : 2));
    now += static_cast<std::int64_t>(up_to(600'000'000));
    entry.uid = base::Uid(uid);
    entry.system_flags = static_cast<std::uint32_t>(up_to(31));
    entry.keyword_set = static_cast<std::uint32_t>(up_to(sets - 1));
    entry.offset_minutes = wild ? static_cast<std::int16_t>(any()) : std::int16_t{420};
    entry.email = base::EmailId(wild ? any() : (now / 1000) << 20);
    entry.content = base::ContentId(wild ? any() : ((now / 1000) << 20) - 1);
    entry.thread = base::ThreadId(wild ? any() : ((now / 1000 - static_cast<std::int64_t>(up_to(9'000'000))) << 20));
    entry.modseq = base::ModSeq(wild ? static_cast<std::int64_t>(up_to(1ull << 62)) : static_cast<std::int64_t>(1 + i));
    entry.size = wild ? any() : static_cast<std::int64_t>(up_to(40'000));
    entry.received = base::Timestamp(wild ? any() : now);
    out.push_back(entry);
  }
  return out;
}

inline bool same(const mailstore::Entry& a, const mailstore::Entry& b) {
  return a.uid == b.uid && a.system_flags == b.system_flags && a.keyword_set == b.keyword_set &&
         a.offset_minutes == b.offset_minutes && a.email == b.email && a.content == b.content && a.thread == b.thread &&
         a.modseq == b.modseq && a.size == b.size && a.received == b.received;
}

}  // namespace tests
