#include "mailstore/store/change_signals.h"

#include <algorithm>
#include <list>
#include <unordered_map>
#include <vector>

#include "base/thread_annotations.h"

namespace mailstore {

struct ChangeSignals::State {
  struct Follower {
    std::function<void(base::AccountId, base::ModSeq)> callback;
  };
  base::Mutex mutex;
  std::unordered_map<base::AccountId, std::vector<base::Signal*>> watchers GUARDED_BY(mutex);
  std::list<Follower> followers GUARDED_BY(mutex);
};

namespace {

// What a Token does when it dies.
class Release final : public ChangeSignals::Token {
 public:
  explicit Release(std::function<void()> release) : release_(std::move(release)) {}
  ~Release() override { release_(); }

 private:
  std::function<void()> release_;
};

}  // namespace

ChangeSignals::ChangeSignals() : state_(std::make_shared<State>()) {}
ChangeSignals::~ChangeSignals() = default;

std::unique_ptr<ChangeSignals::Token> ChangeSignals::watch(base::AccountId account, base::Signal& signal) {
  {
    base::MutexLock lock(state_->mutex);
    state_->watchers[account].push_back(&signal);
  }
  return std::make_unique<Release>([state = state_, account, signal = &signal] {
    base::MutexLock lock(state->mutex);
    auto found = state->watchers.find(account);
    if (found == state->watchers.end()) return;
    auto& list = found->second;
    if (auto it = std::find(list.begin(), list.end(), signal); it != list.end()) list.erase(it);
    if (list.empty()) state->watchers.erase(found);
  });
}

std::unique_ptr<ChangeSignals::Token> ChangeSignals::watch_all(
    std::function<void(base::AccountId, base::ModSeq)> callback) {
  std::list<State::Follower>::iterator place;
  {
    base::MutexLock lock(state_->mutex);
    place = state_->followers.insert(state_->followers.end(), State::Follower{std::move(callback)});
  }
  return std::make_unique<Release>([state = state_, place] {
    base::MutexLock lock(state->mutex);
    state->followers.erase(place);
  });
}

void ChangeSignals::changed(base::AccountId account, base::ModSeq modseq) {
  // Called under the lock, so that no callback runs after its token has died.
  base::MutexLock lock(state_->mutex);
  if (auto found = state_->watchers.find(account); found != state_->watchers.end()) {
    for (base::Signal* signal : found->second) signal->notify();
  }
  for (State::Follower& follower : state_->followers) follower.callback(account, modseq);
}

}  // namespace mailstore
