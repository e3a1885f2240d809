#include "server/smtp/service.h"

#include "base/log.h"
#include "server/net/session_list.h"
#include "server/smtp/session.h"

namespace server::smtp {

namespace {
constexpr std::size_t kLargeAtOnce = 16;  // messages over 64 KiB being accepted, of all sources
}

struct SmtpService::State {
  State(SmtpParts p, SmtpSettings s)
      : parts(p),
        settings(std::move(s)),
        limits(parts.clock, settings),
        running({static_cast<std::size_t>(settings.connections_per_source), settings.limit_loopback}) {}

  SmtpParts parts;
  SmtpSettings settings;
  Limits limits;
  net::Turns turns{kLargeAtOnce};
  net::SessionList running;
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
  // Whatever is thrown from here on, the place is left.
  const net::SessionList::Place place = state.running.enter(stream->peer());
  if (place) {
    Session session({state.parts, state.settings, state.limits, state.turns}, std::move(stream), mode,
                    place.interrupt());
    co_await session.run();
    co_return;
  }
  Reply reply{421, "4.3.2", "Service is shutting down"};
  if (place.verdict() == net::SessionList::Verdict::too_many_of_source) {
    base::log(base::LogLevel::warning, "SMTP-0005", "too many connections from one source",
              {{"peer", stream->peer().ip}});
    reply = {421, "4.7.0", "Too many connections from your address, try again later"};
  }
  co_await turn_away(*stream, std::move(reply));
}

void SmtpService::stop() { state_->running.stop(); }
std::size_t SmtpService::sessions() const { return state_->running.size(); }

}  // namespace server::smtp
