// SASL exchanges: the first line names the mechanism (and, behind a space, the initial response), the others are what
// the client answers. Every exchange ends after few lines; what comes out holds no more than what went in.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "directory/gate/sasl.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line = [&text] {
    const std::string_view out = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), out.size() + 1));
    return out;
  };
  const std::string_view first = line();
  const auto exchange = directory::SaslExchange::make(first.substr(0, first.find(' ')));
  if (!exchange) return 0;
  std::optional<std::string_view> initial;
  if (const auto blank = first.find(' '); blank != std::string_view::npos) initial = first.substr(blank + 1);
  directory::SaslStep step = exchange->begin(initial);
  for (int asked = 0; std::holds_alternative<directory::SaslChallenge>(step); ++asked) {
    require(asked < 4);
    step = exchange->take(line());
  }
  if (const auto* given = std::get_if<directory::SaslCredentials>(&step)) {
    require(given->identity.size() + given->login.size() + given->password.size() <= size);
  }
  return 0;
}
