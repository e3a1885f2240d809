#include "base/http/request_target.h"

#include <algorithm>
#include <utility>

namespace base {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decoded_path(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '%') {
      if (i + 2 >= raw.size() || hex_digit(raw[i + 1]) < 0 || hex_digit(raw[i + 2]) < 0) return std::nullopt;
      c = static_cast<char>(hex_digit(raw[i + 1]) * 16 + hex_digit(raw[i + 2]));
      i += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
    out += c;
  }
  return out;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the '/'
    std::size_t end = std::min(path.find('/'), path.size());
    std::string_view segment = path.substr(0, end);
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(end);
  }
  return false;
}

bool starts_with_scheme(std::string_view target) {
  auto matches = [&](std::string_view scheme) {
    return target.size() > scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), target.begin(),
                      [](char want, char have) { return (have >= 'A' && have <= 'Z' ? have + 32 : have) == want; });
  };
  return matches("http://") || matches("https://");
}

}  // namespace

std::optional<HttpTarget> parse_http_target(std::string_view target) {
  HttpTarget out;
  if (target == "*") {
    out.path = "*";
    return out;
  }
  std::string_view rest = target;
  if (starts_with_scheme(target)) {
    rest.remove_prefix(target.find("//") + 2);
    std::size_t authority = std::min(rest.find_first_of("/?"), rest.size());
    if (authority == 0) return std::nullopt;
    out.authority = rest.substr(0, authority);
    rest.remove_prefix(authority);
  } else if (target.empty() || target.front() != '/') {
    return std::nullopt;
  }
  std::size_t question = std::min(rest.find('?'), rest.size());
  auto path = decoded_path(rest.substr(0, question));
  if (!path) return std::nullopt;
  if (path->empty()) *path = "/";
  if (has_dot_segment(*path)) return std::nullopt;
  out.path = std::move(*path);
  out.query = rest.substr(std::min(question + 1, rest.size()));
  return out;
}

std::optional<std::string> http_host_name(std::string_view host) {
  const bool bracketed = host.starts_with('[');
  const std::size_t close = host.find(']');
  if (bracketed && close == std::string_view::npos) return std::nullopt;
  const std::size_t colon = host.find(':', bracketed ? close : 0);
  const std::size_t end = std::min(colon, host.size());
  if (bracketed && end != close + 1) return std::nullopt;
  if (colon != std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    if (port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  }
  std::string out;
  for (std::size_t i = bracketed ? 1 : 0; i < (bracketed ? close : end); ++i) {
    char c = host[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    const bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool in_address = hex_digit(c) >= 0 || c == ':' || c == '.';
    const bool in_name = letter_or_digit || c == '-' || c == '.' || c == '_';
    if (bracketed ? !in_address : !in_name) return std::nullopt;
    out += c;
  }
  if (!bracketed && out.ends_with('.')) out.pop_back();
  if (out.empty()) return std::nullopt;
  if (!bracketed && (out.front() == '.' || out.back() == '.' || out.find("..") != std::string::npos))
    return std::nullopt;
  return bracketed ? "[" + out + "]" : out;
}

}  // namespace base
