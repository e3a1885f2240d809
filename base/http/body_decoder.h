// HttpBodyDecoder: the body of one HTTP/1.1 request (RFC 9112 §6, §7.1) out of bytes in any pieces, by length or by
// chunks. Pure, without a buffer: what it yields are views into what it was given. It never yields more than its limit
// in all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace base {

class HttpBodyDecoder {
 public:
  enum class State {
    reading,   // needs bytes
    complete,  // the body has ended; what follows is the next request
    failed,    // status() says why; nothing after it on the connection can be trusted
  };
  struct Piece {
    std::size_t used = 0;   // octets of the input that are done with
    std::string_view data;  // of the body; lies within the input
  };

  // `limit`: octets of the body; a longer one fails with 413, before any of the chunk that is too much has been
  // yielded. `length` counts when not chunked.
  HttpBodyDecoder(bool chunked, std::uint64_t length, std::uint64_t limit);
  // Takes bytes until there is data, the end or a failure. Uses all that it was given unless one of them came.
  // REQUIRES: state() == reading.
  Piece decode(std::string_view bytes);

  State state() const { return state_; }
  int status() const { return status_; }          // 400, 413 or 431. REQUIRES: state() == failed.
  const char* reason() const { return reason_; }  // for the log
  std::uint64_t yielded() const { return yielded_; }
  // How many octets of body come next, before any framing.
  std::uint64_t data_left() const { return step_ == Step::data && state_ == State::reading ? left_ : 0; }

 private:
  enum class Step {
    data,  // of the length or of a chunk
    size_first,
    size,        // digits of a chunk's size
    after_size,  // spaces behind them
    extension,   // from ';' to the CR: dropped
    size_end,    // the LF
    data_cr,
    data_end,  // CRLF behind the data of a chunk
    trailer_first,
    trailer,
    trailer_end,
    last_end,  // trailer lines are dropped; last_end: the LF of the empty line
  };

  void fail(int status, const char* reason);
  void framing(char c);
  void size_digit(char c);
  void size_known();

  std::uint64_t limit_;
  std::uint64_t yielded_ = 0;
  std::uint64_t left_ = 0;      // octets missing of the body or the chunk; the size of the chunk while it is read
  std::size_t extensions_ = 0;  // octets of all chunk lines beside their digits
  std::size_t trailers_ = 0;
  int digits_ = 0;
  int status_ = 0;
  const char* reason_ = "";
  State state_ = State::reading;
  Step step_ = Step::data;
  bool chunked_;
};

}  // namespace base
