#include "server/net/http/http_response_head.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "base/text/case.h"

namespace server::net {

namespace {

// RFC 9110 §5.6.7: IMF-fixdate.
std::string http_date(base::Timestamp now) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::time_t seconds = now.seconds();
  std::tm t{};
  ::gmtime_r(&seconds, &t);
  char out[64];
  std::snprintf(out, sizeof out, "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[t.tm_wday], t.tm_mday, kMonths[t.tm_mon],
                t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
  return out;
}

// No value of ours may end a header line early, whatever a handler put into it.
void append_field(std::string& out, std::string_view name, std::string_view value) {
  auto append_clean = [&out](std::string_view text) {
    for (char c : text) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  };
  append_clean(name);
  out += ": ";
  append_clean(value);
  out += "\r\n";
}

// These say how the message is framed.
bool is_ours(std::string_view name) {
  constexpr std::string_view kOurs[] = {"Content-Length", "Transfer-Encoding", "Connection", "Date"};
  auto is_it = [&](std::string_view ours) { return base::equals_ignoring_case(name, ours); };
  return std::any_of(std::begin(kOurs), std::end(kOurs), is_it);
}

}  // namespace

std::string http_response_head(const base::HttpReply& reply, const HttpFraming& framing, base::Timestamp now,
                               std::string_view content_security_policy) {
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) + " ";
  out += base::http_reason(reply.status);
  out += "\r\n";
  append_field(out, "Date", http_date(now));
  for (const auto& [name, value] : reply.headers.all()) {
    if (!is_ours(name)) append_field(out, name, value);
  }
  auto add_default = [&](std::string_view name, std::string_view value) {
    if (!value.empty() && !reply.headers.has(name)) append_field(out, name, value);
  };
  add_default("Cache-Control", "no-store");
  add_default("X-Content-Type-Options", "nosniff");
  add_default("Referrer-Policy", "same-origin");
  add_default("Content-Security-Policy", content_security_policy);
  if (framing.tls) add_default("Strict-Transport-Security", "max-age=31536000");
  if (framing.length) append_field(out, "Content-Length", std::to_string(*framing.length));
  if (framing.chunked) append_field(out, "Transfer-Encoding", "chunked");
  if (framing.close) {
    append_field(out, "Connection", "close");
  } else if (framing.keep_alive) {
    append_field(out, "Connection", "keep-alive");
  }
  return out + "\r\n";
}

}  // namespace server::net
