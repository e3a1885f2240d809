#include "base/mime/content_type.h"

#include <algorithm>

#include "base/mime/header_scan.h"
#include "base/mime/header_text.h"
#include "base/text/case.h"
#include "base/text/charset.h"
#include "base/text/utf8.h"

namespace base {

namespace {

bool is_tspecial(char c) { return std::string_view("()<>@,;:\\\"/[]?=").find(c) != std::string_view::npos; }
bool is_token_char(char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F && !is_tspecial(c); }

constexpr std::size_t kMaxTypeWord = 255;  // RFC 6838 §4.2 has 127

// Names of files are written carelessly, with blanks and brackets; every other value is a token (RFC 2045 §5.1).
bool is_file_name(std::string_view parameter) {
  const std::string_view base = parameter.substr(0, parameter.find('*'));
  return base == "name" || base == "filename";
}

// Reads one structured value left to right; every call moves forward or stands at the end.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  void advance() { ++at_; }
  bool take(char c) {
    if (peek() != c || at_end()) return false;
    ++at_;
    return true;
  }

  // White space and nested comments, RFC 5322 §3.2.2.
  void skip_cfws() {
    std::size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (depth > 0 && c == '\\') ++at_;
      else if (c == '(') ++depth;
      else if (c == ')' && depth > 0) --depth;
      else if (depth == 0 && !is_wsp(c) && c != '\r' && c != '\n') break;
    }
  }

  std::string_view token() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_token_char(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  // After the opening quote; an unfinished string ends with the text.
  std::string quoted() {
    std::string out;
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '"') {
        ++at_;
        break;
      }
      if (c == '\\' && at_ + 1 < text_.size()) c = text_[++at_];
      if (out.size() < kMaxParameterBytes + 4) out += c;  // a character more, so that the cut finds its beginning
    }
    out.resize(utf8_prefix_bytes(out, kMaxParameterBytes).size());
    return out;
  }

  // Broken senders do not quote names with blanks: everything up to ";" is the value, but for a comment at its end:
  // "(1).pdf" is the name's.
  std::string_view careless_name() {
    const std::size_t start = at_;
    at_ = std::min(text_.find(';', at_), text_.size());
    const std::string_view value = trim_wsp(text_.substr(start, at_ - start));
    const std::size_t comment = value.ends_with(')') ? value.rfind(" (") : std::string_view::npos;
    return trim_wsp(value.substr(0, comment));
  }
  // A token ends at a blank, a comment or ";". The specials that senders forget to quote are let through: "a=b",
  // "text/html", "<id@x>".
  std::string_view careless_token() {
    const std::size_t start = at_;
    while (!at_end() && static_cast<unsigned char>(peek()) > ' ' && peek() != ';' && peek() != '(' && peek() != '"')
      ++at_;
    return text_.substr(start, at_ - start);
  }
  void skip_to_semicolon() {
    while (!at_end() && peek() != ';') {
      if (peek() == '(' && !unclosed_) {
        const std::size_t end = comment_end(text_, at_);
        unclosed_ = end == 0;  // looked for once only: linear
        at_ = unclosed_ ? at_ + 1 : end;
      } else if (take('"')) {
        quoted();
      } else {
        ++at_;
      }
    }
  }

 private:
  bool unclosed_ = false;
  std::string_view text_;
  std::size_t at_ = 0;
};

std::vector<Parameter> read_parameters(Reader& reader) {
  std::vector<Parameter> parameters;
  while (parameters.size() < kMaxParameters) {
    reader.skip_to_semicolon();
    if (!reader.take(';')) break;
    reader.skip_cfws();
    const std::string_view name = reader.token();
    reader.skip_cfws();
    if (name.empty() || !reader.take('=')) continue;
    reader.skip_cfws();
    Parameter parameter{to_ascii_lower(name), {}};
    if (reader.take('"')) {
      parameter.value = reader.quoted();
    } else {
      const std::string_view value = is_file_name(parameter.name) ? reader.careless_name() : reader.careless_token();
      parameter.value = utf8_prefix_bytes(value, kMaxParameterBytes);
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto it =
      std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == name; });
  return it == parameters.end() ? nullptr : &*it;
}

