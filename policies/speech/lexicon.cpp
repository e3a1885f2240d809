#include "policies/speech/lexicon.h"

#include <algorithm>

namespace policies::speech {

namespace {

void put(std::vector<std::vector<std::size_t>>& all, int key, std::size_t row) {
  const auto at = static_cast<std::size_t>(key);
  if (all.size() <= at) all.resize(at + 1);
  if (all[at].empty() || all[at].back() != row) all[at].push_back(row);
}

}  // namespace

const Lexicon& Lexicon::get() {
  static const Lexicon lexicon;
  return lexicon;
}

Lexicon::Lexicon() {
  add(holder_rows());
  add(assigner_rows());
  add(common_rows());
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    bool slot = false;
    for (const Item& item : rows_[row].pattern.items) {
      for (const auto& words : item.words) {
        put(by_exact_, words.front().exact, row);
        put(by_folded_, words.front().folded, row);
      }
      slot = slot || item.slot != Slot::none;
      if (!item.optional) break;
    }
    if (slot) always_.push_back(row);
  }
}

void Lexicon::add(std::span<const Row> rows) {
  for (const Row& row : rows) rows_.push_back({&row, compile(row.pattern)});
}

void Lexicon::candidates(const Token& token, std::vector<const CompiledRow*>& out) const {
  std::vector<std::size_t> found = always_;
  const auto add = [&](const std::vector<std::vector<std::size_t>>& all, int key) {
    if (key < 0 || static_cast<std::size_t>(key) >= all.size()) return;
    const auto& rows = all[static_cast<std::size_t>(key)];
    found.insert(found.end(), rows.begin(), rows.end());
  };
  add(by_exact_, token.exact);
  if (token.plain) add(by_folded_, token.folded);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  for (const std::size_t row : found) out.push_back(&rows_[row]);
}

}  // namespace policies::speech
