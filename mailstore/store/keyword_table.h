// KeywordTable: interned keyword sets, so that an Entry carries a number. In memory only; numbers are those of the
// process. Stored form of a set: spellings sorted without regard to case, separated by one blank. Thread-safe.
// Sets that no view names any more are forgotten by sweep(); until a view is known to the ViewCache, a Making keeps
// what was interned for it. A set of many keywords is kept as the numbers of its keywords.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "base/thread_annotations.h"

namespace mailstore {

inline constexpr std::size_t kMaxKeywords = 100;      // per message
inline constexpr std::size_t kMaxKeywordBytes = 200;  // per keyword

class KeywordTable {
 public:
  // Lives while a view is being made: what is interned meanwhile stays at least as long.
  class Making {
   public:
    explicit Making(KeywordTable& table);
    ~Making();
    Making(const Making&) = delete;
    Making& operator=(const Making&) = delete;

   private:
    KeywordTable& table_;
    std::multiset<std::uint64_t>::iterator place_;
  };

  // 0 for "". `stored` as above.
  std::uint32_t intern(std::string_view stored);
  // No keywords for a number that is unknown.
  std::shared_ptr<const std::vector<std::string>> get(std::uint32_t set) const;

  // So much was added since the last sweep that one is due: as much again as was left, and 4 MiB at least.
  bool sweep_due() const;
  // Forgets the sets that nothing names: begin_sweep(), then ask which are in use, then sweep().
  std::uint64_t begin_sweep();
  void sweep(std::uint64_t begun, const std::vector<std::uint32_t>& used);  // ascending
  std::size_t bytes() const;

 private:
  struct Set {
    const std::string* key = nullptr;                       // in numbers_
    std::shared_ptr<const std::vector<std::string>> names;  // null: made from the key when asked
    std::uint64_t touched = 0;                              // tick of the last intern()
  };
  std::string key_of(std::string_view stored, const std::vector<std::string>& names) REQUIRES_LOCK(mutex_);
  static std::size_t bytes_of(const Set& set);

  mutable base::Mutex mutex_;  // held for one look only: not worth a lock for many readers
  std::unordered_map<std::uint32_t, Set> sets_ GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::uint32_t> numbers_ GUARDED_BY(mutex_);  // key: stored, or numbers of keywords
  std::unordered_map<std::string, std::uint32_t> keywords_ GUARDED_BY(mutex_);
  std::vector<const std::string*> spellings_ GUARDED_BY(mutex_);  // by number, in keywords_
  std::multiset<std::uint64_t> making_ GUARDED_BY(mutex_);        // ticks at which they began
  std::uint64_t tick_ GUARDED_BY(mutex_) = 0;
  std::uint32_t last_ GUARDED_BY(mutex_) = 0;  // number given
  std::size_t bytes_ GUARDED_BY(mutex_) = 0, sweep_at_ GUARDED_BY(mutex_) = kSweepAfter;
  static constexpr std::size_t kSweepAfter = 4 << 20;
};

std::vector<std::string> split_keywords(std::string_view stored);
std::string join_keywords(std::vector<std::string> keywords);  // sorts, drops doubles

// The account's spelling of each keyword: as it was first written there; new ones are recorded. Errors: limit,
// bad_input.
base::Result<std::vector<std::string>> spell_keywords(base::SqlTransaction& tx, base::AccountId account,
                                                      const std::vector<std::string>& keywords);

}  // namespace mailstore
