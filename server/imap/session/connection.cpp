#include "server/imap/session/connection.h"

namespace server::imap {

void Connection::untagged(std::string_view text) {
  out_ += "* ";
  out_ += text;
  out_ += "\r\n";
}

base::Co<bool> Connection::flush() {
  if (gone_) co_return false;
  if (out_.empty()) co_return true;
  std::string bytes = std::move(out_);
  out_.clear();
  const auto written = co_await stream_->write(bytes);
  if (!written) gone_ = true;
  if (out_.empty() && bytes.capacity() <= 4 * kFlushOctets) {  // its memory serves the next ones of a long answer
    bytes.clear();
    out_ = std::move(bytes);
  }
  co_return !gone_;
}

base::Co<bool> Connection::write(std::string_view bytes) {
  if (bytes.size() + out_.size() < kFlushOctets) {
    out_ += bytes;
    co_return !gone_;
  }
  if (!co_await flush()) co_return false;
  const auto written = co_await stream_->write(bytes);
  if (!written) gone_ = true;
  co_return !gone_;
}

void Connection::consume(std::size_t octets) {
  begin_ += octets;
  if (begin_ >= in_.size()) drop_pending();
}

void Connection::drop_pending() {
  in_.clear();
  begin_ = 0;
}

base::Co<base::Wake> Connection::wait(base::Signal* signal, std::chrono::milliseconds timeout) {
  const bool flushed = co_await flush();  // a local first: GCC 12.2, base/async/co.h
  if (!flushed) co_return base::Wake::closed;
  if (pending().empty()) std::string().swap(in_);
  std::string().swap(out_);
  co_return co_await stream_->wait(signal, timeout);
}

base::Co<bool> Connection::fill(bool much) {
  if (gone_) co_return false;
  if (begin_ > 0) {
    in_.erase(0, begin_);
    begin_ = 0;
  }
  const std::size_t kept = in_.size();
  const std::size_t room = much ? kMuchOctets : kReadOctets;
  in_.resize(kept + room);
  const auto got = co_await stream_->read(in_.data() + kept, room);
  in_.resize(kept + (got ? *got : 0));
  if (!got || *got == 0) gone_ = true;
  co_return !gone_;
}

void Connection::close() {
  gone_ = true;
  stream_->close();
}

}  // namespace server::imap
