// HttpHeadParser: the heads of HTTP/1.1 requests (RFC 9112) out of bytes in any pieces. Pure; one object per
// connection. feed() until it says complete, take(), let the body be decoded (body_decoder.h), then feed() what is
// left.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/http/head.h"

namespace base {

class HttpHeadParser {
 public:
  enum class State {
    reading,   // needs bytes
    complete,  // take() is due
    failed,    // answer status(), then close: nothing after it can be trusted
  };

  explicit HttpHeadParser(HttpHeadLimits limits = {});

  // Takes bytes up to the end of one head and returns how many; less than given only when complete or failed.
  std::size_t feed(std::string_view bytes);
  State state() const { return state_; }
  // 400, 414, 417, 431, 501 or 505. REQUIRES: state() == failed.
  int status() const { return status_; }
  const std::string& reason() const { return reason_; }  // for the log

  // True when nothing of a head has been read yet (a close here is orderly).
  bool at_start() const { return state_ == State::reading && line_.empty() && head_bytes_ == 0; }
  // Moves the head out (peer and tls are the caller's to fill) and starts over; keeps no memory. REQUIRES: state() ==
  // complete.
  HttpHead take();

 private:
  void fail(int status, std::string reason);
  void line_done();
  void request_line();
  void field_line();
  void head_done();

  HttpHeadLimits limits_;
  State state_ = State::reading;
  bool in_fields_ = false;  // the request line is behind us
  int status_ = 0;
  std::string reason_;
  std::string line_;  // the line being read
  std::size_t head_bytes_ = 0;
  HttpHead head_;
};

}  // namespace base
