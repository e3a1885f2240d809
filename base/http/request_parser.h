// HttpRequestParser: incremental HTTP/1.1 requests (RFC 9112) out of bytes in any pieces. Pure; one object per connection.
// feed() until it says complete, take(), then feed() what is left: pipelined requests come one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/http/message.h"

namespace base {

struct HttpLimits {
  std::size_t target = 8 * 1024;         // bytes of the request target; beyond: 414
  std::size_t head = 16 * 1024;          // bytes of request line and fields, also of chunk trailers; beyond: 431
  std::size_t fields = 100;              // beyond: 431
  std::size_t body = 26 * 1024 * 1024;   // bytes, chunked coding removed; beyond: 413
};

class HttpRequestParser {
 public:
  enum class State {
    head,      // needs bytes of the head
    body,      // has the head, needs bytes of the body
    complete,  // take() is due
    failed,    // answer status(), then close: nothing after it can be trusted
  };

  explicit HttpRequestParser(HttpLimits limits = {});

  // Takes bytes up to the end of one request and returns how many; less than given only when complete or failed.
  std::size_t feed(std::string_view bytes);
  State state() const { return state_; }
  // 400, 413, 414, 431, 501 or 505. REQUIRES: state() == failed.
  int status() const { return status_; }
  const std::string& reason() const { return reason_; }  // for the log

  // True once per request: the client waits for "100 Continue" before it sends the body (RFC 9110 §10.1.1).
  bool take_expect_continue();
  // True when the connection may serve another request after this one. REQUIRES: complete (or later, until the next feed).
  bool keep_alive() const { return keep_alive_; }
  // True when nothing of a request has been read yet (a close here is orderly).
  bool at_start() const { return state_ == State::head && line_.empty() && head_bytes_ == 0; }
  // Moves the request out and starts over. REQUIRES: state() == complete.
  HttpRequest take();

 private:
  enum class Step { request_line, field_line, length_body, chunk_size, chunk_data, chunk_end, trailer_line };

  void fail(int status, std::string reason);
  void line_done();
  void request_line();
  void field_line();
  void head_done();
  void chunk_size();
  std::size_t take_data(std::string_view bytes);

  HttpLimits limits_;
  State state_ = State::head;
  Step step_ = Step::request_line;
  int status_ = 0;
  std::string reason_;
  std::string line_;              // the line being read
  std::size_t head_bytes_ = 0;
  std::size_t trailer_bytes_ = 0;
  std::uint64_t left_ = 0;        // bytes missing of the body or the chunk
  bool expect_continue_ = false;
  bool keep_alive_ = false;
  HttpRequest request_;
};

}  // namespace base
