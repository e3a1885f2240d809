#include "server/imap/session/command_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace server::imap {

bool ends_with_literal(std::string_view line, LiteralHeader& header) {
  if (line.size() < 3 || line.back() != '}') return false;
  std::size_t end = line.size() - 1;
  header.synchronising = line[end - 1] != '+';
  if (!header.synchronising) --end;
  std::size_t begin = end;
  while (begin > 0 && line[begin - 1] >= '0' && line[begin - 1] <= '9') --begin;
  if (begin == end || begin == 0 || line[begin - 1] != '{') return false;
  std::uint64_t size = 0;
  constexpr std::uint64_t kMost = INT64_MAX;
  for (std::size_t i = begin; i < end; ++i) {
    const auto digit = static_cast<std::uint64_t>(line[i] - '0');
    size = size > (kMost - digit) / 10 ? kMost : size * 10 + digit;
  }
  header.size = size;
  return true;
}

CommandReader::Event CommandReader::feed(std::string_view& input) {
  while (!input.empty()) {
    if (in_literal_) {
      literal_bytes(input);
      continue;
    }
    const Event event = line_bytes(input);
    if (event != Event::need_more) return event;
  }
  return Event::need_more;
}

CommandReader::Event CommandReader::line_bytes(std::string_view& input) {
  const auto* newline = static_cast<const char*>(std::memchr(input.data(), '\n', input.size()));
  const std::size_t take = newline ? static_cast<std::size_t>(newline - input.data()) + 1 : input.size();
  const std::size_t room = overflow_ ? 0 : max_line_ - std::min(max_line_, command_.text.size());
  command_.text.append(input.substr(0, std::min(take, room)));
  if (take > room) {
    overflow_ = true;
    dropped_ += take - room;
  }
  input.remove_prefix(take);
  if (dropped_ > kFloodOctets) return Event::flood;
  if (!newline) return Event::need_more;
  if (overflow_) return Event::line_too_long;
  return end_of_line();
}

CommandReader::Event CommandReader::end_of_line() {
  std::string& text = command_.text;
  text.pop_back();  // LF; a lone LF ends a line too
  if (!text.empty() && text.back() == '\r') text.pop_back();
  if (text.size() < line_start_) text.resize(line_start_);
  if (ends_with_literal(std::string_view(text).substr(line_start_), header_)) return Event::literal;
  return Event::complete;
}

void CommandReader::accept_literal() {
  command_.text += "\r\n";
  line_start_ = command_.text.size();
  command_.literals.emplace_back();
  missing_ = header_.size;
  in_literal_ = missing_ > 0;
  discard_ = false;
}

void CommandReader::discard_literal() {
  accept_literal();
  discard_ = true;
}

void CommandReader::literal_bytes(std::string_view& input) {
  const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(missing_, input.size()));
  if (!discard_) {
    std::string& literal = command_.literals.back();
    // The announced size is reserved step by step: a client must send what it makes us keep.
    if (literal.capacity() < literal.size() + take) {
      literal.reserve(static_cast<std::size_t>(
          std::min<std::uint64_t>(header_.size, std::max<std::size_t>(literal.size() * 4, 16384))));
    }
    literal.append(input.substr(0, take));
    kept_ += take;
  }
  input.remove_prefix(take);
  missing_ -= take;
  in_literal_ = missing_ > 0;
}

void CommandReader::drop_literals() {
  for (std::string& literal : command_.literals) literal = std::string();
  kept_ = 0;
  discard_ = true;
}

Command CommandReader::take() {
  kept_ = 0;
  dropped_ = 0;
  missing_ = 0;
  line_start_ = 0;
  in_literal_ = discard_ = overflow_ = false;
  return std::exchange(command_, Command{});
}

}  // namespace server::imap
