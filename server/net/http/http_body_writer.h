// HttpBodyWriter: the body of a streamed response onto its connection, by length, by chunks or until the end of the
// connection. Small pieces are gathered to 16 KiB, large ones go out as they are. Internal to the HTTP front.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/async/stream.h"
#include "base/http/body.h"

namespace server::net {

class HttpBodyWriter final : public base::BodyWriter {
 public:
  // `head` goes out with the first bytes. `length`: of the whole body; without one and not chunked it ends with the
  // connection.
  HttpBodyWriter(base::Stream& stream, std::string head, std::optional<std::uint64_t> length, bool chunked)
      : stream_(stream), prefix_(std::move(head)), left_(length), chunked_(chunked) {}

  base::Co<base::Result<void>> write(std::string_view bytes) override;
  base::Co<base::Result<void>> flush() override;
  // The end of the body. An error when less came than the length said.
  base::Co<base::Result<void>> finish();

 private:
  base::Co<base::Result<void>> send(std::string_view bytes);

  base::Stream& stream_;
  std::string prefix_;  // head, or the end of the chunk before: goes out before what comes next
  std::string gathered_;
  std::optional<std::uint64_t> left_;
  const bool chunked_;
};

}  // namespace server::net
