// HttpBodyReader: the body of one request off its connection, within limit, minimum rate and deadline. Internal to the
// HTTP front.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/http/body_decoder.h"
#include "base/http/handler.h"
#include "server/net/http/http_front.h"
#include "server/net/http/http_input.h"

namespace server::net {

class HttpBodyReader final : public base::BodyReader {
 public:
  // All but `head` outlive the reader. Until allow() nothing may be read.
  HttpBodyReader(HttpInput& input, const base::Clock& clock, const HttpFrontOptions& options,
                 const base::HttpHead& head);

  // Takes the limits of the exchange; false when the head says already that the body is longer.
  bool allow(const base::HttpExchange::Limits& limits);
  base::Co<base::Result<std::size_t>> read(char* buffer, std::size_t size) override;

  // What a failed read means for the client: 400, 408, 413 or 431; 0 when it has gone. Nothing: no read failed.
  std::optional<int> failure() const { return failure_; }
  const char* reason() const { return reason_; }
  bool complete() const { return decoder_.state() == base::HttpBodyDecoder::State::complete; }
  // Once nobody reads any more: whether the rest is so small that it is worth reading for the next request's sake.
  bool worth_finishing();
  // Reads and drops that rest; false when it did not come. REQUIRES: worth_finishing().
  base::Co<bool> finish();

 private:
  base::Error fail(int status, base::ErrorCode code, const char* reason);
  base::Co<base::Result<std::size_t>> wait_for_more(char* buffer, std::size_t size);
  std::size_t decode_into(char* buffer, std::size_t size);
  std::optional<std::chrono::milliseconds> time_left();

  HttpInput& input_;
  const base::Clock& clock_;
  const HttpFrontOptions& options_;
  const bool chunked_;
  const std::uint64_t length_;
  bool owes_continue_;  // the client waits for "100 Continue"
  bool begun_ = false;
  base::HttpBodyDecoder decoder_;
  std::chrono::milliseconds whole_;
  std::uint64_t rate_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::duration waited_{0};  // for the client, in the present window
  std::uint64_t window_from_ = 0;                  // octets of body at its beginning
  std::optional<int> failure_;
  const char* reason_ = "";
};

}  // namespace server::net
