#include "server/imap/search/search_evaluation.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <unordered_map>

#include "base/async/executor.h"
#include "base/text/case.h"
#include "mailstore/store/text_candidates.h"
#include "server/imap/session/pace.h"

namespace server::imap {
namespace {

using mailstore::Entry;
using Kind = SearchKey::Kind;

constexpr std::size_t kBatch = 8192;  // messages per question to the store
constexpr std::int64_t kSecondsPerDay = 86400;
constexpr std::chrono::seconds kSayAfter{2};    // a long search says that it goes on: only so is a client missed
constexpr std::size_t kStepsPerTurn = 100'000;  // one message against one key, without letting others run

// Number of a day since 1970 in the zone the date was written in ("disregarding time and timezone").
std::int64_t local_day(const Entry& entry) {
  const std::int64_t seconds = entry.received.seconds() + std::int64_t{entry.offset_minutes} * 60;
  return seconds >= 0 ? seconds / kSecondsPerDay : -((-seconds + kSecondsPerDay - 1) / kSecondsPerDay);
}

bool in_view(const SearchKey& key) {
  switch (key.kind) {
    case Kind::text:
    case Kind::sent_before:
    case Kind::sent_on:
    case Kind::sent_since: return false;
    default: return std::all_of(key.children.begin(), key.children.end(), in_view);
  }
}

bool is_everything(const SearchKey& key) {
  if (key.kind == Kind::all_of) return std::all_of(key.children.begin(), key.children.end(), is_everything);
  return key.kind == Kind::all;
}

std::size_t count_keys(const SearchKey& key) {
  std::size_t count = 1;
  for (const SearchKey& child : key.children) count += count_keys(child);
  return count;
}

bool compare_day(Kind kind, std::int64_t day, std::int64_t with) {
  switch (kind) {
    case Kind::before:
    case Kind::sent_before: return day < with;
    case Kind::on:
    case Kind::sent_on: return day == with;
    default: return day >= with;
  }
}

Indexes without(const Indexes& all, const Indexes& some) {
  Indexes out;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(out));
  return out;
}

class Evaluator final : public mailstore::SearchPause {
 public:
  explicit Evaluator(Session& session)
      : session_(session), selected_(*session.selected()), view_(selected_.view), now_(session.parts().clock.now()) {}

  // Sets and keywords are looked up once; false: a message number does not exist.
  bool prepare(const SearchKey& key);
  base::Co<base::Result<Indexes>> find(const SearchKey& key, Indexes candidates);

 private:
  bool matches(const SearchKey& key, Index index, const Entry& entry) const;
  // Lets others run; an error when the client has left.
  base::Co<base::Result<void>> pause() override;
  // A key that needs nothing but the view, in shares: keys times messages may be many.
  base::Co<Indexes> scan(const SearchKey& key, Indexes candidates);
  bool has_keyword(const SearchKey& key, const Entry& entry) const;
  base::Co<base::Result<Indexes>> all_of(const SearchKey& key, Indexes candidates);
  base::Co<base::Result<Indexes>> one_of(const SearchKey& key, Indexes candidates);
  base::Co<base::Result<Indexes>> text(const SearchKey& key, Indexes candidates);
  Indexes those_with(const std::vector<base::Uid>& uids, const Indexes& candidates) const;
  base::Co<base::Result<Indexes>> sent(const SearchKey& key, Indexes candidates);

