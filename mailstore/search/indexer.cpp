#include "mailstore/search/indexer.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/crypto/random.h"
#include "base/log.h"

namespace mailstore::search {
namespace {

constexpr std::size_t kMaxStale = 10000;
// So many changes may lie between the saved cursors and those in memory, though they brought nothing new (flags): they
// are read again after a stop.
constexpr std::size_t kMaxUnsaved = 50000;
constexpr std::chrono::seconds kBetweenReports{30};

}  // namespace

Indexer::Indexer(StoreCore& store, ShardSet& set)
    : store_(store),
      set_(set),
      documents_(store.db, store.blobs),
      worker_(set, store.db, store.blobs, [this] { report_damage(); }) {}

Indexer::~Indexer() { stop(); }

base::Result<void> Indexer::open() {
  base::MutexLock lock(writing_);
  if (base::Result<void> taken = take_up(); !taken) return taken;
  if (!anew_) return {};
  base::Result<void> begun = begin_writing();
  if (!begun && begun.error().code == base::ErrorCode::busy) return {};
  set_.unlock();
  return begun;
}

base::Result<void> Indexer::take_up() {
  cursors_.clear();
  whole_.clear();
  moved_.clear();
  changes_ = 0;
  waiting_.clear();
  waiting_bytes_ = 0;
  base::Result<StoredCursors> stored = read_cursors(store_.db);
  if (!stored) return std::move(stored).error();
  const std::string id = set_.open();
  anew_ = id.empty() || stored->index_id != id;
  if (!anew_) cursors_ = std::move(stored->cursors);
  reload_ = false;
  {
    base::MutexLock lock(waking_);
    reach_.clear();
    for (const auto& [account, modseq] : cursors_) reach_[account] = {modseq, false};
  }
  return {};
}

base::Result<void> Indexer::begin_writing() {
  bool changed = false;
  if (base::Result<void> locked = set_.lock(changed); !locked) return locked;
  if (changed || reload_) {
    worker_.drop();
    if (base::Result<void> taken = take_up(); !taken) return taken;
  }
  if (take_damage()) {
    if (!anew_)  // else it was said already
      base::log(
          base::LogLevel::warning, "SEARCH-0006",
          "a part of the search index is damaged, all of it is made anew in the background; mail goes on meanwhile");
    anew_ = true;
    set_.unlock();  // the file of the lock may be gone with the rest
    if (base::Result<void> locked = set_.lock(changed); !locked) return locked;
  }
  return anew_ ? begin_anew() : base::Result<void>();
}

base::Result<void> Indexer::begin_anew() {
  worker_.drop();
  reload_ = true;  // unless it comes to its end
  const std::string id = base::random_readable(24);
  if (base::Result<void> reset = reset_cursors(store_.db, id); !reset) return reset;
  if (base::Result<void> begun = set_.begin_anew(id); !begun) return begun;
  return take_up();
}

void Indexer::request_seal() {
  worker_.seal(std::move(waiting_), std::move(moved_));
  waiting_.clear();
  waiting_bytes_ = 0;
  moved_.clear();
  changes_ = 0;
}

base::Result<void> Indexer::seal_when_full() {
  if (waiting_.size() < kSealDocuments && waiting_bytes_ < kSealBytes && changes_ < kMaxUnsaved) return {};
  if (base::Result<void> room = worker_.wait(1); !room) return room;
  request_seal();
  return {};
}

base::Result<void> Indexer::flush() {
  if (!waiting_.empty() || !moved_.empty()) request_seal();
  if (base::Result<void> sealed = worker_.wait(0); !sealed) return sealed;
  return set_.write_hidden();
}

void Indexer::end_writing(bool flushed) {
  {
    base::MutexLock lock(waking_);
    if (thread_.joinable()) return;  // which goes on writing
  }
  worker_.stop();
  reload_ = reload_ || !flushed;
  set_.unlock();
}

base::Result<void> Indexer::catch_up() {
  look_at_disk();
  base::MutexLock lock(writing_);
  if (base::Result<void> begun = begin_writing(); !begun) {
    end_writing(false);
    return begun;
  }
  base::Result<void> done, flushed;
  for (int tries = 0; tries < 2; ++tries) {
    done = pass(nullptr, nullptr, false);
    if (done) done = drop_stale();
    flushed = flush();
    if (done) done = flushed;
    if (done) done = worker_.settle();
    base::MutexLock waking(waking_);
    if (!damaged_) break;  // else merging met it: once more, anew
  }
  end_writing(flushed.has_value());
  return done;
}

base::Result<void> Indexer::rebuild(const Progress& progress, std::stop_token stop) {
  base::MutexLock lock(writing_);
  base::Result<void> begun = begin_writing();
  if (begun) begun = begin_anew();
  if (!begun) {
    end_writing(false);
    return begun;
  }
  set_rebuild_stop(std::move(stop));
  base::Result<void> done = pass(nullptr, progress, false);
  set_rebuild_stop({});
  const base::Result<void> flushed = flush();
  if (done) done = flushed;
  if (done) done = worker_.settle();
  end_writing(flushed.has_value());
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

void Indexer::report_damage() {
  {
    base::MutexLock lock(waking_);
    damaged_ = true;
  }
  wake_.notify_one();
}

// Shards never change, so what is not as it was opened was cut, overwritten or removed behind our back.
void Indexer::look_at_disk() {
  if (!set_.damage_on_disk().empty()) report_damage();
}

Indexer::Reach Indexer::reach_of(base::AccountId account) {
  base::MutexLock lock(waking_);
  const auto found = reach_.find(account);
  return found == reach_.end() ? Reach() : found->second;
}

bool Indexer::take_damage() {
  base::MutexLock lock(waking_);
  return std::exchange(damaged_, false);
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
  // What is in memory is written, so that it is found at once after the next start.
  end_writing(flush().has_value());
}

void Indexer::run() {
  pthread_setname_np(pthread_self(), "indexer");
  // Mail that comes in goes before mail that is made searchable, but this thread must not starve either: at 19 it
  // gets 1.5 % of a busy core, at 10 about a tenth, and the lag stays under 2 s.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10);
  bool sweep = true;  // what happened before we began
  auto last_sweep = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_end{};
  while (true) {
    std::unordered_set<base::AccountId> changed;
    {
      base::MutexLock lock(waking_);
      const auto sweep_at = last_sweep + kSweep;
      while (!sweep && !stopping_ && !damaged_ && dirty_.empty()) sweep = !wake_.wait_until(waking_, sweep_at);
      // A pass asks for the cursors of all accounts: under load there are three a second, after a pause the first
      // comes at once.
      const auto gathered = std::max(std::chrono::steady_clock::now() + kGather, last_end + kBetweenPasses);
      while (!stopping_ && !sweep && wake_.wait_until(waking_, gathered)) {
      }
      if (stopping_) return;
      sweep = sweep || std::chrono::steady_clock::now() >= sweep_at;  // also when mail never rests
      changed.swap(dirty_);
    }
    if (sweep) {
      last_sweep = std::chrono::steady_clock::now();
      look_at_disk();
    }
    base::Result<void> done;
    bool unmade = false;  // the index could not be begun anew
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
      unmade = reload_;
    }
    sweep = false;
    last_end = std::chrono::steady_clock::now();
    if (done || done.error().code == base::ErrorCode::stopped) continue;
    base::log(base::LogLevel::warning, "SEARCH-0001", "indexing failed, trying again later",
              {{"error", base::describe(done.error())}});
    base::MutexLock lock(waking_);
    const auto again_at = std::chrono::steady_clock::now() + (unmade ? kSweep : std::chrono::seconds(1));
    while (!stopping_ && wake_.wait_until(waking_, again_at)) {
    }
    sweep = true;
  }
}

std::int64_t Indexer::contents_in_store() {
  std::int64_t count = 0;
  base::Result<void> read = store_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    base::Result<std::int64_t> counted = snapshot.query_i64("SELECT COUNT(*) FROM content", {});
    if (!counted) return std::move(counted).error();
    count = *counted;
    return {};
  });
  return read ? count : 0;  // a figure for the log
}

