#include "directory/gate/hash_queue.h"

#include <algorithm>
#include <deque>
#include <list>
#include <unordered_map>
#include <vector>

#include "base/async/pool.h"
#include "base/log.h"
#include "base/thread_annotations.h"

namespace directory {

struct HashQueue::Entry {
  struct Waiter {
    base::Executor* executor;
    std::coroutine_handle<> handle;
  };
  Ticket ticket;
  Work work;
  std::vector<Waiter> waiters;
  std::shared_ptr<const void> answer;

  // The last thing that happens to an entry; afterwards it belongs to those who waited.
  static void wake(const std::shared_ptr<Entry>& entry) {
    for (const Waiter& waiter : std::exchange(entry->waiters, {})) {
      waiter.executor->post([handle = waiter.handle] { handle.resume(); });
    }
  }
};

namespace {

constexpr std::size_t kLeastShare = 2;

// Shares that take turns; each has at most one job running.
template <class Item>
class Line {
 public:
  explicit Line(std::size_t limit, std::size_t limit_of_one) : limit_(limit), limit_of_one_(limit_of_one) {}

  // Puts `item` at the end of its share. False: no room. `given_way` is set to an item that had to leave for it.
  bool push(const std::string& share, Item item, Item& given_way) {
    Share& own = shares_[share];
    if (own.waiting.size() >= limit_of_one_) return false;
    if (size_ >= limit_) {
      const auto most = std::max_element(shares_.begin(), shares_.end(), [](const auto& a, const auto& b) {
        return a.second.waiting.size() < b.second.waiting.size();
      });
      if (most->second.waiting.size() <= own.waiting.size() + 1) {  // (so nobody's last place is taken)
        forget_if_empty(share);
        return false;
      }
      given_way = std::move(most->second.waiting.back());
      most->second.waiting.pop_back();
      --size_;
    }
    own.waiting.push_back(std::move(item));
    ++size_;
    if (own.waiting.size() == 1 && !own.running) turns_.push_back(share);
    return true;
  }
  // The item whose turn it is; its share rests until done().
  Item pop() {
    if (turns_.empty()) return Item();
    const std::string share = std::move(turns_.front());
    turns_.pop_front();
    Share& own = shares_[share];
    Item out = std::move(own.waiting.front());
    own.waiting.pop_front();
    own.running = true;
    --size_;
    return out;
  }
  void done(const std::string& share) {
    Share& own = shares_[share];
    own.running = false;
    if (!own.waiting.empty()) turns_.push_back(share);
    forget_if_empty(share);
  }
  bool ready() const { return !turns_.empty(); }

 private:
  struct Share {
    std::deque<Item> waiting;
    bool running = false;
  };
  void forget_if_empty(const std::string& share) {
    const auto found = shares_.find(share);
    if (found != shares_.end() && found->second.waiting.empty() && !found->second.running) shares_.erase(found);
  }

  const std::size_t limit_, limit_of_one_;
  std::size_t size_ = 0;
  std::unordered_map<std::string, Share> shares_;
  std::list<std::string> turns_;  // shares with something waiting and nothing running
};

}  // namespace

struct HashQueue::State {
  explicit State(const Settings& settings)
      : threads(std::max(settings.threads, 1u)),
        strangers(settings.waiting, std::max(kLeastShare, settings.waiting / 4)),
        known(settings.waiting * 10, std::max(kLeastShare, settings.waiting / 4)),
        pool({"gate", threads, threads + 1}) {}

  const unsigned threads;
  mutable base::Mutex mutex;
  Line<std::shared_ptr<Entry>> strangers GUARDED_BY(mutex);
  Line<std::shared_ptr<Entry>> known GUARDED_BY(mutex);
  std::unordered_map<std::string, std::shared_ptr<Entry>> asked GUARDED_BY(mutex);
  unsigned running GUARDED_BY(mutex) = 0;
  unsigned turn GUARDED_BY(mutex) = 0;
  bool stopping GUARDED_BY(mutex) = false;
  base::Pool pool;  // last: its jobs touch the others

  // Hands out jobs while threads are free.
  void dispatch() REQUIRES_LOCK(mutex) {
    while (running < threads && !stopping && (strangers.ready() || known.ready())) {
      const bool stranger = strangers.ready() && (!known.ready() || ++turn % 4 == 0);
      std::shared_ptr<Entry> entry = stranger ? strangers.pop() : known.pop();
      ++running;
      pool.submit([this, entry] { work(entry); });  // there is room: never more than `threads` at once
    }
  }
  void work(const std::shared_ptr<Entry>& entry) {
    try {
      entry->answer = entry->work();
    } catch (const std::exception& e) {  // out of memory: the guess is told to come back
      base::log(base::LogLevel::error, "GATE-0004", "a password could not be hashed", {{"error", e.what()}});
    }
    base::MutexLock lock(mutex);
    --running;
    leave(*entry);
    (entry->ticket.known ? known : strangers).done(entry->ticket.share);
    dispatch();
    Entry::wake(entry);
  }
  void leave(const Entry& entry) REQUIRES_LOCK(mutex) {
    if (!entry.ticket.same.empty()) asked.erase(entry.ticket.same);
  }
};

HashQueue::HashQueue(Settings settings) : state_(std::make_unique<State>(settings)) {}

HashQueue::~HashQueue() {
  base::MutexLock lock(state_->mutex);
  state_->stopping = true;
}

bool HashQueue::is_asked(const std::string& same) const {
  base::MutexLock lock(state_->mutex);
  return state_->asked.contains(same);
}

HashQueue::Turn::Turn(HashQueue& queue, Ticket ticket, Work work)
    : queue_(queue), ticket_(std::move(ticket)), work_(std::move(work)) {}

const std::shared_ptr<const void>& HashQueue::Turn::answer() const { return entry_->answer; }

// False (the caller goes on at once, without an answer) when there is no room.
bool HashQueue::Turn::await_suspend(std::coroutine_handle<> caller) {
  const Entry::Waiter waiter{base::Executor::current(), caller};
  State& state = *queue_.state_;
  base::MutexLock lock(state.mutex);
  if (const auto asked = state.asked.find(ticket_.same); !ticket_.same.empty() && asked != state.asked.end()) {
    entry_ = asked->second;
    entry_->waiters.push_back(waiter);
    return true;
  }
  entry_ = std::make_shared<Entry>();
  entry_->ticket = std::move(ticket_);
  entry_->work = std::move(work_);
  const std::shared_ptr<Entry> entry = entry_;
  std::shared_ptr<Entry> given_way;
  auto& line = entry->ticket.known ? state.known : state.strangers;
  if (!line.push(entry->ticket.share, entry, given_way)) return false;
  if (given_way) {
    state.leave(*given_way);
    Entry::wake(given_way);
  }
  entry->waiters.push_back(waiter);
  if (!entry->ticket.same.empty()) state.asked.emplace(entry->ticket.same, entry);
  state.dispatch();
  return true;
}

}  // namespace directory
