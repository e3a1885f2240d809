// KeywordTable: interned keyword sets, so that an Entry carries a number. In memory only; numbers are good for the life
// of the process. Stored form of a set: spellings sorted without regard to case, separated by one blank. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
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
  KeywordTable();
  // 0 for "". `stored` as above.
  std::uint32_t intern(std::string_view stored);
  std::shared_ptr<const std::vector<std::string>> get(std::uint32_t set) const;

 private:
  mutable base::Mutex mutex_;  // held for one look only: not worth a lock for many readers
  std::deque<std::shared_ptr<const std::vector<std::string>>> sets_ GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::uint32_t> numbers_ GUARDED_BY(mutex_);
};

std::vector<std::string> split_keywords(std::string_view stored);
std::string join_keywords(std::vector<std::string> keywords);  // sorts, drops doubles

// The account's spelling of each keyword: as it was first written there; new ones are recorded. Errors: limit,
// bad_input.
base::Result<std::vector<std::string>> spell_keywords(base::SqlTransaction& tx, base::AccountId account,
                                                      const std::vector<std::string>& keywords);

}  // namespace mailstore
