// AUTHENTICATE: RFC 9051 §6.2.2, SASL-IR RFC 4959. The exchange is directory/gate/sasl.h; the gate decides.
#include <optional>

#include "directory/gate/sasl.h"
#include "server/imap/session/command_table.h"
#include "server/imap/session/sign_in.h"

namespace server::imap {
namespace {

constexpr std::size_t kMaxResponse = 8192;

}  // namespace

base::Co<Reply> cmd_authenticate(Session& session, Scanner& args) {
  const std::string mechanism = args.upper_atom();
  std::optional<std::string> initial;
  if (args.accept(' ')) initial = std::string(args.rest());
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto exchange = directory::SaslExchange::make(mechanism);
  if (!exchange) co_return Reply::no("CANNOT", "The mechanism is not known");
  if (!session.may_sign_in_here()) {
    co_return Reply::no("PRIVACYREQUIRED", "Cần kết nối mã hóa (STARTTLS) / Please use TLS first");
  }
  directory::SaslStep step = exchange->begin(initial);
  while (const auto* challenge = std::get_if<directory::SaslChallenge>(&step)) {
    session.out().append("+ ").append(challenge->line).append("\r\n");
    const auto line = co_await session.read_line(kMaxResponse);
    // (A session that is over has said BYE already.)
    if (!line) co_return Reply::bad(directory::text_of(directory::SaslRefusal::cancelled));
    step = exchange->take(*line);
  }
  if (const auto* refusal = std::get_if<directory::SaslRefusal>(&step))
    co_return Reply::bad(directory::text_of(*refusal));
  co_return co_await sign_in(session, std::get<directory::SaslCredentials>(std::move(step)));
}

}  // namespace server::imap
