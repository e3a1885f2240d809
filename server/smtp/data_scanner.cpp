#include "server/smtp/data_scanner.h"

#include <cstring>
#include <utility>

namespace server::smtp {

void DataScanner::discard() {
  discarding_ = true;
  std::string().swap(message_);
}

void DataScanner::keep(std::string_view bytes) {
  if (discarding_) return;
  if (message_.size() + bytes.size() > limits_.message_bytes) {
    too_large_ = true;
    discard();
    return;
  }
  message_.append(bytes);
}

// Bytes up to and with the next LF. Sets the state for what follows.
std::size_t DataScanner::take_line_bytes(std::string_view bytes) {
  const char* found = static_cast<const char*>(std::memchr(bytes.data(), '\n', bytes.size()));
  std::size_t count = found ? static_cast<std::size_t>(found - bytes.data()) + 1 : bytes.size();
  std::string_view line = bytes.substr(0, count);

  // Every CR must stand right before an LF.
  if (after_cr_ && line.front() != '\n') lone_ = true;
  bool crlf = found && (count >= 2 ? line[count - 2] == '\r' : after_cr_);
  if (found && !crlf) lone_ = true;
  std::string_view body =
      found ? line.substr(0, crlf && count >= 2 ? count - 2 : count - 1) : line.substr(0, count - 1);
  if (!body.empty() && std::memchr(body.data(), '\r', body.size())) lone_ = true;
  after_cr_ = !found && line.back() == '\r';

  line_length_ += count;
  if (line_length_ > limits_.line_bytes) line_too_long_ = true;
  if (found) line_length_ = 0;
  keep(line);
  state_ = crlf ? State::line_start : State::in_line;
  return count;
}

std::size_t DataScanner::feed(std::string_view bytes) {
  std::size_t position = 0;
  while (position < bytes.size() && state_ != State::done) {
    char c = bytes[position];
    switch (state_) {
      case State::line_start:
        if (form_ == Form::dots && c == '.') {
          state_ = State::dot;
          ++position;
          break;
        }
        [[fallthrough]];
      case State::in_line: position += take_line_bytes(bytes.substr(position)); break;
      case State::dot:  // RFC 5321 §4.5.2: the first dot of a line goes, unless the line is a dot alone
        if (c == '\r') {
          state_ = State::dot_cr;
          ++position;
        } else {
          state_ = State::in_line;
        }
        break;
      case State::dot_cr:
        if (c == '\n') {
          state_ = State::done;
          ++position;
        } else {  // ".\rx": the CR was data after all
          keep("\r");
          ++line_length_;
          after_cr_ = true;
          state_ = State::in_line;
        }
        break;
      case State::done: break;
    }
  }
  return position;
}

}  // namespace server::smtp
