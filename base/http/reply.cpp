#include "base/http/reply.h"

#include <utility>

namespace base {

namespace {

HttpReply of_type(int status, std::string_view type, std::string body) {
  HttpReply out;
  out.status = status;
  out.headers.set("Content-Type", type);
  out.body = std::move(body);
  return out;
}

}  // namespace

HttpReply HttpReply::empty(int status) {
  HttpReply out;
  out.status = status;
  return out;
}
HttpReply HttpReply::text(int status, std::string_view body) {
  return of_type(status, "text/plain; charset=utf-8", std::string(body));
}
HttpReply HttpReply::html(int status, std::string body) {
  return of_type(status, "text/html; charset=utf-8", std::move(body));
}
HttpReply HttpReply::json(int status, std::string body) { return of_type(status, "application/json", std::move(body)); }
HttpReply HttpReply::redirect(int status, std::string_view location) {
  HttpReply out;
  out.status = status;
  out.headers.set("Location", location);
  return out;
}

// RFC 9110 §15 and RFC 6585.
std::string_view http_reason(int status) {
  static constexpr std::pair<int, std::string_view> kReasons[] = {{100, "Continue"},
                                                                  {101, "Switching Protocols"},
                                                                  {200, "OK"},
                                                                  {201, "Created"},
                                                                  {202, "Accepted"},
                                                                  {204, "No Content"},
                                                                  {206, "Partial Content"},
                                                                  {301, "Moved Permanently"},
                                                                  {302, "Found"},
                                                                  {303, "See Other"},
                                                                  {304, "Not Modified"},
                                                                  {307, "Temporary Redirect"},
                                                                  {308, "Permanent Redirect"},
                                                                  {400, "Bad Request"},
                                                                  {401, "Unauthorized"},
                                                                  {403, "Forbidden"},
                                                                  {404, "Not Found"},
                                                                  {405, "Method Not Allowed"},
                                                                  {406, "Not Acceptable"},
                                                                  {408, "Request Timeout"},
                                                                  {409, "Conflict"},
                                                                  {410, "Gone"},
                                                                  {411, "Length Required"},
                                                                  {412, "Precondition Failed"},
                                                                  {413, "Content Too Large"},
                                                                  {414, "URI Too Long"},
                                                                  {415, "Unsupported Media Type"},
                                                                  {416, "Range Not Satisfiable"},
                                                                  {417, "Expectation Failed"},
                                                                  {421, "Misdirected Request"},
                                                                  {422, "Unprocessable Content"},
                                                                  {426, "Upgrade Required"},
                                                                  {428, "Precondition Required"},
                                                                  {429, "Too Many Requests"},
                                                                  {431, "Request Header Fields Too Large"},
                                                                  {500, "Internal Server Error"},
                                                                  {501, "Not Implemented"},
                                                                  {502, "Bad Gateway"},
                                                                  {503, "Service Unavailable"},
                                                                  {504, "Gateway Timeout"},
                                                                  {505, "HTTP Version Not Supported"},
                                                                  {507, "Insufficient Storage"}};
  for (const auto& [code, reason] : kReasons) {
    if (code == status) return reason;
  }
  return {};
}

}  // namespace base
