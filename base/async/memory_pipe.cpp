// The in-memory Stream: two directions of bounded bytes between two ends on one executor.
#include <algorithm>
#include <cstring>
#include <utility>

#include "base/async/parking.h"
#include "base/async/stream.h"

namespace base {

namespace {

using Milliseconds = std::chrono::milliseconds;
using Woken = ParkingSpot::Woken;

// One direction. Shared by the end that writes and the end that reads.
struct Lane {
  std::string bytes;
  std::size_t taken = 0;  // bytes already read at the front
  bool writer_gone = false;
  bool reader_gone = false;
  ParkingSpot reader;
  ParkingSpot writer;

  std::size_t waiting() const { return bytes.size() - taken; }
};

class MemoryEnd final : public Stream {
 public:
  MemoryEnd(std::shared_ptr<Lane> in, std::shared_ptr<Lane> out, std::size_t capacity, PeerAddress peer)
      : in_(std::move(in)),
        out_(std::move(out)),
        capacity_(std::max<std::size_t>(capacity, 1)),
        peer_(std::move(peer)) {}
  ~MemoryEnd() override { close(); }

  Co<Result<std::size_t>> read(char* buffer, std::size_t size) override;
  Co<Result<void>> write(std::string_view bytes) override;
  Co<Wake> wait(Signal* signal, Milliseconds timeout) override;
  void set_read_timeout(Milliseconds timeout) override { read_timeout_ = timeout; }
  void set_write_timeout(Milliseconds timeout) override { write_timeout_ = timeout; }
  Co<Result<void>> start_tls() override;
  TlsState tls() const override { return tls_; }
  PeerAddress peer() const override { return peer_; }
  void close() override;

 private:
  static Error closed() {
    return Error::permanent(ErrorCode::closed, {"Kết nối đã đóng.", "The connection is closed."});
  }
  static Error timed_out() {
    return Error::transient(ErrorCode::timeout, {"Kết nối quá thời gian chờ.", "The connection timed out."});
  }
  static Milliseconds or_forever(Milliseconds timeout) { return timeout.count() == 0 ? kForever : timeout; }

  std::shared_ptr<Lane> in_;
  std::shared_ptr<Lane> out_;
  std::size_t capacity_;
  PeerAddress peer_;
  Milliseconds read_timeout_{0};
  Milliseconds write_timeout_{0};
  bool closed_ = false;
  TlsState tls_;
};

Co<Result<std::size_t>> MemoryEnd::read(char* buffer, std::size_t size) {
  while (!closed_ && in_->waiting() == 0) {
    if (in_->writer_gone) co_return std::size_t{0};
    if (co_await in_->reader.park(or_forever(read_timeout_)) == Woken::timeout) co_return timed_out();
  }
  if (closed_) co_return closed();
  std::size_t count = std::min(size, in_->waiting());
  std::memcpy(buffer, in_->bytes.data() + in_->taken, count);
  in_->taken += count;
  if (in_->taken == in_->bytes.size()) {
    in_->bytes.clear();
    in_->taken = 0;
  }
  in_->writer.wake(Woken::event);
  co_return count;
}

Co<Result<void>> MemoryEnd::write(std::string_view bytes) {
  const Milliseconds timeout = or_forever(write_timeout_);
  while (!bytes.empty()) {
    if (closed_ || out_->reader_gone) co_return closed();
    std::size_t room = capacity_ - std::min(capacity_, out_->waiting());
    if (room == 0) {
      if (co_await out_->writer.park(timeout) == Woken::timeout) co_return timed_out();
      continue;
    }
    std::size_t count = std::min(room, bytes.size());
    out_->bytes.erase(0, std::exchange(out_->taken, 0));
    out_->bytes.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    out_->reader.wake(Woken::event);
  }
  if (closed_) co_return closed();
  co_return Result<void>();
}

Co<Wake> MemoryEnd::wait(Signal* signal, Milliseconds timeout) {
  const auto start = std::chrono::steady_clock::now();
  for (;;) {
    if (closed_) co_return Wake::closed;
    if (in_->waiting() > 0 || in_->writer_gone) co_return Wake::readable;
    if (signal && signal->take()) co_return Wake::signalled;
    Milliseconds left = kForever;
    if (timeout != kForever) {
      auto spent = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start);
      if (spent >= timeout) co_return Wake::timeout;
      left = timeout - spent;
    }
    SignalLink link(signal, in_->reader);
    const Woken why = co_await in_->reader.park(left);
    if (why == Woken::timeout) co_return Wake::timeout;  // the executor's clock says so, which need not be the real one
  }
}

Co<Result<void>> MemoryEnd::start_tls() {
  if (closed_) co_return closed();
  in_->bytes.clear();
  in_->taken = 0;
  in_->writer.wake(Woken::event);
  tls_.active = true;
  tls_.protocol = "TLSv1.3";
  tls_.cipher = "memory";
  co_return Result<void>();
}

void MemoryEnd::close() {
  if (closed_) return;
  closed_ = true;
  out_->writer_gone = true;
  in_->reader_gone = true;
  in_->reader.wake(Woken::closed);
  in_->writer.wake(Woken::event);
  out_->writer.wake(Woken::closed);
  out_->reader.wake(Woken::event);
}

}  // namespace

std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> make_memory_pipe(std::size_t capacity, PeerAddress peer) {
  auto forth = std::make_shared<Lane>();
  auto back = std::make_shared<Lane>();
  return {std::make_unique<MemoryEnd>(back, forth, capacity, peer),
          std::make_unique<MemoryEnd>(forth, back, capacity, peer)};
}

}  // namespace base
