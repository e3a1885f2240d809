// SessionHost: admits, counts, runs and ends the sessions of one listener. Shared by the listener, its acceptors and every
// running session. Internal to server/net. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "server/net/descriptor.h"
#include "server/net/listener.h"
#include "server/net/socket_stream.h"

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
  Admission admit(const std::string& source);
  void leave(const std::string& source);
  void refuse(const Descriptor& fd, const base::PeerAddress& peer, Admission why);
  bool wait_until_empty(std::chrono::milliseconds timeout);
  static base::Co<void> run(std::shared_ptr<SessionHost> self, std::size_t place, Descriptor fd, base::PeerAddress peer,
                            std::string source);
  static base::Co<void> run_handler(SessionHost& self, std::unique_ptr<SocketStream> stream);

  LoopGroup& loops_;
  const ListenerOptions options_;
  const SessionHandler handler_;
  std::stop_source stop_;
  std::atomic<bool> closing_{false};  // the grace period is over
  std::atomic<std::size_t> next_place_{0};
  std::vector<std::shared_ptr<SocketStream::Registry>> registries_;  // each one used on its loop's thread only

  mutable std::mutex mutex_;
  std::condition_variable emptied_;
  std::size_t active_ = 0;                       // guarded by mutex_
  std::map<std::string, std::size_t> per_source_;  // guarded by mutex_
};

}  // namespace server::net
