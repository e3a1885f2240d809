// GET /api/account with HTTP Basic (RFC 7617): who am I? 200 {"address","name","role","unit"}; 401; 403
// {"reason":"password-change-required","url"} or {"reason":"disabled"}; 429 with Retry-After; 503. The web door of the
// gate.
#include <nlohmann/json.hpp>

#include "base/crypto/random.h"
#include "webmail/http/endpoints.h"
#include "webmail/http/json_answer.h"
#include "webmail/http/request_checks.h"

namespace webmail::http {

namespace {

using nlohmann::json;

base::HttpReply ask_for_credentials(const directory::SignInAnswer& answer) {
  base::HttpReply response =
      answer_json(401, {{"reason", "wrong"}, {"text_vi", answer.text.vi}, {"text_en", answer.text.en}});
  response.headers.set("WWW-Authenticate", "Basic realm=\"Vanthu\", charset=\"UTF-8\"");
  return response;
}

const char* role_word(directory::Role role) {
  switch (role) {
    case directory::Role::leader: return "leader";
    case directory::Role::clerk: return "clerk";
    case directory::Role::admin: return "admin";
    case directory::Role::staff: break;
  }
  return "staff";
}

base::HttpReply describe_account(const Context& context, const directory::SignInAnswer& answer) {
  auto view = context.parts.directory.view();
  const directory::Account* account = view->find_account(answer.account);
  json body = {{"address", answer.address}};
  if (account) {
    body["name"] = account->full_name;
    body["role"] = role_word(account->role);
    if (const directory::Unit* unit = view->find_unit(account->unit)) body["unit"] = unit->name;
  }
  return answer_json(200, body);
}

base::HttpReply answer_for(const Context& context, const directory::SignInAnswer& answer) {
  using directory::SignInVerdict;
  json texts = {{"text_vi", answer.text.vi}, {"text_en", answer.text.en}};
  switch (answer.verdict) {
    case SignInVerdict::accepted: return describe_account(context, answer);
    case SignInVerdict::wrong: break;
    case SignInVerdict::password_change_required:
      texts["reason"] = "password-change-required";
      texts["url"] = answer.url;
      return answer_json(403, texts);
    case SignInVerdict::disabled:
    case SignInVerdict::insecure:
    case SignInVerdict::another_identity:
      texts["reason"] = answer.verdict == SignInVerdict::insecure   ? "tls-required"
                        : answer.verdict == SignInVerdict::disabled ? "disabled"
                                                                    : "another-identity";
      return answer_json(403, texts);
    case SignInVerdict::locked: {
      texts["reason"] = "locked";
      base::HttpReply response = answer_json(429, texts);
      response.headers.set("Retry-After", retry_after(answer.retry_after));
      return response;
    }
    case SignInVerdict::busy: {
      texts["reason"] = "busy";
      base::HttpReply response = answer_json(503, texts);
      response.headers.set("Retry-After", "2");
      return response;
    }
  }
  return ask_for_credentials(answer);
}

}  // namespace

base::Co<base::HttpReply> account_api(const Context& context, Request request) {
  std::optional<BasicCredentials> given = basic_credentials(request.head);
  if (!given) co_return ask_for_credentials({});
  directory::SignInRequest sign_in;
  sign_in.door = directory::Door::http;
  sign_in.mechanism = "Basic";
  sign_in.login = std::move(given->user);
  sign_in.password = std::move(given->password);
  sign_in.peer = request.head.peer;
  sign_in.tls = request.head.tls;
  sign_in.session = "web." + base::random_readable(12);
  directory::SignInAnswer answer = co_await context.parts.gate.sign_in(std::move(sign_in));
  co_return answer_for(context, answer);
}

}  // namespace webmail::http
