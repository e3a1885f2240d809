#include "mailstore/search/indexer.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "base/crypto/random.h"
#include "base/log.h"

namespace mailstore::search {
namespace {

constexpr std::size_t kReadAtOnce = 200;           // contents read in one snapshot, at most
constexpr std::size_t kReadBytesAtOnce = 2 << 20;  // of their words, about
// Of words in one commit of Xapian, about: it keeps what is not committed in trees with two nodes for every word of
// every message, ten times the text. Less than this writes the same pages of the index to the disk more often (6 MiB:
// twice as much) and costs hardly less CPU.
constexpr std::size_t kCommitBytes = 12 << 20;
constexpr std::size_t kMaxStale = 10000;

}  // namespace

Indexer::Indexer(StoreCore& store, IndexDirectory directory, IndexReader& reader)
    : store_(store), directory_(directory), reader_(reader), writer_(directory) {}

Indexer::~Indexer() { stop(); }

base::Result<void> Indexer::open() {
  base::MutexLock lock(writing_);
  base::Result<StoredCursors> stored = read_cursors(store_.db);
  if (!stored) return std::move(stored).error();
  if (!stored->index_id.empty() && stored->index_id == directory_.read_id()) {
    cursors_ = std::move(stored->cursors);
    return {};
  }
  return begin_anew();
}

base::Result<void> Indexer::begin_anew() {
  writer_.close();
  cursors_.clear();
  whole_.clear();
  if (base::Result<void> wiped = directory_.wipe(); !wiped) return wiped;
  const std::string id = base::random_readable(24);
  if (base::Result<void> reset = reset_cursors(store_.db, id); !reset) return reset;
  reader_.shards_changed();
  return directory_.write_id(id);
}

base::Result<void> Indexer::catch_up() {
  base::MutexLock lock(writing_);
  base::Result<void> done = pass(nullptr, nullptr, false);
  if (done) done = drop_stale();
  writer_.close();  // another process may write next
  return done;
}

base::Result<void> Indexer::rebuild(const Progress& progress, std::stop_token stop) {
  base::MutexLock lock(writing_);
  if (base::Result<void> begun = begin_anew(); !begun) return begun;
  set_rebuild_stop(std::move(stop));
  base::Result<void> done = pass(nullptr, progress, false);
  set_rebuild_stop({});
  writer_.close();
  return done;
}

void Indexer::set_rebuild_stop(std::stop_token stop) {
  base::MutexLock lock(waking_);
  rebuild_stop_ = std::move(stop);
}

void Indexer::report_stale(std::span<const base::ContentId> contents) {
  base::MutexLock lock(waking_);
  for (base::ContentId content : contents) {
    if (stale_.size() >= kMaxStale) return;
    stale_.insert(content);
  }
}

void Indexer::start() {
  // Watched without our lock: the callback takes it under the signals' own.
  std::unique_ptr<ChangeSignals::Token> token = store_.signals.watch_all([this](base::AccountId account, base::ModSeq) {
    {
      base::MutexLock inner(waking_);
      dirty_.insert(account);
    }
    wake_.notify_one();
  });
  base::MutexLock lock(waking_);  // gone before a token that is not needed
  if (thread_.joinable()) return;
  stopping_ = false;
  token_ = std::move(token);
  thread_ = std::thread([this] { run(); });
}

void Indexer::stop() {
  {
    base::MutexLock lock(waking_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  token_.reset();
  base::MutexLock lock(writing_);
  writer_.close();
}

void Indexer::run() {
  pthread_setname_np(pthread_self(), "indexer");
  // Mail that comes in goes before mail that is made searchable, but this thread must not starve either: at 19 it
  // gets 1.5 % of a busy core, at 10 about a tenth, and the lag stays under 2 s.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10);
  bool sweep = true;  // what happened before we began
  std::chrono::steady_clock::time_point last_end{};
  while (true) {
    std::unordered_set<base::AccountId> changed;
    {
      base::MutexLock lock(waking_);
      const auto sweep_at = std::chrono::steady_clock::now() + kSweep;
      while (!sweep && !stopping_ && dirty_.empty()) sweep = !wake_.wait_until(waking_, sweep_at);
      // A commit is costly for everybody's fsync: under load there is one a second, after a pause the first comes at
      // once.
      const auto gathered = std::max(std::chrono::steady_clock::now() + kGather, last_end + kBetweenCommits);
      while (!stopping_ && !sweep && wake_.wait_until(waking_, gathered)) {
      }
      if (stopping_) return;
      changed.swap(dirty_);
    }
    base::Result<void> done;
    {
      base::MutexLock lock(writing_);
      try {  // style rule 20: what reads foreign mail must not end the server
        done = pass(sweep ? nullptr : &changed, nullptr, true);
      } catch (const std::exception& bug) {
        done = base::Error::transient(
            base::ErrorCode::internal,
            {"Việc lập chỉ mục dừng vì lỗi của chương trình.", "Indexing ended with a fault of the program."},
            bug.what());
      }
      if (done && sweep) done = drop_stale();
      if (!done || sweep) writer_.close();
    }
    sweep = false;
    last_end = std::chrono::steady_clock::now();
    if (done || done.error().code == base::ErrorCode::stopped) continue;
    base::log(base::LogLevel::warning, "SEARCH-0001", "indexing failed, trying again later",
              {{"error", base::describe(done.error())}});
    base::MutexLock lock(waking_);
    const auto again_at = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while (!stopping_ && wake_.wait_until(waking_, again_at)) {
    }
    sweep = true;
  }
}

base::Result<void> Indexer::pass(const std::unordered_set<base::AccountId>* only, const Progress& progress,
                                 bool background) {
  std::int64_t done = 0, total = 0;
  if (progress) {
    base::Result<void> counted = store_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      base::Result<std::int64_t> count = snapshot.query_i64("SELECT COUNT(*) FROM content", {});
      if (!count) return std::move(count).error();
      total = *count;
      return {};
    });
    if (!counted) return counted;
  }
  while (true) {
    base::Result<Batch> batch = collect(only);
    if (!batch) return std::move(batch).error();
    if (base::Result<void> written = write(*batch, background); !written) {
      writer_.close();
      return written;
    }
    done += static_cast<std::int64_t>(batch->order.size());
    if (progress) progress(std::min(done, total), total);
    base::MutexLock lock(waking_);
    if (batch->complete || (background && stopping_)) return {};
  }
}

base::Result<base::ModSeq> Indexer::collect_account(base::SqlReader& reader, const AccountCursor& account,
                                                    base::ModSeq after, bool whole, Batch& batch,
                                                    std::vector<base::ContentId>& gone, std::size_t& seen) {
  while (after < account.modseq && seen < kBatch) {
    base::Result<std::vector<EmailChange>> changes = email_changes(reader, account.account, after, kBatch - seen);
    if (!changes) return std::move(changes).error();
    if (changes->empty()) return account.modseq;  // what is left are changes of mailboxes
    seen += changes->size();
    for (const EmailChange& change : *changes) {
      after = change.modseq;
      if (change.gone) gone.push_back(change.content);
      if (change.gone || (whole && !change.created)) continue;
      std::vector<base::AccountId>& holders = batch.holders[change.content];
      if (holders.empty()) batch.order.push_back(change.content);
      if (holders.empty() || holders.back() != account.account) holders.push_back(account.account);
    }
    whole = false;
  }
  return after;
}

base::Result<Indexer::Batch> Indexer::collect(const std::unordered_set<base::AccountId>* only) {
  Batch batch;
  std::vector<base::ContentId> gone;
  // On this thread's behalf, which holds the lock.
  const auto query = [&](base::SqlSnapshot& snapshot) REQUIRES_LOCK(writing_) -> base::Result<void> {
    batch = {};
    gone.clear();
    base::Result<std::vector<AccountCursor>> accounts = account_cursors(snapshot);
    if (!accounts) return std::move(accounts).error();
    std::size_t seen = 0;
    for (const AccountCursor& account : *accounts) {
      if (only && !only->contains(account.account)) continue;
      const auto known = cursors_.find(account.account);
      const base::ModSeq after = known == cursors_.end() ? base::ModSeq(0) : known->second;
      if (account.modseq <= after) continue;
      if (seen >= kBatch) {
        batch.complete = false;
        return {};
      }
      base::Result<base::ModSeq> reached =
          collect_account(snapshot, account, after, whole_.contains(account.account), batch, gone, seen);
      if (!reached) return std::move(reached).error();
      batch.cursors[account.account] = *reached;
      if (*reached < account.modseq) {
        batch.cut.insert(account.account);
        batch.complete = false;
      }
    }
    return {};
  };
  base::Result<void> read = store_.db.read_blocking(query);
  if (!read) return std::move(read).error();
  report_stale(gone);
  return batch;
}

// A stop does not wait for the batch (on a busy machine this thread gets next to nothing): what is not committed is
// given up, and the cursors stay where they are.
base::Result<void> Indexer::go_on(bool background) {
  base::MutexLock lock(waking_);
  if ((background && stopping_) || rebuild_stop_.stop_requested())
    return base::Error::transient(base::ErrorCode::stopped, {"Việc lập chỉ mục đang dừng.", "The indexer stops."});
  return {};
}

base::Result<void> Indexer::write(const Batch& batch, bool background) {
  std::vector<base::ContentId> fresh;
  for (base::ContentId content : batch.order) {
    if (auto on = go_on(background); !on) return on;
    base::Result<bool> known = writer_.add_accounts(content, batch.holders.at(content));
    if (!known) return std::move(known).error();
    if (!*known) fresh.push_back(content);
  }
  std::size_t uncommitted = 0;
  for (std::size_t done = 0; done < fresh.size();) {
    if (auto on = go_on(background); !on) return on;
    base::Result<Written> written = write_new(std::span(fresh).subspan(done), batch.holders, background);
    if (!written) return std::move(written).error();
    done += written->contents;
    uncommitted += written->bytes;
    if (uncommitted < kCommitBytes || done == fresh.size()) continue;
    if (base::Result<void> committed = commit(); !committed)
      return committed;  // the cursors move at the end: written again at worst
    uncommitted = 0;
  }
  if (!batch.order.empty()) {
    if (base::Result<void> committed = commit(); !committed) return committed;
  }
  if (base::Result<void> saved = save_cursors(store_.db, batch.cursors); !saved) return saved;
  for (const auto& [account, modseq] : batch.cursors) {
    cursors_[account] = modseq;
    if (batch.cut.contains(account)) whole_.erase(account);
    else whole_.insert(account);
  }
  return {};
}

base::Result<Indexer::Written> Indexer::write_new(std::span<const base::ContentId> contents, const Holders& holders,
                                                  bool background) {
  std::vector<ContentWords> words;
  std::size_t taken = 0, bytes = 0;
  base::Result<void> read = store_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    words.clear();
    bytes = 0;
    for (taken = 0; taken < std::min(kReadAtOnce, contents.size()) && bytes < kReadBytesAtOnce; ++taken) {
      const base::ContentId content = contents[taken];
      base::Result<ContentWords> one = read_content_words(snapshot, store_.blobs, content);
      if (one) {
        bytes += one->words.text.size() + one->words.header.size() + one->words.body.size();
        words.push_back(std::move(*one));
      } else if (one.error().code == base::ErrorCode::corrupt) {
        base::log(base::LogLevel::error, "SEARCH-0002", "the words of a message are damaged, it is not indexed",
                  {{"content", std::to_string(content.value)}, {"error", base::describe(one.error())}});
      } else if (one.error().code != base::ErrorCode::not_found) {  // not found: gone since
        return std::move(one).error();
      }
    }
    return {};
  });
  if (!read) return std::move(read).error();
  for (const ContentWords& one : words) {
    // One text of tens of MiB takes seconds: a stop does not wait for it.
    const GiveUp give_up = [&] { return !go_on(background); };
    if (base::Result<void> put = writer_.put(one, holders.at(one.content), give_up); !put)
      return std::move(put).error();
  }
  return Written{taken, bytes};
}

base::Result<void> Indexer::drop_stale() {
  std::unordered_set<base::ContentId> stale;
  {
    base::MutexLock lock(waking_);
    stale.swap(stale_);
  }
  if (stale.empty()) return {};
  Holders holders;
  base::Result<void> read = store_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    holders.clear();
    for (base::ContentId content : stale) {
      std::vector<base::AccountId>& list = holders[content];
      base::Result<void> asked = snapshot.query("SELECT DISTINCT account FROM email WHERE content = ? ORDER BY account",
                                                {content.value}, [&](const base::SqlRow& row) {
                                                  list.push_back(base::AccountId(row.i64(0)));
                                                  return true;
                                                });
      if (!asked) return asked;
    }
    return {};
  });
  if (!read) return read;
  for (const auto& [content, accounts] : holders) {
    if (base::Result<void> set = writer_.set_accounts(content, accounts); !set) return set;
  }
  return commit();
}

base::Result<void> Indexer::commit() {
  bool made_shard = false;
  base::Result<void> committed = writer_.commit(made_shard);
  if (made_shard) reader_.shards_changed();
  return committed;
}

}  // namespace mailstore::search
