// Raw bytes → requests, by head parser and body decoder as the front uses them, in pieces of any size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/http/body_decoder.h"
#include "base/http/head_parser.h"

namespace tests {

struct WholeRequest {
  base::HttpHead head;
  std::string body;
};

struct Requests {
  std::vector<WholeRequest> whole;
  int status = 0;          // of what was refused; 0: nothing was
  bool inside = false;     // the bytes ended inside a request
  std::uint64_t most = 0;  // octets that a decoder has yielded
};

inline Requests read_requests(std::string_view bytes, std::size_t piece, base::HttpHeadLimits limits = {},
                              std::uint64_t body_limit = 1 << 20) {
  Requests out;
  base::HttpHeadParser parser(limits);
  while (!bytes.empty()) {
    while (parser.state() == base::HttpHeadParser::State::reading && !bytes.empty()) {
      const std::size_t used = parser.feed(bytes.substr(0, piece));
      bytes.remove_prefix(used);
    }
    if (parser.state() == base::HttpHeadParser::State::failed) {
      out.status = parser.status();
      return out;
    }
    if (parser.state() == base::HttpHeadParser::State::reading) break;
    WholeRequest request{parser.take(), {}};
    base::HttpBodyDecoder decoder(request.head.chunked, request.head.length.value_or(0), body_limit);
    while (decoder.state() == base::HttpBodyDecoder::State::reading && !bytes.empty()) {
      const auto got = decoder.decode(bytes.substr(0, piece));
      request.body += got.data;
      bytes.remove_prefix(got.used);
    }
    out.most = std::max(out.most, decoder.yielded());
    if (decoder.state() == base::HttpBodyDecoder::State::failed) {
      out.status = decoder.status();
      return out;
    }
    out.inside = decoder.state() == base::HttpBodyDecoder::State::reading;
    if (out.inside) return out;
    out.whole.push_back(std::move(request));
  }
  out.inside = !parser.at_start();
  return out;
}

}  // namespace tests
