#include "directory/gate/sasl.h"

#include <algorithm>
#include <array>

#include "base/text/case.h"
#include "base/text/encoding.h"

namespace directory {

namespace {

SaslChallenge ask(std::string_view text) { return {base::base64_encode(text)}; }

// RFC 4616 §2: message = [authzid] NUL authcid NUL passwd.
class Plain final : public SaslExchange {
 public:
  static constexpr std::string_view kName = "PLAIN";

 private:
  std::string first_challenge() const override { return {}; }
  SaslStep respond(std::string message) override {
    const std::size_t first = message.find('\0');
    const std::size_t second = first == std::string::npos ? first : message.find('\0', first + 1);
    if (second == std::string::npos || message.find('\0', second + 1) != std::string::npos)
      return SaslRefusal::malformed;
    return SaslCredentials{std::string(kName), message.substr(0, first), message.substr(first + 1, second - first - 1),
                           message.substr(second + 1)};
  }
};

// Never a standard; the words are those every client knows. An initial response is the login.
class Login final : public SaslExchange {
 public:
  static constexpr std::string_view kName = "LOGIN";

 private:
  std::string first_challenge() const override { return "Username:"; }
  SaslStep respond(std::string response) override {
    if (login_) return SaslCredentials{std::string(kName), {}, *std::move(login_), std::move(response)};
    login_ = std::move(response);
    return ask("Password:");
  }

  std::optional<std::string> login_;
};

struct Mechanism {
  std::string_view name;
  std::unique_ptr<SaslExchange> (*make)();
};
template <class T>
constexpr Mechanism row() {
  return {T::kName, []() -> std::unique_ptr<SaslExchange> { return std::make_unique<T>(); }};
}
constexpr std::array kMechanisms = {row<Plain>(), row<Login>()};
constexpr std::array kNames = {kMechanisms[0].name, kMechanisms[1].name};
static_assert(kNames.size() == kMechanisms.size());

}  // namespace

const char* text_of(SaslRefusal refusal) {
  switch (refusal) {
    case SaslRefusal::cancelled: return "The sign-in was cancelled";
    case SaslRefusal::not_base64: return "That is not base64";
    case SaslRefusal::malformed: break;
  }
  return "The response is not what this mechanism asks for";
}

std::unique_ptr<SaslExchange> SaslExchange::make(std::string_view mechanism) {
  const auto found = std::find_if(kMechanisms.begin(), kMechanisms.end(), [&](const Mechanism& row) {
    return base::equals_ignoring_case(row.name, mechanism);
  });
  return found == kMechanisms.end() ? nullptr : found->make();
}

std::span<const std::string_view> SaslExchange::mechanisms() { return kNames; }

SaslStep SaslExchange::begin(std::optional<std::string_view> initial) {
  if (!initial) return ask(first_challenge());
  if (*initial == "=") return respond({});
  auto decoded = base::base64_decode(*initial);
  if (!decoded) return SaslRefusal::not_base64;
  return respond(*std::move(decoded));
}

SaslStep SaslExchange::take(std::string_view line) {
  if (line == "*") return SaslRefusal::cancelled;
  auto decoded = base::base64_decode(line);
  if (!decoded) return SaslRefusal::not_base64;
  return respond(*std::move(decoded));
}

}  // namespace directory
