// Header fields, form fields and cookies of HTTP messages as values. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// Fields of a query or an application/x-www-form-urlencoded body, in their order, decoded ('+' is a space; bad
// %-escapes stay as they are). At most `limit` fields.
std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text, std::size_t limit = 1000);

// Cookie values by name (RFC 6265 §5.4); empty when absent.
std::string http_cookie(const HttpHeaders& headers, std::string_view name);

}  // namespace base
