#include "directory/gate/watches.h"

#include <vector>

namespace directory {

class Watches::Token final : public Gate::Watch {
 public:
  Token(std::shared_ptr<State> state, std::uint64_t id) : state_(std::move(state)), id_(id) {}
  // Callbacks run under the same lock: afterwards it is not running and will not run.
  ~Token() override {
    base::MutexLock lock(state_->mutex);
    state_->erase(id_);
  }

 private:
  const std::shared_ptr<State> state_;
  const std::uint64_t id_;
};

void Watches::State::erase(std::uint64_t id) {
  const auto entry = entries.find(id);
  if (entry == entries.end()) return;
  const auto [from, to] = by_account.equal_range(entry->second.account.value);
  for (auto at = from; at != to; ++at) {
    if (at->second == id) {
      by_account.erase(at);
      break;
    }
  }
  entries.erase(entry);
}

std::unique_ptr<Gate::Watch> Watches::add(base::AccountId account, std::int64_t version, std::function<void()> on_drop,
                                          const DirectoryView& view) {
  const Account* found = view.find_account(account);
  base::MutexLock lock(state_->mutex);
  const std::uint64_t id = ++state_->next;
  const auto newest = state_->newest.find(account.value);
  if (!found || !found->active || (newest != state_->newest.end() && newest->second > version)) {
    on_drop();
  } else {
    state_->entries.emplace(id, Entry{account, version, std::move(on_drop)});
    state_->by_account.emplace(account.value, id);
  }
  return std::make_unique<Token>(state_, id);
}

void Watches::password_changed(base::AccountId account, std::int64_t version) {
  base::MutexLock lock(state_->mutex);
  std::int64_t& newest = state_->newest[account.value];
  if (newest < version) newest = version;
  std::vector<std::uint64_t> dropped;
  const auto [from, to] = state_->by_account.equal_range(account.value);
  for (auto at = from; at != to; ++at) {
    if (state_->entries.at(at->second).version != version) dropped.push_back(at->second);
  }
  for (const std::uint64_t id : dropped) {
    state_->entries.at(id).on_drop();
    state_->erase(id);
  }
}

void Watches::directory_changed(const DirectoryView& view) {
  base::MutexLock lock(state_->mutex);
  std::vector<std::uint64_t> dropped;
  for (const auto& [id, entry] : state_->entries) {
    const Account* account = view.find_account(entry.account);
    if (!account || !account->active) dropped.push_back(id);
  }
  for (const std::uint64_t id : dropped) {
    state_->entries.at(id).on_drop();
    state_->erase(id);
  }
}

}  // namespace directory
