#include "base/http/body_decoder.h"

#include <algorithm>

namespace base {

namespace {

constexpr std::size_t kExtensions = 16 * 1024;  // of all chunk extensions of one body, beside a sixteenth of it
constexpr std::size_t kTrailers = 16 * 1024;
constexpr int kSizeDigits = 16;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

HttpBodyDecoder::HttpBodyDecoder(bool chunked, std::uint64_t length, std::uint64_t limit)
    : limit_(limit), chunked_(chunked) {
  if (chunked_) {
    step_ = Step::size_first;
    return;
  }
  left_ = length;
  if (left_ > limit_) {
    fail(413, "body too long");
  } else if (left_ == 0) {
    state_ = State::complete;
  }
}

void HttpBodyDecoder::fail(int status, const char* reason) {
  state_ = State::failed;
  status_ = status;
  reason_ = reason;
}

HttpBodyDecoder::Piece HttpBodyDecoder::decode(std::string_view bytes) {
  Piece out;
  while (out.used < bytes.size() && state_ == State::reading) {
    if (step_ != Step::data) {
      framing(bytes[out.used++]);
      continue;
    }
    const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - out.used));
    out.data = bytes.substr(out.used, count);
    out.used += count;
    left_ -= count;
    yielded_ += count;
    if (left_ == 0 && chunked_) step_ = Step::data_cr;
    if (left_ == 0 && !chunked_) state_ = State::complete;
    break;
  }
  return out;
}

// RFC 9112 §7.1: chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF; the last has the size 0 and no data, then come
// trailer lines and an empty line. Only CRLF ends a line.
void HttpBodyDecoder::framing(char c) {
  switch (step_) {
    case Step::data: return;
    case Step::size_first:
    case Step::size: return size_digit(c);
    case Step::after_size:
    case Step::extension:
      if (c == '\r') {
        step_ = Step::size_end;
      } else if (c == '\n' || ++extensions_ > kExtensions + yielded_ / 16) {
        fail(400, c == '\n' ? "a line without CRLF" : "chunk extensions too long");
      } else if (c == ';') {
        step_ = Step::extension;
      } else if (step_ == Step::after_size && c != ' ' && c != '\t') {
        fail(400, "not a chunk size");
      }
      return;
    case Step::size_end:
      if (c != '\n') return fail(400, "a CR inside a line");
      return size_known();
    case Step::data_cr:
      if (c != '\r') return fail(400, "a chunk longer than its size");
      step_ = Step::data_end;
      return;
    case Step::data_end:
      if (c != '\n') return fail(400, "a CR inside a line");
      step_ = Step::size_first;
      return;
    case Step::trailer_first:
    case Step::trailer:
      if (++trailers_ > kTrailers) return fail(431, "trailers too long");
      if (c == '\n') return fail(400, "a line without CRLF");
      if (c == '\r') {
        step_ = step_ == Step::trailer_first ? Step::last_end : Step::trailer_end;
      } else {
        step_ = Step::trailer;
      }
      return;
    case Step::trailer_end:
      if (c != '\n') return fail(400, "a CR inside a line");
      step_ = Step::trailer_first;
      return;
    case Step::last_end:
      if (c != '\n') return fail(400, "a CR inside a line");
      state_ = State::complete;
      return;
  }
}

void HttpBodyDecoder::size_digit(char c) {
  const int digit = hex_digit(c);
  if (digit >= 0) {
    if (step_ == Step::size_first) {
      left_ = 0;
      digits_ = 0;
      step_ = Step::size;
    }
    if (++digits_ > kSizeDigits) return fail(400, "not a chunk size");
    left_ = left_ * 16 + static_cast<unsigned>(digit);
    return;
  }
  if (step_ == Step::size_first) return fail(400, "not a chunk size");
  step_ = Step::after_size;
  framing(c);
}

void HttpBodyDecoder::size_known() {
  if (left_ > limit_ - yielded_) return fail(413, "body too long");
  step_ = left_ == 0 ? Step::trailer_first : Step::data;
}

}  // namespace base
