// Channel: the session's side of the connection: reads whole lines and raw bytes in large pieces, gathers replies and writes
// them only when it must wait for input, so that pipelined commands (RFC 2920) cost one write. Executor thread only.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/async/co.h"
#include "base/async/signal.h"
#include "base/async/stream.h"

namespace server::smtp {

// How others end a session: set one of the marks, then notify. Thread-safe.
struct Interrupt {
  base::Signal signal;
  std::atomic<bool> stopping{false};     // the server stops
  std::atomic<bool> signed_out{false};   // the account's password changed or it was closed
};

class Channel {
 public:
  enum class Got {
    line,          // line() holds it, without its CRLF
    too_long,      // the line was over the limit and has been skipped
    flood,         // the line has no end within kFloodOctets: nobody means that as a command
    bad_line_end,  // a lone CR or LF (RFC 5321 §2.3.8); the line has been skipped up to the LF
    bytes,         // read_bytes(): buffered() is not empty
    end,           // the client is gone, or an error
    timeout,
    interrupted,   // see Interrupt
  };

  Channel(std::unique_ptr<base::Stream> stream, std::shared_ptr<Interrupt> interrupt)
      : stream_(std::move(stream)), interrupt_(std::move(interrupt)) {}

  // The next line, within `timeout` as a whole. line() stays valid until the next read.
  base::Co<Got> read_line(std::size_t limit, std::chrono::milliseconds timeout);
  std::string_view line() const { return line_; }

  // Waits until buffered() is not empty.
  base::Co<Got> read_bytes(std::chrono::milliseconds timeout);
  std::string_view buffered() const { return {buffer_.get() + begin_, end_ - begin_}; }
  void consume(std::size_t count) { begin_ += count; }

  void queue(std::string_view reply) { out_ += reply; }
  base::Co<bool> flush();   // false: the client is gone

  // RFC 3207 §4.2: what was read before the handshake is forgotten.
  base::Co<base::Result<void>> start_tls();
  base::TlsState tls() const { return stream_->tls(); }
  base::PeerAddress peer() const { return stream_->peer(); }
  void set_write_timeout(std::chrono::milliseconds timeout) { stream_->set_write_timeout(timeout); }
  void close() { stream_->close(); }

 private:
  base::Co<Got> fill(std::chrono::milliseconds timeout);

  static constexpr std::size_t kFloodOctets = 1 << 20;
  static constexpr std::size_t kBufferSize = 64 * 1024;
  std::unique_ptr<base::Stream> stream_;
  std::shared_ptr<Interrupt> interrupt_;
  std::unique_ptr<char[]> buffer_;   // only while there is something in it: an idle session holds none
  std::size_t begin_ = 0, end_ = 0;
  std::string line_;
  std::string out_;
};

}  // namespace server::smtp
