#include "server/smtp/service.h"

#include <unordered_map>

#include "base/log.h"
#include "base/thread_annotations.h"
#include "server/smtp/session.h"

namespace server::smtp {

struct SmtpService::State {
  State(SmtpParts p, SmtpSettings s) : parts(p), settings(std::move(s)), limits(parts.clock, settings) {}

  SmtpParts parts;
  SmtpSettings settings;
  Limits limits;
  base::Mutex mutex;
  std::unordered_map<const Interrupt*, std::shared_ptr<Interrupt>> running GUARDED_BY(mutex);
  bool stopping GUARDED_BY(mutex) = false;

  // False when the service stops.
  bool add(const std::shared_ptr<Interrupt>& interrupt) {
    base::MutexLock lock(mutex);
    if (stopping) return false;
    running.emplace(interrupt.get(), interrupt);
    return true;
  }
  void remove(const Interrupt* interrupt) {
    base::MutexLock lock(mutex);
    running.erase(interrupt);
  }
};

namespace {

base::Co<void> turn_away(base::Stream& stream, Reply reply) {
  stream.set_write_timeout(std::chrono::seconds(5));
  std::string bytes = render(reply);
  (void)co_await stream.write(bytes);
  stream.close();
}

}  // namespace

SmtpService::SmtpService(SmtpParts parts, SmtpSettings settings)
    : state_(std::make_unique<State>(parts, std::move(settings))) {}
SmtpService::~SmtpService() = default;

base::Co<void> SmtpService::serve(std::unique_ptr<base::Stream> stream, SmtpMode mode) {
  State& state = *state_;
  base::PeerAddress peer = stream->peer();
  if (!state.limits.enter(peer)) {
    base::log(base::LogLevel::warning, "SMTP-0005", "too many connections from one source", {{"peer", peer.ip}});
    const Reply reply{421, "4.7.0", "Too many connections from your address, try again later"};
    co_await turn_away(*stream, reply);
    co_return;
  }
  auto interrupt = std::make_shared<Interrupt>();
  if (state.add(interrupt)) {
    Session session({state.parts, state.settings, state.limits}, std::move(stream), mode, interrupt);
    co_await session.run();
    state.remove(interrupt.get());
  } else {
    const Reply reply{421, "4.3.2", "Service is shutting down"};
    co_await turn_away(*stream, reply);
  }
  state.limits.leave(peer);
}

void SmtpService::stop() {
  base::MutexLock lock(state_->mutex);
  state_->stopping = true;
  for (auto& [key, interrupt] : state_->running) {
    interrupt->stopping = true;
    interrupt->signal.notify();
  }
}

std::size_t SmtpService::sessions() const {
  base::MutexLock lock(state_->mutex);
  return state_->running.size();
}

}  // namespace server::smtp
