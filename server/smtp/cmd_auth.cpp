// AUTH, RFC 4954 §4:  "AUTH" SP mechanism [SP initial-response] CRLF. PLAIN (RFC 4616) and LOGIN. The gate decides.
#include "base/text/case.h"
#include "base/text/encoding.h"
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

namespace {

using Answer = std::variant<std::string, Reply>;

// 334 with a prompt, then one line of base64. "*" cancels (RFC 4954 §4).
base::Co<Answer> ask(Session& session, std::string prompt) {
  session.channel().queue(render({334, "", std::move(prompt)}));
  Channel::Got got = co_await session.channel().read_line(session.settings().auth_line_bytes, session.settings().command_timeout);
  if (got == Channel::Got::too_long) co_return Reply{500, "5.5.6", "Authentication exchange line is too long"};
  if (got == Channel::Got::bad_line_end) co_return Reply{500, "5.5.2", "Lines end with CRLF"};
  if (got != Channel::Got::line) co_return session.reply_for_lost_input(got);
  if (session.channel().line() == "*") co_return Reply{501, "5.7.0", "Sign-in cancelled"};
  base::Result<std::string> decoded = base::base64_decode(session.channel().line());
  if (!decoded) co_return Reply{501, "5.5.2", "That is not base64"};
  co_return std::move(*decoded);
}

struct Credentials {
  std::string login, password;
};
using Given = std::variant<Credentials, Reply>;

// RFC 4616 §2: [authzid] NUL authcid NUL passwd.
Given parse_plain(Session& session, const std::string& message) {
  std::size_t first = message.find('\0');
  std::size_t second = first == std::string::npos ? first : message.find('\0', first + 1);
  if (second == std::string::npos || message.find('\0', second + 1) != std::string::npos) {
    return Reply{501, "5.5.2", "PLAIN is [identity] NUL login NUL password"};
  }
  std::string identity = message.substr(0, first);
  Credentials out{message.substr(first + 1, second - first - 1), message.substr(second + 1)};
  if (!identity.empty() && identity != out.login) {
    // Nobody acts as somebody else; the same account under another name is fine.
    auto view = session.directory();
    const directory::Account* acting = view->find_login(identity);
    if (!acting || acting != view->find_login(out.login)) return Reply{535, "5.7.8", "Signing in as another account is not allowed"};
  }
  return out;
}

base::Co<Given> exchange_plain(Session& session, std::optional<std::string> initial) {
  if (!initial) {
    Answer answer = co_await ask(session, "");
    if (Reply* refused = std::get_if<Reply>(&answer)) co_return *refused;
    initial = std::get<std::string>(std::move(answer));
  }
  co_return parse_plain(session, *initial);
}

base::Co<Given> exchange_login(Session& session, std::optional<std::string> initial) {
  Credentials out;
  if (!initial) {
    Answer answer = co_await ask(session, "VXNlcm5hbWU6");  // "Username:"
    if (Reply* refused = std::get_if<Reply>(&answer)) co_return *refused;
    initial = std::get<std::string>(std::move(answer));
  }
  out.login = std::move(*initial);
  Answer answer = co_await ask(session, "UGFzc3dvcmQ6");  // "Password:"
  if (Reply* refused = std::get_if<Reply>(&answer)) co_return *refused;
  out.password = std::get<std::string>(std::move(answer));
  co_return out;
}

Reply answer_for(const directory::SignInAnswer& answer) {
  using directory::SignInVerdict;
  auto text = [&](const char* fallback) { return answer.text_vi.empty() && answer.text_en.empty() ? fallback : answer.text(); };
  switch (answer.verdict) {
    case SignInVerdict::accepted: return {235, "2.7.0", "Signed in"};
    case SignInVerdict::wrong: return {535, "5.7.8", text("Sai địa chỉ hoặc mật khẩu / Wrong address or password")};
    case SignInVerdict::locked:
    case SignInVerdict::password_change_required:
    case SignInVerdict::disabled: return {535, "5.7.8", text("Sign-in refused")};
    case SignInVerdict::insecure: return {538, "5.7.11", text("Encryption required: use STARTTLS or port 465")};
    case SignInVerdict::busy: return {454, "4.7.0", text("Server is busy, try again in a moment")};
  }
  return {454, "4.7.0", "Temporary failure"};
}

base::Co<Reply> sign_in(Session& session, std::string mechanism, Credentials given) {
  directory::SignInRequest request;
  request.door = directory::Door::smtp;
  request.mechanism = std::move(mechanism);
  request.login = std::move(given.login);
  request.password = std::move(given.password);
  request.peer = session.peer();
  request.tls = session.channel().tls().active;
  request.session = session.id();
  directory::SignInAnswer answer = co_await session.parts().gate.sign_in(std::move(request));
  if (answer.verdict == directory::SignInVerdict::accepted) {
    session.watch(answer.account, answer.credential_version, answer.address);
    session.note_progress();
    co_return answer_for(answer);
  }
  Reply reply = answer_for(answer);
  if (++session.auth_failures >= session.settings().max_auth_failures) {
    session.channel().queue(render(reply));
    co_return Reply{421, "4.7.0", "Too many failed sign-ins, closing the connection", true};
  }
  co_return reply;
}

}  // namespace

base::Co<Reply> cmd_auth(Session& session, std::string_view rest) {
  if (!session.is_submission()) co_return Reply{503, "5.5.1", "Sign-in is on ports 587 and 465"};
  if (!session.esmtp) co_return bad_sequence("Say EHLO first");
  if (session.signed_in) co_return bad_sequence("You are signed in already");
  if (session.transaction) co_return bad_sequence("Not inside a mail transaction");
  std::string mechanism = base::to_ascii_upper(rest.substr(0, rest.find(' ')));
  if (mechanism.empty()) co_return syntax_error("Syntax: AUTH mechanism [initial-response]");
  if (mechanism != "PLAIN" && mechanism != "LOGIN") co_return Reply{504, "5.5.4", "Mechanism not offered; use PLAIN or LOGIN"};
  if (!session.may_authenticate()) co_return Reply{538, "5.7.11", "Encryption required: use STARTTLS or port 465"};

  std::optional<std::string> initial;
  if (std::size_t blank = rest.find(' '); blank != std::string_view::npos) {
    std::string_view text = rest.substr(blank + 1);
    base::Result<std::string> decoded = text == "=" ? base::Result<std::string>(std::string()) : base::base64_decode(text);
    if (!decoded) co_return Reply{501, "5.5.2", "That is not base64"};
    initial = std::move(*decoded);
  }
  // A conditional operator between two co_awaits is miscompiled by GCC 12: keep the branches apart.
  std::optional<Given> given;
  if (mechanism == "PLAIN") {
    given = co_await exchange_plain(session, std::move(initial));
  } else {
    given = co_await exchange_login(session, std::move(initial));
  }
  if (Reply* refused = std::get_if<Reply>(&*given)) co_return *refused;
  co_return co_await sign_in(session, std::move(mechanism), std::get<Credentials>(std::move(*given)));
}

}  // namespace server::smtp
