#include "mailstore/search/shards/holder_sets.h"

#include <algorithm>

#include "mailstore/store/change_log.h"

namespace mailstore::search {
namespace {

// More changes than this are not read one by one: the set is made anew.
constexpr std::size_t kMaxChanges = 5000;

void sort_once(ContentSet& contents) {
  std::sort(contents.begin(), contents.end());
  contents.erase(std::unique(contents.begin(), contents.end()), contents.end());
}

base::Result<ContentSet> read_contents(base::SqlReader& reader, base::AccountId account) {
  ContentSet out;
  base::Result<void> read =
      reader.query("SELECT content FROM email WHERE account = ?", {account.value}, [&](const base::SqlRow& row) {
        out.emplace_back(row.i64(0));
        return true;
      });
  if (!read) return std::move(read).error();
  sort_once(out);
  return out;
}

}  // namespace

base::Result<std::shared_ptr<const ContentSet>> HolderSets::of(std::span<const base::AccountId> accounts) {
  std::vector<std::shared_ptr<const ContentSet>> sets;
  base::Result<void> read = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    sets.clear();
    for (base::AccountId account : accounts) {
      base::Result<Held> held = move_forward(snapshot, account, find(account));
      if (!held) return std::move(held).error();
      keep(account, *held);
      sets.push_back(std::move(held->contents));
    }
    return {};
  });
  if (!read) return std::move(read).error();
  if (sets.size() == 1) return sets.front();
  auto all = std::make_shared<ContentSet>();
  for (const std::shared_ptr<const ContentSet>& set : sets) all->insert(all->end(), set->begin(), set->end());
  sort_once(*all);
  return std::shared_ptr<const ContentSet>(std::move(all));
}

base::Result<HolderSets::Held> HolderSets::move_forward(base::SqlReader& reader, base::AccountId account, Held held) {
  base::Result<std::int64_t> now =
      reader.query_i64("SELECT COALESCE(MAX(modseq), 0) FROM store_account WHERE account = ?", {account.value});
  if (!now) return std::move(now).error();
  if (held.contents && held.modseq.value == *now) return held;
  if (held.contents && held.modseq.value < *now) {
    ContentSet added;
    base::ModSeq after = held.modseq;
    std::size_t seen = 0;
    while (seen < kMaxChanges) {
      base::Result<std::vector<EmailChange>> changes = email_changes(reader, account, after, kMaxChanges);
      if (!changes) return std::move(changes).error();
      if (changes->empty()) break;  // what is left are changes of mailboxes
      seen += changes->size();
      after = changes->back().modseq;
      for (const EmailChange& change : *changes) {
        if (change.gone) ++held.gone;
        else if (change.created) added.push_back(change.content);
      }
    }
    if (seen < kMaxChanges && held.gone <= held.contents->size() / 4 + 100) {
      held.modseq = base::ModSeq(*now);
      if (added.empty()) return held;
      sort_once(added);
      auto all = std::make_shared<ContentSet>();
      all->reserve(held.contents->size() + added.size());
      std::set_union(held.contents->begin(), held.contents->end(), added.begin(), added.end(),
                     std::back_inserter(*all));
      held.contents = std::move(all);
      return held;
    }
  }
  base::Result<ContentSet> contents = read_contents(reader, account);
  if (!contents) return std::move(contents).error();
  return Held{std::make_shared<const ContentSet>(std::move(*contents)), base::ModSeq(*now), 0};
}

HolderSets::Held HolderSets::find(base::AccountId account) {
  base::MutexLock lock(mutex_);
  const auto found = kept_.find(account);
  return found == kept_.end() ? Held{} : found->second.held;
}

void HolderSets::keep(base::AccountId account, const Held& held) {
  base::MutexLock lock(mutex_);
  if (const auto found = kept_.find(account); found != kept_.end()) {
    size_ -= found->second.held.contents->size();
    used_.erase(found->second.used);
    kept_.erase(found);
  }
  used_.push_front(account);
  kept_.emplace(account, Kept{held, used_.begin()});
  size_ += held.contents->size();
  while (size_ > kMaxKept && used_.size() > 1) {
    const auto last = kept_.find(used_.back());
    size_ -= last->second.held.contents->size();
    kept_.erase(last);
    used_.pop_back();
  }
}

}  // namespace mailstore::search
