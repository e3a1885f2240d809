#include "server/smtp/channel.h"

#include <algorithm>
#include <cstring>

namespace server::smtp {

using std::chrono::milliseconds;

base::Co<bool> Channel::flush() {
  if (out_.empty()) co_return true;
  std::string bytes = std::move(out_);
  out_.clear();
  co_return static_cast<bool>(co_await stream_->write(bytes));
}

// Waits for bytes and reads them behind the consumed ones. REQUIRES: buffered() is empty.
base::Co<Channel::Got> Channel::fill(milliseconds timeout) {
  bool flushed = co_await flush();
  if (!flushed) co_return Got::end;
  begin_ = end_ = 0;
  buffer_.reset();
  base::Wake woken = co_await stream_->wait(&interrupt_->signal, timeout);
  switch (woken) {
    case base::Wake::readable: break;
    case base::Wake::signalled: co_return Got::interrupted;
    case base::Wake::timeout: co_return Got::timeout;
    case base::Wake::closed: co_return Got::end;
  }
  co_return co_await receive();
}

base::Co<Channel::Got> Channel::receive() {
  begin_ = end_ = 0;
  buffer_ = std::make_unique_for_overwrite<char[]>(kBufferSize);
  base::Result<std::size_t> count = co_await stream_->read(buffer_.get(), kBufferSize);
  if (!count || *count == 0) co_return Got::end;
  end_ = *count;
  co_return Got::bytes;
}

base::Co<Channel::Got> Channel::read_bytes(milliseconds timeout) {
  if (begin_ < end_) co_return Got::bytes;
  co_return co_await fill(timeout);
}

base::Co<bool> Channel::wait_for(base::Signal& signal, milliseconds timeout) {
  const bool flushed = co_await flush();
  if (!flushed) co_return false;
  if (begin_ == end_) {
    const base::Wake woken = co_await stream_->wait(&signal, timeout);
    if (woken == base::Wake::signalled) co_return true;
    if (woken != base::Wake::readable) co_return false;
    const Got got = co_await receive();
    if (got != Got::bytes) co_return false;
  }
  co_return co_await signal.wait(timeout);
}

base::Co<Channel::Got> Channel::read_line(std::size_t limit, milliseconds timeout) {
  // The whole line has one deadline, so that a client that drips bytes does not hold the session for ever.
  const auto start = clock_.steady();
  line_.clear();
  bool too_long = false;
  std::size_t octets = 0;
  for (;;) {
    if (begin_ == end_) {
      auto spent = std::chrono::duration_cast<milliseconds>(clock_.steady() - start);
      if (spent >= timeout) co_return Got::timeout;
      Got got = co_await fill(timeout - spent);
      if (got != Got::bytes) co_return got;
    }
    std::string_view bytes = buffered();
    std::size_t lf = bytes.find('\n');
    std::size_t count = lf == std::string_view::npos ? bytes.size() : lf + 1;
    if (line_.size() + count > limit) too_long = true;
    // Of a line that is too long only its end matters.
    if (too_long) line_.clear();
    line_.append(bytes.substr(too_long ? count - std::min<std::size_t>(count, 2) : 0,
                              too_long ? std::min<std::size_t>(count, 2) : count));
    consume(count);
    octets += count;
    if (octets > std::max(kFloodOctets, limit)) co_return Got::flood;
    if (lf == std::string_view::npos) continue;
    if (too_long) co_return Got::too_long;
    if (line_.size() < 2 || line_[line_.size() - 2] != '\r') co_return Got::bad_line_end;
    line_.resize(line_.size() - 2);
    co_return line_.find('\r') == std::string::npos ? Got::line : Got::bad_line_end;
  }
}

base::Co<base::Result<void>> Channel::start_tls() {
  const bool flushed = co_await flush();  // a local first: GCC 12.2, base/async/co.h
  if (!flushed)
    co_return base::Error::permanent(base::ErrorCode::closed, {"Kết nối đã đóng.", "The connection is closed."});
  begin_ = end_ = 0;
  buffer_.reset();
  co_return co_await stream_->start_tls();
}

}  // namespace server::smtp