base::Result<void> Indexer::pass(const std::unordered_set<base::AccountId>* only, const Progress& progress,
                                 bool background) {
  if (base::Result<void> begun = begin_writing(); !begun) return begun;
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
  auto reported = std::chrono::steady_clock::now();
  bool told = false;
  while (true) {
    base::Result<Batch> batch = collect(only);
    if (!batch) return std::move(batch).error();
    if (base::Result<void> written = write(*batch, background); !written) return written;
    done += static_cast<std::int64_t>(batch->order.size());
    if (progress) progress(std::min(done, total), total);
    if (background && std::chrono::steady_clock::now() - reported > kBetweenReports) {
      reported = std::chrono::steady_clock::now();
      told = true;
      base::log(base::LogLevel::info, "SEARCH-0005",
                "mail is being indexed in the background, searches do not find all of it yet; mail goes on meanwhile",
                {{"indexed", std::to_string(done)}, {"of", std::to_string(contents_in_store())}});
    }
    base::MutexLock lock(waking_);
    if (batch->complete && told)
      base::log(base::LogLevel::info, "SEARCH-0007", "all mail is indexed", {{"indexed", std::to_string(done)}});
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
      if (batch.taken.insert(change.content).second) batch.order.push_back(change.content);
    }
    whole = false;
  }
  return after;
}

