#include "mailstore/store/keyword_table.h"

#include <algorithm>
#include <cstring>

#include "base/text/case.h"

namespace mailstore {
namespace {

constexpr std::int64_t kMaxAccountKeywords = 2000;  // different ones: SELECT tells all that a mailbox uses
constexpr std::size_t kKeptWhole = 8;               // keywords of a set that is kept as it is asked for
constexpr char kNumbersMark = '\x01';               // in no keyword

}  // namespace

KeywordTable::Making::Making(KeywordTable& table) : table_(table) {
  base::MutexLock lock(table_.mutex_);
  place_ = table_.making_.insert(++table_.tick_);
}

KeywordTable::Making::~Making() {
  base::MutexLock lock(table_.mutex_);
  table_.making_.erase(place_);
}

std::uint32_t KeywordTable::intern(std::string_view stored) {
  if (stored.empty()) return 0;
  std::vector<std::string> names = split_keywords(stored);
  base::MutexLock lock(mutex_);
  auto [place, added] = numbers_.try_emplace(key_of(stored, names), 0);
  if (added) {
    do {
      ++last_;
    } while (last_ == 0 || sets_.contains(last_));
    place->second = last_;
    Set set{&place->first, nullptr, 0};
    if (names.size() <= kKeptWhole) set.names = std::make_shared<const std::vector<std::string>>(std::move(names));
    bytes_ += bytes_of(set);
    sets_[last_] = std::move(set);
  }
  sets_[place->second].touched = ++tick_;
  return place->second;
}

// A set of many keywords as a mark and the numbers of its keywords, of four octets each.
std::string KeywordTable::key_of(std::string_view stored, const std::vector<std::string>& names) {
  if (names.size() <= kKeptWhole) return std::string(stored);
  std::string key(1, kNumbersMark);
  for (const std::string& name : names) {
    const auto [place, added] = keywords_.try_emplace(name, static_cast<std::uint32_t>(spellings_.size()));
    if (added) spellings_.push_back(&place->first);
    char octets[sizeof place->second];
    std::memcpy(octets, &place->second, sizeof octets);
    key.append(octets, sizeof octets);
  }
  return key;
}

std::size_t KeywordTable::bytes_of(const Set& set) {
  constexpr std::size_t kNodes = 200;  // of two maps
  std::size_t out = kNodes + set.key->capacity();
  if (set.names) {
    for (const std::string& name : *set.names) out += sizeof name + name.capacity();
  }
  return out;
}

std::shared_ptr<const std::vector<std::string>> KeywordTable::get(std::uint32_t set) const {
  static const auto kNone = std::make_shared<const std::vector<std::string>>();
  base::MutexLock lock(mutex_);
  const auto place = sets_.find(set);
  if (place == sets_.end()) return kNone;
  if (place->second.names) return place->second.names;
  auto names = std::make_shared<std::vector<std::string>>();
  const std::string& key = *place->second.key;
  for (std::size_t at = 1; at < key.size(); at += sizeof(std::uint32_t)) {
    std::uint32_t number = 0;
    std::memcpy(&number, key.data() + at, sizeof number);
    names->push_back(*spellings_[number]);
  }
  return names;
}

bool KeywordTable::sweep_due() const {
  base::MutexLock lock(mutex_);
  return bytes_ > sweep_at_;
}

std::uint64_t KeywordTable::begin_sweep() {
  base::MutexLock lock(mutex_);
  sweep_at_ = bytes_ + kSweepAfter;  // nobody else begins one meanwhile
  return making_.empty() ? ++tick_ : *making_.begin();
}

void KeywordTable::sweep(std::uint64_t begun, const std::vector<std::uint32_t>& used) {
  base::MutexLock lock(mutex_);
  for (auto place = sets_.begin(); place != sets_.end();) {
    const Set& set = place->second;
    if (set.touched >= begun || std::binary_search(used.begin(), used.end(), place->first)) {
      ++place;
      continue;
    }
    bytes_ -= bytes_of(set);
    numbers_.erase(numbers_.find(*set.key));
    place = sets_.erase(place);
  }
  sweep_at_ = bytes_ + std::max(bytes_, kSweepAfter);
}

std::size_t KeywordTable::bytes() const {
  base::MutexLock lock(mutex_);
  return bytes_;
}

std::vector<std::string> split_keywords(std::string_view stored) {
  std::vector<std::string> out;
  while (!stored.empty()) {
    const std::size_t blank = stored.find(' ');
    if (blank != 0) out.emplace_back(stored.substr(0, blank));
    if (blank == std::string_view::npos) break;
    stored.remove_prefix(blank + 1);
  }
  return out;
}

std::string join_keywords(std::vector<std::string> keywords) {
  std::sort(keywords.begin(), keywords.end(), base::AsciiCaseLess());
  keywords.erase(
      std::unique(keywords.begin(), keywords.end(),
                  [](const std::string& a, const std::string& b) { return base::equals_ignoring_case(a, b); }),
      keywords.end());
  std::string out;
  for (const std::string& keyword : keywords) {
    if (!out.empty()) out += ' ';
    out += keyword;
  }
  return out;
}

base::Result<std::vector<std::string>> spell_keywords(base::SqlTransaction& tx, base::AccountId account,
                                                      const std::vector<std::string>& keywords) {
  if (keywords.size() > kMaxKeywords) {
    return base::Error::permanent(base::ErrorCode::limit,
                                  {"Một thư có quá nhiều từ khóa.", "Too many keywords on one message."});
  }
  std::vector<std::string> out;
  for (const std::string& keyword : keywords) {
    const bool printable = std::all_of(keyword.begin(), keyword.end(), [](char c) { return c > ' ' && c < 127; });
    if (keyword.empty() || keyword.size() > kMaxKeywordBytes || !printable) {
      return base::Error::permanent(base::ErrorCode::bad_input,
                                    {"Không lưu được từ khóa này.", "This keyword cannot be stored."});
    }
    const std::string folded = base::to_ascii_lower(keyword);
    std::string spelling;
    auto read = tx.query("SELECT spelling FROM keyword WHERE account = ? AND folded = ?", {account.value, folded},
                         [&](const base::SqlRow& row) {
                           spelling = row.str(0);
                           return false;
                         });
    if (!read) return read.error();
    if (spelling.empty()) {
      auto there = tx.query_i64("SELECT COUNT(*) FROM keyword WHERE account = ?", {account.value});
      if (!there) return there.error();
      if (*there >= kMaxAccountKeywords) {
        return base::Error::permanent(
            base::ErrorCode::limit,
            {"Đã dùng quá nhiều nhãn khác nhau", "There are too many different keywords in this account"});
      }
      auto written = tx.execute("INSERT INTO keyword (account, folded, spelling) VALUES (?, ?, ?)",
                                {account.value, folded, keyword});
      if (!written) return written.error();
      spelling = keyword;
    }
    out.push_back(std::move(spelling));
  }
  return out;
}

}  // namespace mailstore
