// Sessions that must end when their password changes or their account is disabled. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <unordered_map>

#include "base/ids.h"
#include "base/thread_annotations.h"
#include "directory/gate/gate.h"
#include "directory/people/directory_view.h"

namespace directory {

class Watches {
 public:
  Watches() : state_(std::make_shared<State>()) {}

  // Calls `on_drop` at once when the version is already an old one or the account is not active in `view`.
  std::unique_ptr<Gate::Watch> add(base::AccountId account, std::int64_t version, std::function<void()> on_drop,
                                   const DirectoryView& view);
  // Every watch of the account with another version is called and forgotten.
  void password_changed(base::AccountId account, std::int64_t version);
  // Watches of accounts that are gone or disabled in `view` are called and forgotten.
  void directory_changed(const DirectoryView& view);

 private:
  struct Entry {
    base::AccountId account;
    std::int64_t version;
    std::function<void()> on_drop;
  };
  struct State {
    base::Mutex mutex;
    std::uint64_t next GUARDED_BY(mutex) = 0;
    std::map<std::uint64_t, Entry> entries GUARDED_BY(mutex);
    std::unordered_multimap<std::int64_t, std::uint64_t> by_account GUARDED_BY(mutex);
    std::unordered_map<std::int64_t, std::int64_t> newest GUARDED_BY(mutex);  // versions made by this process

    void erase(std::uint64_t id) REQUIRES_LOCK(mutex);
  };
  class Token;
  // Shared with the tokens: a session may outlive the gate.
  const std::shared_ptr<State> state_;
};

}  // namespace directory
