// POST /api/password {"address","current","new"}: 204; 401 wrong; 403 closed; 422
// {"failed":[{"rule","text_vi","text_en"}]}; 429 with Retry-After when locked; 503 when busy; 400 when the request is
// no such JSON.
#include <nlohmann/json.hpp>

#include "base/crypto/random.h"
#include "webmail/http/endpoints.h"
#include "webmail/http/json_answer.h"

namespace webmail::http {

namespace {

using nlohmann::json;

base::HttpReply answer(const directory::ChangeAnswer& result) {
  using directory::ChangeVerdict;
  switch (result.verdict) {
    case ChangeVerdict::changed: {
      base::HttpReply response;
      response.status = 204;
      return response;
    }
    case ChangeVerdict::wrong: return answer_json(401, {{"reason", "wrong"}});
    case ChangeVerdict::disabled: return answer_json(403, {{"reason", "disabled"}});
    case ChangeVerdict::busy: {
      base::HttpReply response = answer_json(503, {{"reason", "busy"}});
      response.headers.set("Retry-After", "2");
      return response;
    }
    case ChangeVerdict::locked: {
      base::HttpReply response = answer_json(429, {{"reason", "locked"}, {"retry_after", result.retry_after.count()}});
      response.headers.set("Retry-After", retry_after(result.retry_after));
      return response;
    }
    case ChangeVerdict::refused: break;
  }
  json failed = json::array();
  for (const directory::FailedRule& rule : result.failed) {
    failed.push_back({{"rule", rule.rule}, {"text_vi", rule.text.vi}, {"text_en", rule.text.en}});
  }
  return answer_json(422, {{"failed", failed}});
}

}  // namespace

base::Co<base::HttpReply> password_api(const Context& context, Request request) {
  json body = json::parse(request.body, nullptr, false);
  auto text = [&body](const char* name) {
    auto found = body.is_object() ? body.find(name) : body.end();
    return body.is_object() && found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  directory::ChangeRequest change;
  change.address = text("address");
  change.current = text("current");
  change.next = text("new");
  if (change.address.empty() || change.current.empty() || change.next.empty()) {
    co_return answer_json(400, {{"reason", "bad-request"},
                                {"text_en", "Send a JSON object with address, current and new."},
                                {"text_vi", "Hãy gửi đối tượng JSON có address, current và new."}});
  }
  change.peer = request.head.peer;
  change.session = "web." + base::random_readable(12);
  directory::ChangeAnswer result = co_await context.parts.gate.change_password(std::move(change));
  co_return answer(result);
}

}  // namespace webmail::http
