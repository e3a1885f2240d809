#include "server/net/http/http_body_writer.h"

#include <cstdio>
#include <utility>

namespace server::net {

namespace {

constexpr std::size_t kGathered = 16 * 1024;

std::string chunk_size(std::size_t size) {
  char out[32];
  std::snprintf(out, sizeof out, "%zx\r\n", size);
  return out;
}

base::Error wrong_length() {
  return base::Error::permanent(
      base::ErrorCode::internal,
      {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
      "a streamed answer is not as long as it said");
}

}  // namespace

base::Co<base::Result<void>> HttpBodyWriter::write(std::string_view bytes) {
  if (left_ && bytes.size() > *left_) co_return wrong_length();
  if (left_) *left_ -= bytes.size();
  if (gathered_.size() + bytes.size() <= kGathered) {
    gathered_ += bytes;
    co_return base::Result<void>();
  }
  auto sent = co_await flush();
  if (sent) sent = co_await send(bytes);
  co_return sent;
}

base::Co<base::Result<void>> HttpBodyWriter::flush() {
  const std::string bytes = std::exchange(gathered_, {});
  co_return co_await send(bytes);
}

// One piece of the body, as a chunk of its own. An empty one sends the head only: a chunk of no octets would end the
// body.
base::Co<base::Result<void>> HttpBodyWriter::send(std::string_view bytes) {
  std::string before = std::exchange(prefix_, {});
  if (chunked_ && !bytes.empty()) {
    before += chunk_size(bytes.size());
    prefix_ = "\r\n";
  }
  if (bytes.size() <= kGathered) {
    before += bytes;
    bytes = {};
  }
  base::Result<void> sent;
  if (!before.empty()) sent = co_await stream_.write(before);
  if (sent && !bytes.empty()) sent = co_await stream_.write(bytes);
  co_return sent;
}

base::Co<base::Result<void>> HttpBodyWriter::finish() {
  if (left_ && *left_ > 0) co_return wrong_length();
  auto sent = co_await flush();
  if (sent && chunked_) {
    const std::string end = std::exchange(prefix_, {}) + "0\r\n\r\n";
    sent = co_await stream_.write(end);
  }
  co_return sent;
}

}  // namespace server::net
