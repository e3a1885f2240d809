// AUTHENTICATE: RFC 9051 §6.2.2, SASL-IR RFC 4959; PLAIN RFC 4616, and LOGIN as clients know it.
#include <optional>

#include "base/text/case.h"
#include "base/text/encoding.h"
#include "server/imap/command_table.h"
#include "server/imap/sign_in.h"

namespace server::imap {
namespace {

constexpr std::size_t kMaxResponse = 8192;

// Asks (base64 of `challenge`) and reads the response; nothing when the client cancelled or wrote no base64.
base::Co<std::optional<std::string>> ask(Session& session, std::string_view challenge) {
  session.out().append("+ ").append(base::base64_encode(challenge)).append("\r\n");
  const auto line = co_await session.read_line(kMaxResponse);
  if (!line || *line == "*") co_return std::nullopt;
  auto decoded = base::base64_decode(*line);
  if (!decoded) co_return std::nullopt;
  co_return *std::move(decoded);
}

// (A session that is over has said BYE already.)
Reply cancelled() { return Reply::bad("The sign-in was cancelled or was not base64"); }

base::Co<Reply> plain(Session& session, std::optional<std::string> initial) {
  if (!initial) initial = co_await ask(session, "");
  if (!initial) co_return cancelled();
  // [authzid] NUL authcid NUL passwd
  const std::size_t first = initial->find('\0');
  const std::size_t second = first == std::string::npos ? first : initial->find('\0', first + 1);
  if (second == std::string::npos || initial->find('\0', second + 1) != std::string::npos) {
    co_return Reply::bad("The PLAIN response is not valid");
  }
  const std::string authzid = initial->substr(0, first), login = initial->substr(first + 1, second - first - 1);
  if (!authzid.empty() && !base::equals_ignoring_case(authzid, login)) {
    co_return Reply::no("AUTHORIZATIONFAILED", "Nobody may act as somebody else");
  }
  co_return co_await sign_in(session, "PLAIN", login, initial->substr(second + 1));
}

base::Co<Reply> login(Session& session, std::optional<std::string> initial) {
  if (!initial) initial = co_await ask(session, "Username:");
  if (!initial) co_return cancelled();
  auto password = co_await ask(session, "Password:");
  if (!password) co_return cancelled();
  co_return co_await sign_in(session, "LOGIN", *std::move(initial), *std::move(password));
}

}  // namespace

base::Co<Reply> cmd_authenticate(Session& session, Scanner& args) {
  const std::string mechanism = args.upper_atom();
  std::optional<std::string> initial;
  if (args.accept(' ')) initial = std::string(args.rest());
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  if (mechanism != "PLAIN" && mechanism != "LOGIN") co_return Reply::no("CANNOT", "The mechanism is not known");
  if (!session.may_sign_in_here()) {
    co_return Reply::no("PRIVACYREQUIRED", "Cần kết nối mã hóa (STARTTLS) / Please use TLS first");
  }
  if (initial) {
    if (*initial == "=") initial = "";  // RFC 4959 §3: an empty response
    auto decoded = base::base64_decode(*initial);
    if (!decoded) co_return Reply::bad("The initial response is not base64");
    initial = *std::move(decoded);
  }
  if (mechanism == "PLAIN") co_return co_await plain(session, std::move(initial));
  co_return co_await login(session, std::move(initial));
}

}  // namespace server::imap
