#include "server/net/http/http_body_reader.h"

#include <algorithm>
#include <cstring>

namespace server::net {

namespace {

using Milliseconds = std::chrono::milliseconds;
using State = base::HttpBodyDecoder::State;

constexpr std::uint64_t kWorthFinishing = 64 * 1024;  // octets of an unread body; beyond, a new connection is cheaper

}  // namespace

HttpBodyReader::HttpBodyReader(HttpInput& input, const base::Clock& clock, const HttpFrontOptions& options,
                               const base::HttpHead& head)
    : input_(input),
      clock_(clock),
      options_(options),
      chunked_(head.chunked),
      length_(head.length.value_or(0)),
      owes_continue_(head.expects_continue),
      decoder_(chunked_, length_, kWorthFinishing),
      whole_(options.body_timeout),
      rate_(options.body_rate) {}

bool HttpBodyReader::allow(const base::HttpExchange::Limits& limits) {
  if (!chunked_ && length_ > limits.body) return false;
  decoder_ = base::HttpBodyDecoder(chunked_, length_, limits.body);
  if (limits.whole.count() > 0) whole_ = limits.whole;
  if (limits.bytes_per_second > 0) rate_ = limits.bytes_per_second;
  return true;
}

base::Error HttpBodyReader::fail(int status, base::ErrorCode code, const char* reason) {
  failure_ = status;
  reason_ = reason;
  return base::Error::permanent(
      code, {"Không đọc được nội dung của yêu cầu.", "The body of the request cannot be read."}, reason);
}

// As much as has been read already.
std::size_t HttpBodyReader::decode_into(char* buffer, std::size_t size) {
  std::size_t got = 0;
  while (got < size && decoder_.state() == State::reading && !input_.view().empty()) {
    const auto piece = decoder_.decode(input_.view().substr(0, size - got));
    if (!piece.data.empty()) std::memcpy(buffer + got, piece.data.data(), piece.data.size());
    got += piece.data.size();
    input_.drop(piece.used);
  }
  return got;
}

// How long the client may let us wait now; nothing when it was too slow. Only waiting counts for the rate, so that what
// we do with the body is not held against the client.
std::optional<Milliseconds> HttpBodyReader::time_left() {
  if (waited_ >= options_.body_window) {
    const std::uint64_t least = rate_ * static_cast<std::uint64_t>(options_.body_window.count()) / 1000;
    if (decoder_.yielded() - window_from_ < least) return std::nullopt;
    window_from_ = decoder_.yielded();
    waited_ = {};
  }
  const auto whole = whole_ - (clock_.steady() - started_);
  if (whole <= whole.zero()) return std::nullopt;
  const auto left = std::min<std::chrono::steady_clock::duration>(whole, options_.body_window - waited_);
  return std::max(Milliseconds(1), std::chrono::ceil<Milliseconds>(left));
}

// One read of the stream: data straight into the caller's buffer, framing into the input. Answers the octets of data.
base::Co<base::Result<std::size_t>> HttpBodyReader::wait_for_more(char* buffer, std::size_t size) {
  const auto left = time_left();
  if (!left) co_return fail(408, base::ErrorCode::timeout, "the body came too slowly");
  base::Stream& stream = input_.stream();
  stream.set_read_timeout(*left);
  const auto since = clock_.steady();
  const std::size_t straight = static_cast<std::size_t>(std::min<std::uint64_t>(size, decoder_.data_left()));
  base::Result<std::size_t> got = std::size_t{0};
  if (straight > 0) {
    got = co_await stream.read(buffer, straight);
  } else {
    got = co_await input_.fill();
  }
  waited_ += clock_.steady() - since;
  if (!got && got.error().code == base::ErrorCode::timeout) co_return std::size_t{0};  // time_left() judges
  if (!got) co_return fail(0, got.error().code, "the connection ended inside a body");
  if (*got == 0) co_return fail(0, base::ErrorCode::closed, "the client ended inside a body");
  if (straight == 0) co_return std::size_t{0};
  (void)decoder_.decode(std::string_view(buffer, *got));
  co_return *got;
}

base::Co<base::Result<std::size_t>> HttpBodyReader::read(char* buffer, std::size_t size) {
  if (failure_) co_return fail(*failure_, base::ErrorCode::closed, reason_);
  if (!begun_) {
    begun_ = true;
    started_ = clock_.steady();
    const bool asks = owes_continue_ && input_.view().empty() && !complete();
    owes_continue_ = false;
    if (asks) {
      auto sent = co_await input_.stream().write("HTTP/1.1 100 Continue\r\n\r\n");
      if (!sent) co_return fail(0, sent.error().code, "the connection ended before a body");
    }
  }
  for (;;) {
    const std::size_t got = decode_into(buffer, size);
    if (got > 0) co_return got;
    if (complete() || size == 0) co_return std::size_t{0};
    if (decoder_.state() == State::failed) {
      const auto code = decoder_.status() == 413 ? base::ErrorCode::too_large : base::ErrorCode::bad_input;
      co_return fail(decoder_.status(), code, decoder_.reason());
    }
    auto more = co_await wait_for_more(buffer, size);
    if (!more || *more > 0) co_return more;
  }
}

bool HttpBodyReader::worth_finishing() {
  while (decoder_.state() == State::reading && !input_.view().empty()) input_.drop(decoder_.decode(input_.view()).used);
  if (decoder_.state() != State::reading) return complete();
  // A client that was not told to go on may never send it; of chunks nobody knows how many come.
  return !failure_ && !owes_continue_ && !chunked_ && decoder_.data_left() <= kWorthFinishing;
}

base::Co<bool> HttpBodyReader::finish() {
  char dropped[4096];
  for (;;) {
    auto got = co_await read(dropped, sizeof dropped);
    if (!got) co_return false;
    if (*got == 0) co_return true;
  }
}

}  // namespace server::net
