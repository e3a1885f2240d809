#include "server/imap/session/sign_in.h"

#include "server/imap/session/capabilities.h"

namespace server::imap {
namespace {

using directory::SignInVerdict;

std::string code_of(SignInVerdict verdict) {
  switch (verdict) {
    case SignInVerdict::password_change_required: return "EXPIRED";
    case SignInVerdict::disabled: return "CONTACTADMIN";
    case SignInVerdict::insecure: return "PRIVACYREQUIRED";
    case SignInVerdict::busy: return "UNAVAILABLE";
    case SignInVerdict::another_identity: return "AUTHORIZATIONFAILED";
    default: return "AUTHENTICATIONFAILED";
  }
}

bool is_failure(SignInVerdict verdict) {
  return verdict == SignInVerdict::wrong || verdict == SignInVerdict::locked ||
         verdict == SignInVerdict::another_identity;
}

}  // namespace

base::Co<Reply> sign_in(Session& session, directory::SaslCredentials given) {
  base::Stream& stream = session.connection().stream();
  directory::SignInRequest request;
  request.door = directory::Door::imap;
  request.mechanism = std::move(given.mechanism);
  request.identity = std::move(given.identity);
  request.login = std::move(given.login);
  request.password = std::move(given.password);
  request.peer = stream.peer();
  request.tls = stream.tls().active;
  request.session = session.id();
  const directory::SignInAnswer answer = co_await session.parts().gate.sign_in(std::move(request));
  if (answer.verdict == SignInVerdict::accepted) {
    session.signed_in(answer);
    co_return Reply::ok("CAPABILITY " + capabilities(session), "Signed in as " + answer.address);
  }
  if (is_failure(answer.verdict) && !session.count_failure()) session.bye("", "Too many sign-ins failed");
  co_return Reply::no(code_of(answer.verdict), base::one_line(answer.text));
}

}  // namespace server::imap
