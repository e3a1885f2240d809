// SessionHost: admits, counts, runs and ends the sessions of one listener. Shared by the listener, its acceptors and
// every running session. Internal to server/net. Thread-safe.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/thread_annotations.h"
#include "server/net/descriptor.h"
#include "server/net/listener.h"
#include "server/net/socket_stream.h"
#include "server/net/source_counts.h"

namespace server::net {

class SessionHost : public std::enable_shared_from_this<SessionHost> {
 public:
  SessionHost(LoopGroup& loops, ListenerOptions options, SessionHandler handler);

  // Starts a session for an accepted descriptor, or refuses it over a limit.
  void begin(Descriptor fd, base::PeerAddress peer);
  void request_stop() { stop_.request_stop(); }
  bool wait_drained(std::chrono::milliseconds grace);
  std::size_t active() const;
  const ListenerOptions& options() const { return options_; }
  LoopGroup& loops() { return loops_; }

 private:
  enum class Admission { yes, too_many, too_many_of_source };
  // A counted connection: leaves when it dies, however its session ends.
  class Seat {
   public:
    Seat(std::shared_ptr<SessionHost> host, base::SourceNetwork source)
        : host_(std::move(host)), source_(std::move(source)) {}
    Seat(Seat&&) noexcept = default;
    Seat& operator=(Seat&&) = delete;
    ~Seat() {
      if (host_) host_->leave(source_);
    }
    SessionHost& host() const { return *host_; }

   private:
    std::shared_ptr<SessionHost> host_;
    base::SourceNetwork source_;
  };
  Admission admit(const base::SourceNetwork& source);
  void leave(const base::SourceNetwork& source);
  void refuse(const Descriptor& fd, const base::PeerAddress& peer, Admission why);
  bool wait_until_empty(std::chrono::milliseconds timeout);
  static base::Co<void> run(Seat seat, std::size_t place, Descriptor fd, base::PeerAddress peer);
  static base::Co<void> run_handler(SessionHost& self, std::unique_ptr<SocketStream> stream);

  LoopGroup& loops_;
  const ListenerOptions options_;
  const SessionHandler handler_;
  std::stop_source stop_;
  std::atomic<bool> closing_{false};  // the grace period is over
  std::atomic<std::size_t> next_place_{0};
  std::vector<std::shared_ptr<SocketStream::Registry>> registries_;  // each one used on its loop's thread only

  mutable base::Mutex mutex_;
  base::Condition emptied_;
  std::size_t active_ GUARDED_BY(mutex_) = 0;
  SourceCounts per_source_ GUARDED_BY(mutex_);  // those that are limited
};

}  // namespace server::net
