// SASL exchanges (RFC 4422), the same at every door: the door sends a challenge in its own words and feeds the line
// that comes back; what comes out are credentials for the gate. Pure: no stream, no directory. Whether the
// authorization identity is the person's own is the gate's decision, behind the password (SignInRequest::identity). A
// mechanism is a class in sasl.cpp and a row of its table. Belongs to one session.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace directory {

struct SaslChallenge {
  std::string line;  // base64, to be sent behind "334 " or "+ "
};
struct SaslCredentials {
  std::string mechanism;  // "PLAIN"
  std::string identity;   // authorization identity; "" = the login's own
  std::string login;
  std::string password;
};
enum class SaslRefusal {
  cancelled,  // the client sent "*"
  not_base64,
  malformed,  // not what the mechanism asks for
};
using SaslStep = std::variant<SaslChallenge, SaslCredentials, SaslRefusal>;

const char* text_of(SaslRefusal refusal);

class SaslExchange {
 public:
  // By name, in any case; null when it is not offered.
  static std::unique_ptr<SaslExchange> make(std::string_view mechanism);
  // Names as they are offered, best first.
  static std::span<const std::string_view> mechanisms();
  virtual ~SaslExchange() = default;

  // `initial`: the initial response as the client wrote it (RFC 4954 §4, RFC 4959 §3: base64, "=" is an empty one).
  SaslStep begin(std::optional<std::string_view> initial);
  // The line that answers the last challenge, without its line end.
  SaslStep take(std::string_view line);

 protected:
  SaslExchange() = default;
  // What is asked when no initial response came.
  virtual std::string first_challenge() const = 0;
  virtual SaslStep respond(std::string response) = 0;
};

}  // namespace directory
