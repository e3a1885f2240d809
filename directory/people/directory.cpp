#include "directory/people/directory.h"

#include <map>

#include "base/thread_annotations.h"
#include "directory/people/loader.h"

namespace directory {

namespace {

// Who wants to know of a new view. Outlives the Directory while a token lives.
struct Listeners {
  base::Mutex mutex;
  std::uint64_t next GUARDED_BY(mutex) = 0;
  std::map<std::uint64_t, std::function<void(const DirectoryView&)>> by_id GUARDED_BY(mutex);
};

class ListenerToken final : public Directory::Subscription {
 public:
  ListenerToken(std::shared_ptr<Listeners> listeners, std::uint64_t id) : listeners_(std::move(listeners)), id_(id) {}
  // Waits for a call in progress: afterwards the listener is not running and will not run.
  ~ListenerToken() override {
    base::MutexLock lock(listeners_->mutex);
    listeners_->by_id.erase(id_);
  }

 private:
  const std::shared_ptr<Listeners> listeners_;
  const std::uint64_t id_;
};

class SqlDirectory final : public Directory {
 public:
  SqlDirectory(base::Database& db, const base::Clock& clock) : db_(db), clock_(clock) {}

  std::shared_ptr<const DirectoryView> view() const override {
    base::MutexLock lock(view_mutex_);
    return view_;
  }

  base::Result<void> reload() override {
    base::MutexLock one_at_a_time(reload_mutex_);
    const std::shared_ptr<const DirectoryView> old = view();
    std::shared_ptr<const DirectoryView> fresh;
    const base::Timestamp now = clock_.now();
    auto done = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto version = read_directory_version(snapshot);
      if (!version) return std::move(version).error();
      const bool edge_passed = old && old->next_edge().us != 0 && now >= old->next_edge();
      if (old && *version == old->version() && !edge_passed) return {};
      auto loaded = DirectoryLoader::load(snapshot, now);
      if (!loaded) return std::move(loaded).error();
      fresh = std::move(*loaded);
      return {};
    });
    if (!done || !fresh) return done;
    {
      base::MutexLock lock(view_mutex_);
      view_ = fresh;
    }
    base::MutexLock lock(listeners_->mutex);
    for (const auto& [id, listener] : listeners_->by_id) listener(*fresh);
    return {};
  }

  std::unique_ptr<Subscription> on_change(std::function<void(const DirectoryView&)> listener) override {
    base::MutexLock lock(listeners_->mutex);
    const std::uint64_t id = ++listeners_->next;
    listeners_->by_id.emplace(id, std::move(listener));
    return std::make_unique<ListenerToken>(listeners_, id);
  }

  base::Database& database() override { return db_; }

 private:
  base::Database& db_;
  const base::Clock& clock_;
  base::Mutex reload_mutex_;
  mutable base::Mutex view_mutex_;
  std::shared_ptr<const DirectoryView> view_ GUARDED_BY(view_mutex_);
  const std::shared_ptr<Listeners> listeners_ = std::make_shared<Listeners>();
};

}  // namespace

base::Result<std::unique_ptr<Directory>> Directory::open(base::Database& db, const base::Clock& clock, base::IdMaker&) {
  auto out = std::make_unique<SqlDirectory>(db, clock);
  if (auto loaded = out->reload(); !loaded) return std::move(loaded).error();
  return std::unique_ptr<Directory>(std::move(out));
}

}  // namespace directory
