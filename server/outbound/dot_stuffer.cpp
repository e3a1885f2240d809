#include "server/outbound/dot_stuffer.h"

#include <cstring>

namespace server::outbound {

void DotStuffer::feed(std::string_view piece, std::string& out) {
  while (!piece.empty()) {
    if (at_ == At::line_start && piece.front() == '.') out += '.';
    // Only CRLF makes a new line for us, but a peer that takes a lone LF for one must not be fooled either: both
    // double.
    const char* lf = static_cast<const char*>(std::memchr(piece.data(), '\n', piece.size()));
    std::size_t count = lf ? static_cast<std::size_t>(lf - piece.data()) + 1 : piece.size();
    out.append(piece.substr(0, count));
    at_ = lf ? At::line_start : (piece[count - 1] == '\r' ? At::after_cr : At::in_line);
    piece.remove_prefix(count);
  }
}

void DotStuffer::finish(std::string& out) {
  if (at_ == At::after_cr) out += '\n';
  if (at_ == At::in_line) out += "\r\n";
  out += ".\r\n";
}

}  // namespace server::outbound
