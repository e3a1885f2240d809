#include "directory/people/address.h"

#include <algorithm>

#include "base/text/case.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"

namespace directory {

namespace {

constexpr std::size_t kMaxAddress = 320;

std::string lowered(std::string_view text) {
  return base::is_ascii(text) ? base::to_ascii_lower(text) : base::lower_form(text);
}

// RFC 5321 §4.1.2: "a\"b" → a"b.
std::string unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::optional<SplitAddress> split_address(std::string_view address) {
  if (address.empty() || address.size() > kMaxAddress) return std::nullopt;
  const std::size_t at = address.rfind('@');
  const std::string local = unquote(address.substr(0, at));
  SplitAddress out;
  if (at != address.npos) out.domain = lowered(address.substr(at + 1));
  if (out.domain.ends_with('.')) out.domain.pop_back();
  const std::size_t plus = local.find('+');
  if (plus != std::string::npos && plus > 0) out.detail = local.substr(plus + 1);
  out.local = lowered(plus > 0 ? std::string_view(local).substr(0, plus) : std::string_view(local));
  if (out.local.empty()) return std::nullopt;
  return out;
}

bool is_usable_local_part(std::string_view local) {
  if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.') return false;
  for (std::size_t i = 0; i < local.size(); ++i) {
    const char c = local[i];
    if (!is_alnum(c) && c != '.' && c != '-' && c != '_') return false;
    if (c == '.' && local[i + 1] == '.') return false;
  }
  return true;
}

bool is_usable_domain(std::string_view domain) {
  if (domain.size() > 253) return false;
  int labels = 0;
  for (std::size_t at = 0; at <= domain.size(); ++labels) {
    const std::size_t dot = std::min(domain.find('.', at), domain.size());
    const std::string_view label = domain.substr(at, dot - at);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (const char c : label) {
      if (!is_alnum(c) && c != '-') return false;
    }
    at = dot + 1;
  }
  return labels >= 2;
}

}  // namespace directory
