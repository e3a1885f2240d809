// The target of a request line (RFC 9112 §3.2) taken apart. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

struct HttpTarget {
  std::string path;   // percent-decoded, starts with '/'; "*" for the asterisk form
  std::string query;  // raw, without '?'
};

// origin-form, absolute-form (the authority is dropped) or "*". Nothing when it is none of them, when a %-escape is broken,
// or when the decoded path has a control character, a "." or ".." segment.
std::optional<HttpTarget> parse_http_target(std::string_view target);

}  // namespace base
