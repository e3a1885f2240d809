// HttpInput: what was read from a connection and is not used yet: the rest of a head's bytes, pipelined requests.
// Internal to the HTTP front; belongs to one session.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/async/stream.h"

namespace server::net {

class HttpInput {
 public:
  explicit HttpInput(base::Stream& stream) : stream_(stream) {}

  base::Stream& stream() { return stream_; }
  std::string_view view() const { return std::string_view(bytes_).substr(used_); }
  void drop(std::size_t count) { used_ += count; }
  // Reads more; 0 at the end. The time-out is the stream's. REQUIRES: view().empty().
  base::Co<base::Result<std::size_t>> fill() {
    bytes_.resize(kReadSize);
    used_ = 0;
    auto got = co_await stream_.read(bytes_.data(), bytes_.size());
    bytes_.resize(got ? *got : 0);
    co_return got;
  }
  // What is left, moved out; the buffer is given back.
  std::string take() {
    std::string out(view());
    std::string().swap(bytes_);
    used_ = 0;
    return out;
  }

 private:
  static constexpr std::size_t kReadSize = 16 * 1024;
  base::Stream& stream_;
  std::string bytes_;
  std::size_t used_ = 0;
};

}  // namespace server::net