  Session& session_;
  const SelectedMailbox& selected_;
  const ViewPointer view_;
  const base::Timestamp now_;
  std::unordered_map<const SearchKey*, std::vector<SequenceSet::Range>> ranges_;
  mutable std::unordered_map<const SearchKey*, std::unordered_map<std::uint32_t, bool>> keywords_;
  Pace pace_{kStepsPerTurn};
  std::chrono::steady_clock::time_point said_ = std::chrono::steady_clock::now();
};

base::Co<base::Result<void>> Evaluator::pause() {
  co_await base::yield_now();
  const auto now = std::chrono::steady_clock::now();
  if (now - said_ >= kSayAfter && !session_.connection().gone()) {
    said_ = now;
    session_.connection().untagged("OK Still searching");
    co_await session_.connection().flush();
  }
  if (session_.connection().gone())
    co_return base::Error::permanent(base::ErrorCode::closed, {"Người dùng đã ngắt kết nối", "The client is gone"});
  co_return base::Result<void>();
}

// Those of the candidates that have one of the UIDs (ascending).
Indexes Evaluator::those_with(const std::vector<base::Uid>& uids, const Indexes& candidates) const {
  Indexes out;
  for (const base::Uid uid : uids) {
    const std::size_t index = view_->find(uid);
    if (index == mailstore::MailboxView::npos) continue;
    if (std::binary_search(candidates.begin(), candidates.end(), static_cast<Index>(index)))
      out.push_back(static_cast<Index>(index));
  }
  return out;
}

bool Evaluator::prepare(const SearchKey& key) {
  if (key.kind == Kind::sequence) {
    if (!is_valid_sequence(selected_, key.set)) return false;
    ranges_[&key] = key.set.resolve(static_cast<std::uint32_t>(view_->size()));
  } else if (key.kind == Kind::uid) {
    ranges_[&key] = key.set.resolve(view_->empty() ? 0 : view_->at(view_->size() - 1).uid.value);
  }
  return std::all_of(key.children.begin(), key.children.end(),
                     [this](const SearchKey& child) { return prepare(child); });
}

bool Evaluator::has_keyword(const SearchKey& key, const Entry& entry) const {
  if (entry.keyword_set == 0) return false;
  const auto [row, fresh] = keywords_[&key].try_emplace(entry.keyword_set, false);
  if (fresh) {
    const auto names = session_.mail().keywords(entry.keyword_set);
    row->second = names && std::any_of(names->begin(), names->end(), [&](const std::string& name) {
                    return base::equals_ignoring_case(name, key.text);
                  });
  }
  return row->second;
}

bool Evaluator::matches(const SearchKey& key, Index index, const Entry& entry) const {
  const auto bits = static_cast<std::uint32_t>(key.number);
  switch (key.kind) {
    case Kind::all: return true;
    case Kind::sequence: return contains(ranges_.at(&key), index + 1);
    case Kind::uid: return contains(ranges_.at(&key), entry.uid.value);
    case Kind::saved:
      return selected_.saved && std::binary_search(selected_.saved->begin(), selected_.saved->end(), entry.uid.value);
    case Kind::flags_set: return (entry.system_flags & bits) != 0;
    case Kind::flags_clear: return (entry.system_flags & bits) == 0;
    case Kind::keyword: return has_keyword(key, entry);
    case Kind::unkeyword: return !has_keyword(key, entry);
    case Kind::recent: return selected_.is_recent(entry);
    case Kind::old: return !selected_.is_recent(entry);
    case Kind::fresh: return selected_.is_recent(entry) && !(entry.system_flags & mailstore::flag::kSeen);
    case Kind::before:
    case Kind::on:
    case Kind::since: return compare_day(key.kind, local_day(entry), key.number);
    case Kind::larger: return entry.size > key.number;
    case Kind::smaller: return entry.size < key.number;
    case Kind::older: return entry.received <= now_ - std::chrono::seconds(key.number);
    case Kind::younger: return entry.received >= now_ - std::chrono::seconds(key.number);
    case Kind::modseq: return entry.modseq.value >= key.number;
    case Kind::all_of:
      return std::all_of(key.children.begin(), key.children.end(),
                         [&](const SearchKey& child) { return matches(child, index, entry); });
    case Kind::one_of:
      return std::any_of(key.children.begin(), key.children.end(),
                         [&](const SearchKey& child) { return matches(child, index, entry); });
    case Kind::not_any: return !matches(key.children[0], index, entry);
    default: return false;
  }
}

base::Co<Indexes> Evaluator::scan(const SearchKey& key, Indexes candidates) {
  const std::size_t keys = count_keys(key);
  std::size_t kept = 0;
  for (std::size_t at = 0; at < candidates.size(); ++at) {
    if (pace_.due(keys)) {
      const auto stays = co_await pause();
      if (!stays) break;
    }
    const Index index = candidates[at];
    if (matches(key, index, view_->at(index))) candidates[kept++] = index;
  }
  candidates.resize(kept);
  co_return candidates;
}

base::Co<base::Result<Indexes>> Evaluator::find(const SearchKey& key, Indexes candidates) {
  if (candidates.empty() || is_everything(key)) co_return candidates;
  if (in_view(key)) co_return co_await scan(key, std::move(candidates));
  const auto stays = co_await pause();
  if (!stays) co_return stays.error();
  switch (key.kind) {
    case Kind::all_of: co_return co_await all_of(key, std::move(candidates));
    case Kind::one_of: co_return co_await one_of(key, std::move(candidates));
    case Kind::not_any: {
      auto found = co_await find(key.children[0], candidates);
      if (!found) co_return std::move(found).error();
      co_return without(candidates, *found);
    }
    case Kind::text: co_return co_await text(key, std::move(candidates));
    default: co_return co_await sent(key, std::move(candidates));
  }
}

base::Co<base::Result<Indexes>> Evaluator::all_of(const SearchKey& key, Indexes candidates) {
  for (const bool cheap : {true, false}) {
    for (const SearchKey& child : key.children) {
      if (in_view(child) != cheap) continue;
      auto found = co_await find(child, std::move(candidates));
      if (!found) co_return std::move(found).error();
      candidates = *std::move(found);
    }
  }
  co_return candidates;
}

base::Co<base::Result<Indexes>> Evaluator::one_of(const SearchKey& key, Indexes candidates) {
  Indexes all;
  for (const bool cheap : {true, false}) {
    for (const SearchKey& child : key.children) {
      if (in_view(child) != cheap) continue;
      auto found = co_await find(child, candidates);
      if (!found) co_return std::move(found).error();
      candidates = without(candidates, *found);
      all.insert(all.end(), found->begin(), found->end());
    }
  }
  std::sort(all.begin(), all.end());
  co_return all;
}

base::Co<base::Result<Indexes>> Evaluator::text(const SearchKey& key, Indexes candidates) {
  Indexes out, unknown;
  auto named = co_await session_.mail().candidates(selected_.id, key.query);
  if (!named) co_return std::move(named).error();
  mailstore::TextCandidates* const dictionaries = *named ? nullptr : session_.parts().candidates;
  if (dictionaries != nullptr) {
    std::vector<mailstore::TextSubject> subjects;
    subjects.reserve(candidates.size());
    for (const Index index : candidates) {
      const Entry& entry = view_->at(index);
      subjects.push_back({entry.email, entry.content});
    }
    const auto known = co_await dictionaries->narrow(key.query, std::move(subjects));
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (known[i] == mailstore::TextKnown::yes) out.push_back(candidates[i]);
      else if (known[i] == mailstore::TextKnown::nothing) unknown.push_back(candidates[i]);
    }
  } else if (*named) {
    unknown = those_with(**named, candidates);
  } else {
    unknown = std::move(candidates);
  }
  for (std::size_t at = 0; at < unknown.size(); at += kBatch) {
    const auto stays = co_await pause();
    if (!stays) co_return stays.error();
    const std::size_t end = std::min(unknown.size(), at + kBatch);
    std::vector<Entry> entries;
    entries.reserve(end - at);
    for (std::size_t i = at; i < end; ++i) entries.push_back(view_->at(unknown[i]));
    const auto uids = co_await session_.mail().match(selected_.id, std::move(entries), key.query, this);
    if (!uids) co_return uids.error();
    for (const base::Uid uid : *uids) {
      const std::size_t index = view_->find(uid);
      if (index != mailstore::MailboxView::npos) out.push_back(static_cast<Index>(index));
    }
  }
  std::sort(out.begin(), out.end());
  co_return out;
}

base::Co<base::Result<Indexes>> Evaluator::sent(const SearchKey& key, Indexes candidates) {
  Indexes out;
  for (std::size_t at = 0; at < candidates.size(); at += kBatch) {
    const std::size_t end = std::min(candidates.size(), at + kBatch);
    std::vector<Entry> entries;
    for (std::size_t i = at; i < end; ++i) entries.push_back(view_->at(candidates[i]));
    const auto days = co_await session_.mail().sent_days(std::move(entries));
    if (!days) co_return days.error();
    for (std::size_t i = at; i < end; ++i) {
      const auto& day = (*days)[i - at];
      if (day && compare_day(key.kind, *day, key.number)) out.push_back(candidates[i]);
    }
  }
  co_return out;
}

}  // namespace

base::Co<base::Result<Indexes>> evaluate_search(Session& session, const SearchKey& root) {
  Evaluator evaluator(session);
  if (!evaluator.prepare(root)) {
    co_return base::Error::permanent(base::ErrorCode::bad_input, base::protocol_words("There is no such message"));
  }
  Indexes all(session.selected()->view->size());
  std::iota(all.begin(), all.end(), Index{0});
  co_return co_await evaluator.find(root, std::move(all));
}

}  // namespace server::imap
