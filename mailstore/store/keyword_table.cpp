#include "mailstore/store/keyword_table.h"

#include <algorithm>

#include "base/text/case.h"

namespace mailstore {
namespace {

constexpr std::int64_t kMaxAccountKeywords = 2000;  // different ones: SELECT tells all that a mailbox uses

}  // namespace

KeywordTable::KeywordTable() { sets_.push_back(std::make_shared<const std::vector<std::string>>()); }

std::uint32_t KeywordTable::intern(std::string_view stored) {
  if (stored.empty()) return 0;
  const std::string key(stored);
  {
    base::MutexLock lock(mutex_);
    if (auto found = numbers_.find(key); found != numbers_.end()) return found->second;
  }
  auto set = std::make_shared<const std::vector<std::string>>(split_keywords(stored));
  base::MutexLock lock(mutex_);
  auto [place, added] = numbers_.try_emplace(key, static_cast<std::uint32_t>(sets_.size()));
  if (added) sets_.push_back(std::move(set));
  return place->second;
}

std::shared_ptr<const std::vector<std::string>> KeywordTable::get(std::uint32_t set) const {
  base::MutexLock lock(mutex_);
  return set < sets_.size() ? sets_[set] : sets_[0];
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
