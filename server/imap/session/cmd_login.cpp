// LOGIN: RFC 9051 §6.2.3.
#include "server/imap/session/command_table.h"
#include "server/imap/session/sign_in.h"

namespace server::imap {

base::Co<Reply> cmd_login(Session& session, Scanner& args) {
  std::string login = args.astring();
  args.space();
  std::string password = args.astring();
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  if (!session.may_sign_in_here()) {
    co_return Reply::no("PRIVACYREQUIRED", "Cần kết nối mã hóa (STARTTLS) / Please use TLS first");
  }
  directory::SaslCredentials given;
  given.mechanism = "LOGIN command";
  given.login = std::move(login);
  given.password = std::move(password);
  co_return co_await sign_in(session, std::move(given));
}

}  // namespace server::imap
