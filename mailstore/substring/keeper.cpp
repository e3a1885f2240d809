#include "mailstore/substring/keeper.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "base/log.h"
#include "mailstore/substring/merge.h"

namespace mailstore::substring {
namespace {

constexpr std::uint32_t kSmallestTier = 1024;  // documents
constexpr std::size_t kTierGrowth = Keeper::kTier;

unsigned tier_of(const Dictionary& dictionary) {
  unsigned tier = 0;
  for (std::uint64_t least = kSmallestTier; dictionary.documents() >= least; least *= kTierGrowth) ++tier;
  return tier;
}

// Leaves of `ids`, ascending, those that no dictionary speaks for; the others are told to `coverage`.
base::Result<void> drop_entered(const Shelf::Dictionaries& dictionaries, std::vector<std::int64_t>& ids,
                                Coverage& coverage) {
  coverage = {};
  for (const auto& dictionary : dictionaries) {
    auto entered = dictionary->ids();
    if (!entered) return std::move(entered).error();
    coverage.add(*entered);
    std::vector<std::int64_t> left;
    std::set_difference(ids.begin(), ids.end(), entered->begin(), entered->end(), std::back_inserter(left));
    ids = std::move(left);
  }
  return {};
}

std::vector<std::int64_t> common(std::span<const std::int64_t> a, std::span<const std::int64_t> b) {
  std::vector<std::int64_t> out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

}  // namespace

void Keeper::start() {
  std::unique_ptr<ChangeSignals::Token> token = store_.signals.watch_all([this](base::AccountId account, base::ModSeq) {
    bool enough = false;
    {
      base::MutexLock lock(waking_);
      changed_.insert(account);
      enough = ++changes_ == kFresh || changes_ == 1;
    }
    if (enough) wake_.notify_one();
  });
  base::MutexLock lock(waking_);
  if (thread_.joinable()) return;
  stopping_ = false;
  token_ = std::move(token);
  thread_ = std::thread([this] { run(); });
}

void Keeper::stop() {
  {
    base::MutexLock lock(waking_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  token_.reset();
}

void Keeper::look_again() {
  {
    base::MutexLock lock(waking_);
    look_again_ = true;
  }
  wake_.notify_all();
}

GoOn Keeper::background() {
  return [this]() -> base::Result<void> {
    base::MutexLock lock(waking_);
    if (stopping_)
      return base::Error::transient(base::ErrorCode::stopped,
                                    {"Việc lập từ điển tìm kiếm dừng lại; lần chạy sau sẽ làm tiếp.",
                                     "Making dictionaries stops; the next start goes on."});
    return {};
  };
}

base::Result<void> Keeper::catch_up() {
  base::MutexLock lock(working_);
  if (auto mended = shelf_.mend(); !mended) return std::move(mended).error();
  return full_pass([]() -> base::Result<void> { return {}; });
}

void Keeper::run() {
  pthread_setname_np(pthread_self(), "dictionaries");
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10);  // mail goes first (mailstore/search/indexer.cpp)
  auto last_full = std::chrono::steady_clock::now();
  while (true) {
    std::unordered_set<base::AccountId> changed;
    bool full = false;
    const auto next_mend = std::chrono::steady_clock::now() + kMend;
    bool quiet = false;
    {
      base::MutexLock lock(waking_);
      while (!stopping_ && !look_again_ && changes_ == 0 && wake_.wait_until(waking_, next_mend)) {
      }
      if (stopping_) return;
      quiet = !look_again_ && changes_ == 0;
    }
    base::Result<void> done;
    if (auto mended = shelf_.mend(); !mended) done = std::move(mended).error();
    else if (*mended > 0) look_again();
    else if (quiet && std::chrono::steady_clock::now() - last_full < kFullPass) continue;
    if (done) {
      base::MutexLock lock(waking_);
      const auto next_look = std::chrono::steady_clock::now() + kLook;
      while (!stopping_ && !look_again_ && changes_ < kFresh && wake_.wait_until(waking_, next_look)) {
      }
      const auto gathered = std::chrono::steady_clock::now() + kGather;
      while (!stopping_ && !look_again_ && wake_.wait_until(waking_, gathered)) {
      }
      if (stopping_) return;
      const auto now = std::chrono::steady_clock::now();
      full = look_again_ || now - last_full >= kFullPass;
      if (full) last_full = now;
      look_again_ = false;
      changes_ = 0;
      changed.swap(changed_);
    }
    if (done) {
      base::MutexLock lock(working_);
      try {  // what reads foreign mail must not end the server
        done = full ? full_pass(background()) : quick_pass(changed, background());
      } catch (const std::exception& bug) {
        done = base::Error::transient(
            base::ErrorCode::internal,
            {"Việc lập từ điển tìm kiếm dừng vì lỗi của chương trình; thư vẫn nguyên vẹn, sẽ thử lại.",
             "Making dictionaries ended with a fault of the program. Mail is not affected. It is tried again."},
            bug.what());
      }
    }
    if (done || done.error().code == base::ErrorCode::stopped) continue;
    base::log(base::LogLevel::warning, "SUBSTR-0002", "the dictionaries of the search are not up to date",
              {{"error", base::describe(done.error())}});
    base::MutexLock lock(waking_);
    const auto again = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!stopping_ && wake_.wait_until(waking_, again)) {
    }
    if (stopping_) return;
    look_again_ = true;
  }
}

base::Result<void> Keeper::full_pass(const GoOn& go_on) {
  auto contents = content_ids(store_.db, 0);
  if (!contents) return std::move(contents).error();
  if (auto done = drop_gone(Family::contents, *contents, go_on); !done) return done;
  if (auto done = drop_entered(shelf_.all(Family::contents), *contents, contents_); !done) return done;
  if (auto done = enter_contents(*contents, go_on); !done) return done;
  contents->clear();
  contents->shrink_to_fit();

  auto places = email_places(store_.db, 0, nullptr);
  if (!places) return std::move(places).error();
  std::vector<std::int64_t> emails;
  emails.reserve(places->size());
  for (const EmailPlace& place : *places) emails.push_back(place.email);
  std::sort(emails.begin(), emails.end());
  if (auto done = drop_gone(Family::emails, emails, go_on); !done) return done;
  if (auto done = drop_entered(shelf_.all(Family::emails), emails, emails_); !done) return done;
  std::erase_if(
      *places, [&](const EmailPlace& place) { return !std::binary_search(emails.begin(), emails.end(), place.email); });
  if (auto done = enter_emails(*places, go_on); !done) return done;
  waiting_.clear();
  return {};
}

base::Result<void> Keeper::quick_pass(const std::unordered_set<base::AccountId>& changed, const GoOn& go_on) {
  waiting_.insert(changed.begin(), changed.end());
  auto contents = content_ids(store_.db, contents_.floor());
  if (!contents) return std::move(contents).error();
  std::erase_if(*contents, [&](std::int64_t id) REQUIRES_LOCK(working_) { return contents_.has(id); });
  if (contents->size() >= kFresh) {
    if (auto done = enter_contents(*contents, go_on); !done) return done;
  }
  auto places = email_places(store_.db, emails_.floor(), &waiting_);
  if (!places) return std::move(places).error();
  std::erase_if(*places, [&](const EmailPlace& place) REQUIRES_LOCK(working_) { return emails_.has(place.email); });
  if (places->size() < kFresh) return {};
  if (auto done = enter_emails(*places, go_on); !done) return done;
  waiting_.clear();
  return {};
}

base::Result<void> Keeper::enter_contents(std::span<const std::int64_t> ids, const GoOn& go_on) {
  const Made made = [&](const std::vector<std::int64_t>& entered) REQUIRES_LOCK(working_) -> base::Result<void> {
    contents_.add(entered);
    return merge_tiers(Family::contents, go_on);
  };
  return gather_contents(store_, shelf_, ids, go_on, made);
}

base::Result<void> Keeper::enter_emails(std::span<const EmailPlace> places, const GoOn& go_on) {
  const Made made = [&](const std::vector<std::int64_t>& entered) REQUIRES_LOCK(working_) -> base::Result<void> {
    emails_.add(entered);
    return merge_tiers(Family::emails, go_on);
  };
  return gather_emails(store_, shelf_, places, go_on, made);
}

base::Result<void> Keeper::merge_tiers(Family family, const GoOn& go_on) {
  for (unsigned tier = 0; tier < 16; ++tier) {
    Shelf::Dictionaries some;
    std::uint64_t documents = 0;
    for (const auto& dictionary : shelf_.all(family)) {
      if (tier_of(*dictionary) != tier || documents + dictionary->documents() > kMaxDocuments) continue;
      documents += dictionary->documents();
      some.push_back(dictionary);
    }
    if (some.size() < kTier) continue;
    if (auto done = merge_some(some, nullptr, go_on); !done) return done;
  }
  return {};
}

base::Result<void> Keeper::merge_some(const Shelf::Dictionaries& some, const std::vector<std::int64_t>* alive,
                                      const GoOn& go_on) {
  MergeParts parts;
  parts.go_on = go_on;
  parts.alive = [&](std::vector<std::int64_t> ids) -> base::Result<std::vector<std::int64_t>> {
    return alive == nullptr ? std::move(ids) : common(ids, *alive);
  };
  auto merged = merge(shelf_.files(), shelf_.next_path(), some, parts);
  if (!merged) {
    if (merged.error().code != base::ErrorCode::corrupt) return std::move(merged).error();
    for (const auto& dictionary : some) {  // which one it is shows when all of it is read
      if (auto whole = dictionary->check(); !whole) (void)shelf_.remove_damaged(dictionary, whole.error());
    }
    look_again();
    return {};
  }
  if (*merged) return shelf_.add();
  for (const auto& dictionary : some) shelf_.remove(dictionary);
  return {};
}

// Words of messages that are gone leave the disk when a quarter of a dictionary is gone.
base::Result<void> Keeper::drop_gone(Family family, const std::vector<std::int64_t>& alive, const GoOn& go_on) {
  for (const auto& dictionary : shelf_.all(family)) {
    auto ids = dictionary->ids();
    if (!ids) {
      (void)shelf_.remove_damaged(dictionary, ids.error());
      continue;
    }
    const std::size_t left = common(*ids, alive).size();
    if ((ids->size() - left) * 4 < ids->size() || ids->empty()) continue;
    if (auto done = merge_some({dictionary}, &alive, go_on); !done) return done;
  }
  return {};
}

}  // namespace mailstore::substring
