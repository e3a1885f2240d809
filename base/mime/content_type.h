// Content-Type and Content-Disposition values: RFC 2045 §5.1, RFC 2183, parameters with RFC 2231 continuations and
// charsets and, as many senders do, RFC 2047 words inside. Never fails. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

inline constexpr std::size_t kMaxParameters = 200;        // of one field; the rest is dropped
inline constexpr std::size_t kMaxParameterBytes = 65536;  // of one value; the rest is cut

// As written, unquoted: the name in lower case may still carry "*0*" (IMAP clients decode that themselves).
struct Parameter {
  std::string name;
  std::string value;
  bool operator==(const Parameter&) const = default;
};

// The decoded value of one parameter as UTF-8: continuations joined, charset applied, encoded words decoded.
std::optional<std::string> decoded_parameter(const std::vector<Parameter>& parameters, std::string_view name);

struct ContentType {
  std::string type = "text";      // lower case
  std::string subtype = "plain";  // lower case
  std::vector<Parameter> parameters;
  bool given = false;  // false: the field was absent or unreadable and the default stands here
  bool operator==(const ContentType&) const = default;

  bool is(std::string_view t, std::string_view s) const { return type == t && subtype == s; }
  std::optional<std::string> parameter(std::string_view name) const { return decoded_parameter(parameters, name); }
  std::string charset() const { return parameter("charset").value_or(std::string()); }  // empty when absent
};

struct Disposition {
  std::string type;  // lower case: "inline", "attachment"; empty when the field is absent
  std::vector<Parameter> parameters;
  bool operator==(const Disposition&) const = default;
  std::optional<std::string> parameter(std::string_view name) const { return decoded_parameter(parameters, name); }
};

ContentType parse_content_type(std::string_view value);
Disposition parse_disposition(std::string_view value);
// "; name=value; …" alone, from the first ";" on.
std::vector<Parameter> parse_parameters(std::string_view text);

// One parameter for writing: `name=token`, `name="quoted"`, or RFC 2231 `name*=utf-8''…` when the value is not ASCII.
std::string encode_parameter(std::string_view name, std::string_view utf8_value);

}  // namespace base
