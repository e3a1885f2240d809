// AUTH, RFC 4954 §4:  "AUTH" SP mechanism [SP initial-response] CRLF. The exchange is directory/gate/sasl.h; the gate
// decides.
#include "base/text/case.h"
#include "directory/gate/sasl.h"
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

namespace {

using directory::SaslChallenge;
using directory::SaslCredentials;
using directory::SaslRefusal;

Reply reply_for(SaslRefusal refusal) {
  return {501, refusal == SaslRefusal::cancelled ? "5.7.0" : "5.5.2", directory::text_of(refusal)};
}

Reply answer_for(const directory::SignInAnswer& answer) {
  using directory::SignInVerdict;
  auto text = [&](const char* fallback) { return answer.text.empty() ? fallback : base::one_line(answer.text); };
  switch (answer.verdict) {
    case SignInVerdict::accepted: return {235, "2.7.0", "Signed in"};
    case SignInVerdict::wrong: return {535, "5.7.8", text("Sai địa chỉ hoặc mật khẩu / Wrong address or password")};
    case SignInVerdict::locked:
    case SignInVerdict::password_change_required:
    case SignInVerdict::disabled:
    case SignInVerdict::another_identity: return {535, "5.7.8", text("Sign-in refused")};
    case SignInVerdict::insecure: return {538, "5.7.11", text("Encryption required: use STARTTLS or port 465")};
    case SignInVerdict::busy: return {454, "4.7.0", text("Server is busy, try again in a moment")};
  }
  return {454, "4.7.0", "Temporary failure"};
}

base::Co<Reply> sign_in(Session& session, SaslCredentials given) {
  directory::SignInRequest request;
  request.door = directory::Door::smtp;
  request.mechanism = std::move(given.mechanism);
  request.identity = std::move(given.identity);
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
  const std::size_t blank = rest.find(' ');
  const std::string_view mechanism = rest.substr(0, blank);
  if (mechanism.empty()) co_return syntax_error("Syntax: AUTH mechanism [initial-response]");
  const auto exchange = directory::SaslExchange::make(mechanism);
  if (!exchange) co_return Reply{504, "5.5.4", "Mechanism not offered; use PLAIN or LOGIN"};
  if (!session.may_authenticate()) co_return Reply{538, "5.7.11", "Encryption required: use STARTTLS or port 465"};

  std::optional<std::string_view> initial;
  if (blank != std::string_view::npos) initial = rest.substr(blank + 1);
  directory::SaslStep step = exchange->begin(initial);
  while (const SaslChallenge* challenge = std::get_if<SaslChallenge>(&step)) {
    session.channel().queue(render({334, "", challenge->line}));
    const Channel::Got got =
        co_await session.channel().read_line(session.settings().auth_line_bytes, session.settings().command_timeout);
    if (got == Channel::Got::too_long) co_return Reply{500, "5.5.6", "Authentication exchange line is too long"};
    if (got == Channel::Got::bad_line_end) co_return Reply{500, "5.5.2", "Lines end with CRLF"};
    if (got != Channel::Got::line) co_return session.reply_for_lost_input(got);
    step = exchange->take(session.channel().line());
  }
  if (const SaslRefusal* refusal = std::get_if<SaslRefusal>(&step)) co_return reply_for(*refusal);
  co_return co_await sign_in(session, std::get<SaslCredentials>(std::move(step)));
}

}  // namespace server::smtp
