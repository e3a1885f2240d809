#include "server/imap/imap_service.h"

#include <atomic>
#include <exception>
#include <unordered_set>

#include "base/log.h"
#include "base/thread_annotations.h"
#include "server/imap/session.h"

namespace server::imap {

struct ImapService::Shared {
  Shared(ImapParts p, ImapSettings s)
      : parts(p), settings(std::move(s)), by_sessions{LiteralMemory(settings.memory_for_messages)} {}
  ImapParts parts;
  ImapSettings settings;
  SharedBySessions by_sessions;
  std::atomic<std::uint64_t> next_session{1};
  std::atomic<bool> stopping{false};
  mutable base::Mutex mutex;
  std::unordered_set<Wakeup*> open GUARDED_BY(mutex);

  void enter(Wakeup* wakeup) {
    base::MutexLock lock(mutex);
    open.insert(wakeup);
    if (stopping) wakeup->stopping = true;
  }
  void leave(Wakeup* wakeup) {
    base::MutexLock lock(mutex);
    open.erase(wakeup);
  }
};

namespace {

// Removes the session from the list however serve() ends.
class Membership {
 public:
  Membership(ImapService::Shared& shared, Wakeup& wakeup) : shared_(shared), wakeup_(wakeup) { shared_.enter(&wakeup_); }
  ~Membership() { shared_.leave(&wakeup_); }
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;

 private:
  ImapService::Shared& shared_;
  Wakeup& wakeup_;
};

}  // namespace

ImapService::ImapService(ImapParts parts, ImapSettings settings) : shared_(std::make_unique<Shared>(parts, std::move(settings))) {}
ImapService::~ImapService() = default;

base::Co<void> ImapService::serve(std::unique_ptr<base::Stream> stream) {
  const auto wakeup = std::make_shared<Wakeup>();
  Membership membership(*shared_, *wakeup);
  Session session(shared_->parts, shared_->settings, shared_->by_sessions, std::move(stream), wakeup,
                  "i" + std::to_string(shared_->next_session++));
  try {
    co_await session.run();
  } catch (const std::exception& bug) {  // style rule 20: the session's frame
    base::log(base::LogLevel::error, "IMAP-0001", "a session ended by an exception",
              {{"session", session.id()}, {"what", bug.what()}});
    session.connection().close();
  }
}

void ImapService::stop() {
  base::MutexLock lock(shared_->mutex);
  shared_->stopping = true;
  for (Wakeup* wakeup : shared_->open) {
    wakeup->stopping = true;
    wakeup->signal.notify();
  }
}

std::size_t ImapService::sessions() const {
  base::MutexLock lock(shared_->mutex);
  return shared_->open.size();
}

}  // namespace server::imap
