// TextBody: a request body that is there already, in pieces; for tests of what reads bodies.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "base/http/body.h"

namespace tests {

class TextBody final : public base::BodyReader {
 public:
  explicit TextBody(std::string text, std::size_t piece = 1000) : text_(std::move(text)), piece_(piece) {}
  base::Co<base::Result<std::size_t>> read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min({size, piece_, text_.size() - at_});
    std::memcpy(buffer, text_.data() + at_, count);
    at_ += count;
    co_return count;
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

}  // namespace tests
