#include "base/http/request_parser.h"

#include <algorithm>
#include <utility>

#include "base/http/request_target.h"

namespace base {

namespace {

constexpr std::size_t kChunkLine = 1024;  // chunk size and extensions

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

// Digits only; false when it is no number or does not fit.
bool read_number(std::string_view text, unsigned base, std::uint64_t& out) {
  if (text.empty() || text.size() > 16) return false;
  out = 0;
  for (char c : text) {
    unsigned digit = 99;
    if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A' + 10);
    if (digit >= base || out > (UINT64_MAX - digit) / base) return false;
    out = out * base + digit;
  }
  return true;
}

}  // namespace

HttpRequestParser::HttpRequestParser(HttpLimits limits) : limits_(limits) {}

void HttpRequestParser::fail(int status, std::string reason) {
  state_ = State::failed;
  status_ = status;
  reason_ = std::move(reason);
}

std::size_t HttpRequestParser::feed(std::string_view bytes) {
  const std::size_t given = bytes.size();
  while (!bytes.empty() && state_ != State::complete && state_ != State::failed) {
    if (step_ == Step::length_body || step_ == Step::chunk_data) {
      bytes.remove_prefix(take_data(bytes));
      continue;
    }
    const std::size_t end = bytes.find('\n');
    const std::size_t count = end == std::string_view::npos ? bytes.size() : end + 1;
    std::size_t room = limits_.head;
    if (step_ == Step::request_line) room = limits_.target + 64;
    if (step_ == Step::chunk_size || step_ == Step::chunk_end) room = kChunkLine;
    if (step_ == Step::field_line) room = limits_.head - std::min(limits_.head, head_bytes_);
    if (step_ == Step::trailer_line) room = limits_.head - std::min(limits_.head, trailer_bytes_);
    if (line_.size() + count > room) {
      if (step_ == Step::request_line) {
        fail(414, "request line too long");
      } else if (step_ == Step::field_line || step_ == Step::trailer_line) {
        fail(431, "header fields too long");
      } else {
        fail(400, "chunk line too long");
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
void HttpRequestParser::line_done() {
  if (line_.size() < 2 || line_[line_.size() - 2] != '\r') return fail(400, "a line without CRLF");
  const std::size_t length = line_.size();
  line_.resize(length - 2);
  if (line_.find('\r') != std::string::npos) return fail(400, "a CR inside a line");
  switch (step_) {
    case Step::request_line:
      head_bytes_ += length;
      if (head_bytes_ > limits_.head) return fail(431, "header too long");
      if (!line_.empty()) request_line();  // RFC 9112 §2.2: empty lines before a request are skipped
      break;
    case Step::field_line:
      head_bytes_ += length;
      if (line_.empty()) {
        head_done();
      } else {
        field_line();
      }
      break;
    case Step::chunk_size:
      chunk_size();
      break;
    case Step::chunk_end:
      if (!line_.empty()) return fail(400, "a chunk longer than its size");
      step_ = Step::chunk_size;
      break;
    case Step::trailer_line:  // RFC 9112 §7.1.2: trailers may be dropped
      trailer_bytes_ += length;
      if (line_.empty()) state_ = State::complete;
      break;
    case Step::length_body:
    case Step::chunk_data:
      break;
  }
  line_.clear();
}

// RFC 9112 §3: method SP request-target SP HTTP-version.
void HttpRequestParser::request_line() {
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
  request_.method = method;
  request_.target = target;
  request_.path = std::move(parts->path);
  request_.query = std::move(parts->query);
  request_.minor_version = version[7] == '0' ? 0 : 1;
  step_ = Step::field_line;
}

// RFC 9112 §5: no white space before the colon, no folding.
void HttpRequestParser::field_line() {
  if (request_.headers.all().size() >= limits_.fields) return fail(431, "too many header fields");
  const std::string_view line = line_;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return fail(400, "not a header field");
  const std::string_view value = without_spaces(line.substr(colon + 1));
  if (!is_field_value(value)) return fail(400, "a control character in a header field");
  request_.headers.add(line.substr(0, colon), value);
}

// RFC 9112 §6: how long the body is. Whatever could be read two ways is refused.
void HttpRequestParser::head_done() {
  std::size_t hosts = 0, lengths = 0, codings = 0;
  std::uint64_t length = 0;
  for (const auto& [name, value] : request_.headers.all()) {
    if (is_word(name, "host")) ++hosts;
    if (is_word(name, "content-length") && (++lengths > 1 || !read_number(value, 10, length))) {
      return fail(400, "Content-Length");
    }
    if (is_word(name, "transfer-encoding")) {
      ++codings;
      if (!is_word(value, "chunked")) return fail(501, "transfer coding");
    }
    if (is_word(name, "expect")) {
      if (!is_word(value, "100-continue")) return fail(417, "expectation");
      expect_continue_ = request_.minor_version > 0;
    }
  }
  if (hosts > 1 || (hosts == 0 && request_.minor_version > 0)) return fail(400, "Host");
  if (codings > 1 || (codings == 1 && (lengths > 0 || request_.minor_version == 0))) {
    return fail(400, "Transfer-Encoding beside another length");
  }
  if (length > limits_.body) return fail(413, "body too long");
  keep_alive_ = request_.minor_version > 0 ? !request_.headers.has_token("Connection", "close")
                                           : request_.headers.has_token("Connection", "keep-alive");
  if (codings == 1) {
    state_ = State::body;
    step_ = Step::chunk_size;
  } else if (length > 0) {
    state_ = State::body;
    step_ = Step::length_body;
    left_ = length;
  } else {
    expect_continue_ = false;
    state_ = State::complete;
  }
}

// RFC 9112 §7.1: chunk-size [ chunk-ext ] CRLF; extensions are dropped.
void HttpRequestParser::chunk_size() {
  std::string_view size = line_;
  size = without_spaces(size.substr(0, std::min(size.find(';'), size.size())));
  if (!read_number(size, 16, left_)) return fail(400, "not a chunk size");
  if (left_ > limits_.body || request_.body.size() + left_ > limits_.body) return fail(413, "body too long");
  step_ = left_ == 0 ? Step::trailer_line : Step::chunk_data;
}

std::size_t HttpRequestParser::take_data(std::string_view bytes) {
  const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
  request_.body.append(bytes.substr(0, count));
  left_ -= count;
  expect_continue_ = false;
  if (left_ > 0) return count;
  if (step_ == Step::chunk_data) {
    step_ = Step::chunk_end;
  } else {
    state_ = State::complete;
  }
  return count;
}

bool HttpRequestParser::take_expect_continue() {
  return state_ == State::body && std::exchange(expect_continue_, false);
}

HttpRequest HttpRequestParser::take() {
  HttpRequest out = std::exchange(request_, HttpRequest());
  state_ = State::head;
  step_ = Step::request_line;
  line_.clear();
  head_bytes_ = 0;
  trailer_bytes_ = 0;
  left_ = 0;
  expect_continue_ = false;
  return out;
}

}  // namespace base
