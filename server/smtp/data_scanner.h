// DataScanner: takes the bytes of a message as they come, in pieces of any size, and keeps the message: for DATA it
// removes the stuffed dots and finds the end (RFC 5321 §4.5.2), for BDAT it takes everything (RFC 3030). Only CRLF ends
// a line and only CRLF.CRLF ends the data: lone CR and LF are data that make the message unacceptable, so that nobody
// can smuggle a second message past us. Works on whole runs with memchr. A value type.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace server::smtp {

class DataScanner {
 public:
  enum class Form { dots, chunks };
  struct Limits {
    std::size_t message_bytes;  // octets kept; beyond them the bytes are dropped and too_large() is set
    std::size_t line_bytes;     // octets of a line with its CRLF
  };
  DataScanner(Form form, Limits limits) : form_(form), limits_(limits) {}

  // Takes bytes; answers how many belong to the message (all of them, unless the end was found: the rest are commands).
  std::size_t feed(std::string_view bytes);
  // Form::dots: the final dot has been seen.
  bool done() const { return state_ == State::done; }

  bool too_large() const { return too_large_; }
  bool lone_cr_or_lf() const {
    return lone_ || (form_ == Form::chunks && after_cr_);
  }  // chunks: ask after the last one
  bool line_too_long() const { return line_too_long_; }
  // Drops what is kept and takes no more (no memory left); the end is still found.
  void discard();
  std::size_t kept() const { return message_.size(); }
  std::string take() { return std::move(message_); }

 private:
  enum class State : std::uint8_t { line_start, in_line, dot, dot_cr, done };
  void keep(std::string_view bytes);
  std::size_t take_line_bytes(std::string_view bytes);

  Form form_;
  Limits limits_;
  State state_ = State::line_start;
  bool after_cr_ = false;  // the last byte kept was CR
  bool lone_ = false, too_large_ = false, line_too_long_ = false, discarding_ = false;
  std::size_t line_length_ = 0;
  std::string message_;
};

}  // namespace server::smtp