base::Result<Indexer::Batch> Indexer::collect(const std::unordered_set<base::AccountId>* only) {
  Batch batch;
  std::vector<base::ContentId> gone;
  std::size_t seen = 0;
  // On this thread's behalf, which holds the lock.
  const auto query = [&](base::SqlSnapshot& snapshot) REQUIRES_LOCK(writing_) -> base::Result<void> {
    batch = {};
    gone.clear();
    base::Result<std::vector<AccountCursor>> accounts = account_cursors(snapshot);
    if (!accounts) return std::move(accounts).error();
    seen = 0;
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
  batch.changes = seen;
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
  std::vector<base::ContentId> fresh, back;
  for (base::ContentId content : batch.order) {
    if (!set_.known(content)) fresh.push_back(content);
    else if (set_.hidden(content)) back.push_back(content);  // held again
  }
  set_.show(back);
  const GiveUp give_up = [&] { return !go_on(background); };
  for (std::size_t done = 0; done < fresh.size();) {
    if (auto on = go_on(background); !on) return on;
    if (base::Result<void> sealed = seal_when_full(); !sealed) return sealed;
    base::Result<DocumentReader::Read> read = documents_.read(std::span(fresh).subspan(done), give_up);
    if (!read) return std::move(read).error();
    done += read->taken;
    for (const std::shared_ptr<const IndexedDocument>& document : read->documents) {
      waiting_.push_back(document);
      waiting_bytes_ += document->bytes();
    }
    set_.add_fresh(std::move(read->documents));
  }
  for (const auto& [account, modseq] : batch.cursors) {
    cursors_[account] = modseq;
    moved_[account] = modseq;
    if (batch.cut.contains(account)) whole_.erase(account);
    else whole_.insert(account);
  }
  {
    base::MutexLock lock(waking_);
    for (const auto& [account, modseq] : batch.cursors) reach_[account] = {modseq, whole_.contains(account)};
  }
  changes_ += batch.changes;
  return seal_when_full();
}

base::Result<void> Indexer::drop_stale() {
  std::unordered_set<base::ContentId> stale;
  {
    base::MutexLock lock(waking_);
    stale.swap(stale_);
  }
  if (stale.empty()) return {};
  std::vector<base::ContentId> gone;
  base::Result<void> read = store_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    gone.clear();
    for (base::ContentId content : stale) {
      base::Result<std::int64_t> held =
          snapshot.query_i64("SELECT COUNT(*) FROM email WHERE content = ?", {content.value});
      if (!held) return std::move(held).error();
      if (*held == 0 && set_.known(content)) gone.push_back(content);
    }
    return {};
  });
  if (!read) return read;
  set_.hide(gone);
  return {};
}

}  // namespace mailstore::search
