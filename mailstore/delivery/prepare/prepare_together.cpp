#include "mailstore/delivery/prepare/prepare_together.h"

#include <atomic>
#include <optional>

#include "base/async/executor.h"
#include "base/async/parking.h"

namespace mailstore {
namespace {

constexpr unsigned kShares = 2;

struct Together {
  std::vector<std::string> bytes;
  PreparedMessages made;  // as many
  PrepareOne prepare;
  std::atomic<std::size_t> next{0};  // that no share has taken
  std::optional<base::Error> failed;
  unsigned at_work = kShares;
  base::ParkingSpot all_done;  // their caller
};

base::Error bug(const char* what) {
  return base::Error::permanent(
      base::ErrorCode::internal,
      {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."}, what);
}

// Counts one share, also when an exception ends it.
struct Share {
  explicit Share(Together& of) : together(of) {}
  ~Share() {
    if (!finished && !together.failed) together.failed = bug("preparing a message ended by an exception");
    if (--together.at_work == 0) together.all_done.wake(base::ParkingSpot::Woken::event);
  }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;
  Together& together;
  bool finished = false;
};

// On a pool thread: one message after the other until none is left. Throws nothing: what the other share still uses
// belongs to the caller, who goes on only when both have ended.
base::Result<bool> prepare_share(Together& together) {
  const std::size_t count = together.bytes.size();
  base::Result<void> done;
  for (std::size_t at = together.next++; done && at < count; at = together.next++) {
    try {
      auto made = together.prepare(std::move(together.bytes[at]));
      if (made) together.made[at] = *std::move(made);
      else done = made.error();
    } catch (const std::exception& thrown) {
      done = bug(thrown.what());
    }
  }
  if (done) return true;
  together.next = count;
  return done.error();
}

base::Co<void> run_share(base::Pool& pool, std::shared_ptr<Together> together) {
  Share share(*together);
  auto job = [together]() -> base::Result<bool> { return prepare_share(*together); };
  const auto done = co_await pool.run(job);
  if (!done && !together->failed) together->failed = done.error();
  share.finished = true;
}

}  // namespace

std::size_t count_together(std::span<const AppendMessage> messages) {
  std::size_t octets = 0, count = 0;
  for (const AppendMessage& message : messages) {
    octets += message.bytes.size();
    if (count > 0 && octets > kShares * kPrepareInline) break;
    ++count;
  }
  return count;
}

base::Co<base::Result<PreparedMessages>> prepare_together(base::Pool& pool, std::span<AppendMessage> messages,
                                                          PrepareOne prepare) {
  auto together = std::make_shared<Together>();
  for (AppendMessage& message : messages) together->bytes.push_back(std::move(message.bytes));
  together->made.resize(messages.size());
  together->prepare = std::move(prepare);
  base::Executor* const executor = base::Executor::current();
  if (executor == nullptr) {  // nobody to run two: one after the other
    together->at_work = 1;
    co_await run_share(pool, together);
  } else {
    for (unsigned share = 0; share < kShares; ++share) base::spawn(*executor, run_share(pool, together));
  }
  while (together->at_work > 0) co_await together->all_done.park(base::kForever);
  if (together->failed) co_return *std::move(together->failed);
  co_return std::move(together->made);
}

}  // namespace mailstore
