// Channel: the session's side of the connection: reads whole lines and raw bytes in large pieces, gathers replies and
// writes them only when it must wait for input, so that pipelined commands (RFC 2920) cost one write. Executor thread
// only.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/async/co.h"
#include "base/async/stream.h"
#include "base/clock.h"
#include "server/net/interrupt.h"

namespace server::smtp {

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
    interrupted,  // see net::Interrupt
  };

  Channel(std::unique_ptr<base::Stream> stream, std::shared_ptr<net::Interrupt> interrupt, const base::Clock& clock)
      : stream_(std::move(stream)), interrupt_(std::move(interrupt)), clock_(clock) {}

  // The next line, within `timeout` as a whole. line() stays valid until the next read.
  base::Co<Got> read_line(std::size_t limit, std::chrono::milliseconds timeout);
  std::string_view line() const { return line_; }

  // Waits until buffered() is not empty.
  base::Co<Got> read_bytes(std::chrono::milliseconds timeout);
  // Waits for `signal` while the client is there: true when notified, false when it has gone or the time is over. What
  // it sends meanwhile is kept for later; once something has come, its end is not seen any more.
  base::Co<bool> wait_for(base::Signal& signal, std::chrono::milliseconds timeout);
  std::string_view buffered() const { return {buffer_.get() + begin_, end_ - begin_}; }
  void consume(std::size_t count) { begin_ += count; }

  void queue(std::string_view reply) { out_ += reply; }
  base::Co<bool> flush();  // false: the client is gone
  // So much is gathered that it must be written before anything else is answered.
  bool wants_flush() const { return out_.size() >= kFlushOctets; }

  // RFC 3207 §4.2: what was read before the handshake is forgotten.
  base::Co<base::Result<void>> start_tls();
  base::TlsState tls() const { return stream_->tls(); }
  base::PeerAddress peer() const { return stream_->peer(); }
  void set_write_timeout(std::chrono::milliseconds timeout) { stream_->set_write_timeout(timeout); }
  void close() { stream_->close(); }

 private:
  base::Co<Got> fill(std::chrono::milliseconds timeout);
  base::Co<Got> receive();

  static constexpr std::size_t kFloodOctets = 1 << 20;
  static constexpr std::size_t kBufferSize = 64 * 1024;
  static constexpr std::size_t kFlushOctets = 32 * 1024;
  std::unique_ptr<base::Stream> stream_;
  std::shared_ptr<net::Interrupt> interrupt_;
  const base::Clock& clock_;
  std::unique_ptr<char[]> buffer_;  // only while there is something in it: an idle session holds none
  std::size_t begin_ = 0, end_ = 0;
  std::string line_;
  std::string out_;
};

}  // namespace server::smtp
