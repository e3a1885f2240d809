#include "server/outbound/stored_message.h"

namespace server::outbound {

base::Co<base::Result<std::string>> StoredMessage::next() {
  if (!prefix_given_) {
    prefix_given_ = true;
    if (!prefix_.empty()) co_return prefix_;
  }
  base::Result<std::string> piece = co_await contents_.read(content_, offset_, kPiece);
  if (piece) offset_ += static_cast<std::int64_t>(piece->size());
  co_return piece;
}

base::Co<base::Result<std::string>> read_for_report(MessageSource& source, bool whole, std::size_t limit) {
  std::string out;
  source.rewind();
  for (;;) {
    base::Result<std::string> piece = co_await source.next();
    if (!piece) co_return std::move(piece).error();
    std::size_t scanned = out.size() < 3 ? 0 : out.size() - 3;
    out += *piece;
    std::size_t blank = whole ? std::string::npos : out.find("\r\n\r\n", scanned);
    if (blank != std::string::npos) {
      out.resize(blank + 4);
      co_return out;
    }
    if (piece->empty() || out.size() >= limit) {
      if (out.size() > limit) out.resize(limit);
      co_return out;
    }
  }
}

}  // namespace server::outbound
