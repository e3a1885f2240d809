// Connection: a Stream with the session's buffers. Answers are gathered in out() and written before anyone waits, so
// that pipelined commands are answered in few packets; while a session waits it holds no buffer at all. Belongs to its
// session's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/async/co.h"
#include "base/async/stream.h"

namespace server::imap {

class Connection {
 public:
  explicit Connection(std::unique_ptr<base::Stream> stream) : stream_(std::move(stream)) {}

  base::Stream& stream() { return *stream_; }

  // Bytes to the client; appended to, written by the flushes.
  std::string& out() { return out_; }
  // "* " + text + CRLF
  void untagged(std::string_view text);
  // Writes what is gathered; false when the peer is gone.
  base::Co<bool> flush();
  // Only when much is gathered: called inside long answers, so that a slow client slows us down and not our memory.
  bool wants_flush() const { return out_.size() >= kFlushOctets; }
  // Writes `bytes` after what is gathered, without copying when they are many.
  base::Co<bool> write(std::string_view bytes);

  std::string_view pending() const { return std::string_view(in_).substr(begin_); }
  void consume(std::size_t octets);
  void drop_pending();
  // Flushes, then waits without buffers. `much`: a large literal is on its way.
  base::Co<base::Wake> wait(base::Signal* signal, std::chrono::milliseconds timeout);
  // Reads what has arrived; false at the end of the stream.
  base::Co<bool> fill(bool much);

  // Something failed: nothing is read or written any more.
  bool gone() const { return gone_; }
  void close();

 private:
  static constexpr std::size_t kFlushOctets = 32 * 1024;
  static constexpr std::size_t kReadOctets = 8 * 1024;
  static constexpr std::size_t kMuchOctets = 128 * 1024;

  std::unique_ptr<base::Stream> stream_;
  std::string in_;
  std::size_t begin_ = 0;
  std::string out_;
  bool gone_ = false;
};

}  // namespace server::imap
