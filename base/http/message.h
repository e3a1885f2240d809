// HTTP messages as values: what the front hands to a handler and gets back. No I/O, no Poco.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/async/stream.h"

namespace base {

// Header fields in their order. Names compare without case (RFC 9110 §5.1).
class HttpHeaders {
 public:
  using Field = std::pair<std::string, std::string>;
  void add(std::string_view name, std::string_view value);
  // Replaces all fields of that name by one.
  void set(std::string_view name, std::string_view value);
  void remove(std::string_view name);
  // The first value; empty when absent. The view lives as long as the field.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  // True when one of the comma-separated elements of all fields `name` is `token`, without case.
  bool has_token(std::string_view name, std::string_view token) const;
  const std::vector<Field>& all() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

struct HttpRequest {
  std::string method;   // "GET", as sent (case matters)
  std::string target;   // as sent: "/mail?x=1"
  std::string path;     // percent-decoded, starts with '/', no NUL, no "." or ".." segments; "*" for OPTIONS *
  std::string query;    // raw, without '?': for parse_form()
  int minor_version = 1;  // HTTP/1.minor: 0 or 1
  HttpHeaders headers;
  std::string body;     // whole, chunked coding removed
  PeerAddress peer;
  bool tls = false;
};

struct HttpResponse {
  int status = 200;
  HttpHeaders headers;  // the front adds Date, Content-Length, Connection and the security headers that are not set
  std::string body;

  static HttpResponse text(int status, std::string_view body);                 // text/plain; charset=utf-8
  static HttpResponse html(int status, std::string body);                      // text/html; charset=utf-8
  static HttpResponse json(int status, std::string body);                      // application/json
  static HttpResponse redirect(int status, std::string_view location);         // 302, 303, 307, 308
};

// "Not Found" for 404; "" for codes we do not know.
std::string_view http_reason(int status);

// Fields of a query or an application/x-www-form-urlencoded body, in their order, decoded ('+' is a space; bad %-escapes
// stay as they are). At most `limit` fields.
std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text, std::size_t limit = 1000);

// Cookie values by name (RFC 6265 §5.4); empty when absent.
std::string http_cookie(const HttpHeaders& headers, std::string_view name);

}  // namespace base
