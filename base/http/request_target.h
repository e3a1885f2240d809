// The target of a request line (RFC 9112 §3.2) taken apart. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

struct HttpTarget {
  std::string authority;  // of the absolute form, as sent; "" otherwise
  std::string path;       // percent-decoded, starts with '/'; "*" for the asterisk form
  std::string query;      // raw, without '?'
};

// origin-form, absolute-form or "*". Nothing when it is none of them, when a %-escape is broken,
// or when the decoded path has a control character, a "." or ".." segment.
std::optional<HttpTarget> parse_http_target(std::string_view target);

// The host name of "name", "name:port", "192.0.2.1:443" or "[2001:db8::1]:443", in small letters, without port, without
// the dot of the root; an IPv6 address keeps its brackets. Nothing for anything else (RFC 9110 §7.2: uri-host [ ":"
// port ]).
std::optional<std::string> http_host_name(std::string_view host);

}  // namespace base
