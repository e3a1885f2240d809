#include "base/http/head_parser.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/http/request_target.h"

namespace base {

namespace {

// RFC 9110 §5.6.2.
bool is_token_char(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char); }

// RFC 9110 §5.5: visible bytes, space, tab and obs-text.
bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_word(std::string_view text, std::string_view lower_word) {
  return text.size() == lower_word.size() &&
         std::equal(text.begin(), text.end(), lower_word.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

// RFC 9110 §8.6: digits only; false when it is no number or has more digits than any length of ours.
bool read_length(std::string_view text, std::uint64_t& out) {
  if (text.empty() || text.size() > 16) return false;
  out = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
    out = out * 10 + static_cast<unsigned>(c - '0');
  }
  return true;
}

}  // namespace

HttpHeadParser::HttpHeadParser(HttpHeadLimits limits) : limits_(limits) {}

void HttpHeadParser::fail(int status, std::string reason) {
  state_ = State::failed;
  status_ = status;
  reason_ = std::move(reason);
}

std::size_t HttpHeadParser::feed(std::string_view bytes) {
  const std::size_t given = bytes.size();
  while (!bytes.empty() && state_ == State::reading) {
    const std::size_t end = bytes.find('\n');
    const std::size_t count = end == std::string_view::npos ? bytes.size() : end + 1;
    const std::size_t room = in_fields_ ? limits_.head - std::min(limits_.head, head_bytes_) : limits_.target + 64;
    if (line_.size() + count > room) {
      if (in_fields_) {
        fail(431, "header fields too long");
      } else {
        fail(414, "request line too long");
      }
      break;
    }
    line_.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    if (end != std::string_view::npos) line_done();
  }
  return given - bytes.size();
}

// One whole line, its end included. Only CRLF ends a line: a lone LF or CR is how requests are smuggled past proxies.
void HttpHeadParser::line_done() {
  if (line_.size() < 2 || line_[line_.size() - 2] != '\r') return fail(400, "a line without CRLF");
  head_bytes_ += line_.size();
  line_.resize(line_.size() - 2);
  if (line_.find('\r') != std::string::npos) return fail(400, "a CR inside a line");
  if (!in_fields_) {
    if (head_bytes_ > limits_.head) return fail(431, "header too long");
    if (!line_.empty()) request_line();  // RFC 9112 §2.2: empty lines before a request are skipped
  } else if (line_.empty()) {
    head_done();
  } else {
    field_line();
  }
  line_.clear();
}

// RFC 9112 §3: method SP request-target SP HTTP-version.
void HttpHeadParser::request_line() {
  const std::size_t first = line_.find(' ');
  const std::size_t last = line_.rfind(' ');
  if (first == std::string::npos || first == last) return fail(400, "not a request line");
  const std::string_view line = line_;
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!is_token(method)) return fail(400, "not a method");
  if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || version[6] != '.' || version[5] < '0' ||
      version[5] > '9' || version[7] < '0' || version[7] > '9') {
    return fail(400, "not an HTTP version");
  }
  if (version[5] != '1') return fail(505, "HTTP version");
  if (target.size() > limits_.target) return fail(414, "target too long");
  if (target.empty() || !std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f; })) {
    return fail(400, "not a request target");
  }
  if (method == "CONNECT") return fail(501, "CONNECT");
  auto parts = parse_http_target(target);
  if (!parts || (parts->path == "*" && method != "OPTIONS")) return fail(400, "not a request target");
  head_.method = method;
  head_.target = target;
  head_.path = std::move(parts->path);
  head_.query = std::move(parts->query);
  head_.minor_version = version[7] == '0' ? 0 : 1;
  head_.host = std::move(parts->authority);
  in_fields_ = true;
}

// RFC 9112 §5: no white space before the colon, no folding.
void HttpHeadParser::field_line() {
  if (head_.headers.all().size() >= limits_.fields) return fail(431, "too many header fields");
  const std::string_view line = line_;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return fail(400, "not a header field");
  const std::string_view value = without_spaces(line.substr(colon + 1));
  if (!is_field_value(value)) return fail(400, "a control character in a header field");
  head_.headers.add(line.substr(0, colon), value);
}

// RFC 9112 §6: how long the body is. Whatever could be read two ways is refused.
void HttpHeadParser::head_done() {
  std::size_t hosts = 0, lengths = 0, codings = 0;
  std::uint64_t length = 0;
  for (const auto& [name, value] : head_.headers.all()) {
    if (is_word(name, "host") && ++hosts == 1 && head_.host.empty()) head_.host = value;
    if (is_word(name, "content-length")) {
      if (++lengths > 1 || !read_length(value, length)) return fail(400, "Content-Length");
      head_.length = length;
    }
    if (is_word(name, "transfer-encoding")) {
      ++codings;
      if (!is_word(value, "chunked")) return fail(501, "transfer coding");
    }
    if (is_word(name, "expect")) {
      if (!is_word(value, "100-continue")) return fail(417, "expectation");
      head_.expects_continue = head_.minor_version > 0;
    }
  }
  if (hosts > 1 || (hosts == 0 && head_.minor_version > 0)) return fail(400, "Host");
  if (codings > 1 || (codings == 1 && (lengths > 0 || head_.minor_version == 0))) {
    return fail(400, "Transfer-Encoding beside another length");
  }
  head_.chunked = codings == 1;
  if (!head_.has_body()) head_.expects_continue = false;
  head_.keep_alive = head_.minor_version > 0 ? !head_.headers.has_token("Connection", "close")
                                             : head_.headers.has_token("Connection", "keep-alive");
  state_ = State::complete;
}

HttpHead HttpHeadParser::take() {
  HttpHead out = std::exchange(head_, HttpHead());
  state_ = State::reading;
  in_fields_ = false;
  std::string().swap(line_);
  head_bytes_ = 0;
  return out;
}

}  // namespace base
