// MessageInput: the bytes of one message on their way from the channel into a DataScanner, for DATA and for each chunk
// of BDAT: what they may take of memory, how fast and how long they come. Executor thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "base/async/receive_lease.h"
#include "server/net/receive_pace.h"
#include "server/smtp/channel.h"
#include "server/smtp/data_scanner.h"

namespace server::smtp {

class Session;

// The time of one message, from its first octet to its last; with BDAT also the time between its chunks.
class Transfer {
 public:
  explicit Transfer(const Session& session);
  bool too_late() const;
  // How long to wait for more, at most `most`.
  std::chrono::milliseconds patience(std::chrono::milliseconds most) const;
  void arrived(std::size_t octets);

 private:
  const base::Clock& clock_;
  const std::chrono::milliseconds total_;
  const std::chrono::steady_clock::time_point begun_;
  net::ReceivePace pace_;
};

// What is kept of a message, and the memory it has been promised.
struct MessageBuffer {
  MessageBuffer(Session& session, DataScanner::Form form);

  DataScanner scanner;
  Transfer transfer;
  std::unique_ptr<base::ReceiveLease> memory;
  bool refused = false;  // there was no room: what was kept is gone, what follows is dropped

  // After each feed: keeps the promise and the message in step. What was dropped holds nothing.
  void settle();
};

class MessageInput {
 public:
  // `message` null: the octets are read and thrown away.
  MessageInput(Session& session, MessageBuffer* message);
  // Waits until the channel has bytes. Anything but `bytes` ends the session.
  base::Co<Channel::Got> wait();
  // Takes what the channel has, at most `most` octets. Answers how many.
  std::size_t take(std::uint64_t most = UINT64_MAX);

 private:
  Session& session_;
  MessageBuffer* message_;
  Transfer own_;
  Transfer& transfer_;
};

}  // namespace server::smtp
