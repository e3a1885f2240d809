#include "webmail/http/request_checks.h"

#include "base/text/case.h"
#include "base/text/encoding.h"

namespace webmail::http {

bool same_origin(const base::HttpHead& head) {
  std::string_view site = head.headers.get("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  std::string_view origin = head.headers.get("Origin");
  if (origin.empty()) return true;  // not a browser
  std::size_t host = origin.find("://");
  if (host == std::string_view::npos) return false;  // "null"
  return base::equals_ignoring_case(origin.substr(host + 3), head.host);
}

std::optional<BasicCredentials> basic_credentials(const base::HttpHead& head) {
  std::string_view value = head.headers.get("Authorization");
  if (!base::starts_with_ignoring_case(value, "Basic ")) return std::nullopt;
  value.remove_prefix(6);
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  base::Result<std::string> decoded = base::base64_decode(value);
  if (!decoded) return std::nullopt;
  std::size_t colon = decoded->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return BasicCredentials{decoded->substr(0, colon), decoded->substr(colon + 1)};
}

base::HttpReply method_not_allowed(std::string_view allow) {
  base::HttpReply response = base::HttpReply::text(405, "Method not allowed\n");
  response.headers.set("Allow", allow);
  return response;
}

base::HttpReply refuse_foreign_origin() { return base::HttpReply::json(403, R"({"reason":"foreign-origin"})"); }

}  // namespace webmail::http
