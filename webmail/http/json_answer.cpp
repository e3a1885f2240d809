#include "webmail/http/json_answer.h"

#include <nlohmann/json.hpp>

namespace webmail::http {

base::HttpReply answer_json(int status, const nlohmann::json& body) {
  base::HttpReply response =
      base::HttpReply::json(status, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace webmail::http
