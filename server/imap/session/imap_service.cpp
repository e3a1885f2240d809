#include "server/imap/session/imap_service.h"

#include <atomic>
#include <exception>

#include "base/log.h"
#include "server/imap/session/session.h"
#include "server/net/session_list.h"

namespace server::imap {

struct ImapService::Shared {
  Shared(ImapParts p, ImapSettings s) : parts(p), settings(std::move(s)) {}
  ImapParts parts;
  ImapSettings settings;
  SharedBySessions by_sessions;
  std::atomic<std::uint64_t> next_session{1};
  net::SessionList running;  // sources are counted by the listeners: many people share one
};

namespace {

base::Co<void> turn_away(base::Stream& stream) {
  stream.set_write_timeout(std::chrono::seconds(5));
  (void)co_await stream.write("* BYE [UNAVAILABLE] The server is stopping\r\n");
  stream.close();
}

}  // namespace

ImapService::ImapService(ImapParts parts, ImapSettings settings)
    : shared_(std::make_unique<Shared>(parts, std::move(settings))) {}
ImapService::~ImapService() = default;

base::Co<void> ImapService::serve(std::unique_ptr<base::Stream> stream) {
  const net::SessionList::Place place = shared_->running.enter(stream->peer());
  if (!place) {
    co_await turn_away(*stream);
    co_return;
  }
  Session session(shared_->parts, shared_->settings, shared_->by_sessions, std::move(stream), place.interrupt(),
                  "i" + std::to_string(shared_->next_session++));
  try {
    co_await session.run();
  } catch (const std::exception& bug) {  // style rule 20: the session's frame
    base::log(base::LogLevel::error, "IMAP-0001", "a session ended by an exception",
              {{"session", session.id()}, {"what", bug.what()}});
    session.connection().close();
  }
}

void ImapService::stop() { shared_->running.stop(); }
std::size_t ImapService::sessions() const { return shared_->running.size(); }

}  // namespace server::imap
