// IdleConnections: connections whose last message is settled, kept a short while for the next message to the same host
// (RFC 5321 §4.1.1.5: RSET makes them as new). How many messages one connection carries and how long it may idle are
// settings. Belongs to one executor thread. Nothing durable hangs on it: a connection that is gone costs a new one.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "server/outbound/settings.h"
#include "server/outbound/smtp_client.h"

namespace server::outbound {

// One address of one host, as a route names it. The host counts too: a certificate was checked against its name.
struct NextHop {
  std::string host, ip;
  std::uint16_t port = 0;
  bool operator==(const NextHop&) const = default;
};

class IdleConnections {
 public:
  using Part = std::function<void(std::unique_ptr<SmtpClient>)>;
  // part: says QUIT to a connection and closes it, in the background. All outlive it.
  IdleConnections(const OutboundSettings& settings, const base::Clock& clock, Part part)
      : settings_(settings), clock_(clock), part_(std::move(part)) {}

  // The connection to that address that was used last; null when there is none. Whether it still lives is for
  // SmtpClient::ready_again() to say.
  std::unique_ptr<SmtpClient> take(const NextHop& hop);
  // REQUIRES: no transaction is open on it. Parted with at once when it has carried enough or too many are here.
  void keep(NextHop hop, std::unique_ptr<SmtpClient> client);
  // Parts with those that have idled long enough.
  void close_expired();
  void close_all();
  // How long until close_expired() has something to do; nothing when no connection is kept.
  std::optional<std::chrono::milliseconds> until_next() const;
  std::size_t size() const { return kept_.size(); }

 private:
  struct Kept {
    NextHop hop;
    std::unique_ptr<SmtpClient> client;
    std::chrono::steady_clock::time_point until;
  };
  const OutboundSettings& settings_;
  const base::Clock& clock_;
  const Part part_;
  std::deque<Kept> kept_;  // the oldest first
};

}  // namespace server::outbound