// Escapes of RFC 2231 §4, leniently: a bad escape stays.
std::string percent_bytes(std::string_view text) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// "charset'language'text": gives the charset and leaves the text.
std::string_view take_charset(std::string_view& value) {
  const std::size_t first = value.find('\'');
  const std::size_t second = first == std::string_view::npos ? first : value.find('\'', first + 1);
  if (second == std::string_view::npos) return {};
  const std::string_view charset = value.substr(0, first);
  value.remove_prefix(second + 1);
  return charset;
}

std::optional<std::string> joined_continuations(const std::vector<Parameter>& parameters, const std::string& name) {
  std::string bytes;
  std::string_view charset;
  std::size_t number = 0;
  for (;; ++number) {
    const std::string numbered = name + '*' + std::to_string(number);
    if (const Parameter* plain = find_parameter(parameters, numbered)) {
      bytes += plain->value;
    } else if (const Parameter* extended = find_parameter(parameters, numbered + '*')) {
      std::string_view value = extended->value;
      if (number == 0) charset = take_charset(value);
      bytes += percent_bytes(value);
    } else {
      break;
    }
  }
  if (number == 0) return std::nullopt;
  return decode_charset(bytes, charset);
}

}  // namespace

std::optional<std::string> decoded_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
  const std::string lower = to_ascii_lower(name);
  if (const Parameter* extended = find_parameter(parameters, lower + '*')) {
    std::string_view value = extended->value;
    const std::string_view charset = take_charset(value);
    return decode_charset(percent_bytes(value), charset);
  }
  if (auto joined = joined_continuations(parameters, lower)) return joined;
  const Parameter* plain = find_parameter(parameters, lower);
  if (plain == nullptr) return std::nullopt;
  if (plain->value.find("=?") == std::string::npos && is_ascii(plain->value)) return plain->value;
  return decode_header_text(plain->value);
}

std::vector<Parameter> parse_parameters(std::string_view text) {
  const std::string clean = clean_value(text);
  Reader reader(clean);
  return read_parameters(reader);
}

ContentType parse_content_type(std::string_view value) {
  const std::string clean = clean_value(value);
  Reader reader(clean);
  ContentType result;
  reader.skip_cfws();
  const std::string_view type = reader.token();
  reader.skip_cfws();
  const bool slash = reader.take('/');
  reader.skip_cfws();
  const std::string_view subtype = slash ? reader.token() : std::string_view();
  if (type.empty() || subtype.empty()) {
    // RFC 2045 §5.2: unreadable means text/plain; the old "Content-Type: text" (RFC 1049) as well. Its charset may
    // still help.
    if (equals_ignoring_case(type, "text") || type.empty()) result.parameters = read_parameters(reader);
    return result;
  }
  result.type = to_ascii_lower(utf8_prefix_bytes(type, kMaxTypeWord));
  result.subtype = to_ascii_lower(utf8_prefix_bytes(subtype, kMaxTypeWord));
  result.parameters = read_parameters(reader);
  result.given = true;
  return result;
}

Disposition parse_disposition(std::string_view value) {
  const std::string clean = clean_value(value);
  Reader reader(clean);
  Disposition result;
  reader.skip_cfws();
  result.type = to_ascii_lower(utf8_prefix_bytes(reader.token(), kMaxTypeWord));
  result.parameters = read_parameters(reader);
  // RFC 2183 §2.8: what cannot be understood is an attachment.
  if (result.type.empty()) result.type = "attachment";
  return result;
}

std::string encode_parameter(std::string_view name, std::string_view utf8_value) {
  std::string out(name);
  const bool plain = is_ascii(utf8_value) &&
                     std::none_of(utf8_value.begin(), utf8_value.end(), [](char c) { return c < ' ' || c == 0x7F; });
  if (!plain) {
    constexpr char kHex[] = "0123456789ABCDEF";
    out += "*=utf-8''";
    for (const char c : sanitize_utf8(utf8_value)) {
      const bool attribute_char =
          static_cast<unsigned char>(c) < 0x80 && is_token_char(c) && c != '*' && c != '\'' && c != '%';
      if (attribute_char) {
        out += c;
      } else {
        out += '%';
        out += kHex[static_cast<unsigned char>(c) >> 4];
        out += kHex[static_cast<unsigned char>(c) & 15];
      }
    }
    return out;
  }
  out += '=';
  if (!utf8_value.empty() && std::all_of(utf8_value.begin(), utf8_value.end(), is_token_char))
    return out.append(utf8_value);
  out += '"';
  for (const char c : utf8_value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

}  // namespace base
