#include "base/http/body.h"

#include <algorithm>

namespace base {

Co<Result<std::string>> read_whole(BodyReader& body, std::size_t limit, ReceiveLease& lease) {
  std::string out;
  for (;;) {
    const std::size_t have = out.size();
    // One octet over the limit is asked for, so that a body of just the limit is seen to end.
    const std::size_t room = std::min(limit + 1, have + std::clamp<std::size_t>(have, 4 * 1024, 256 * 1024));
    if (!lease.cover(room)) {
      co_return Error::transient(ErrorCode::busy, {"Máy chủ đang bận; xin thử lại sau giây lát.",
                                                   "The server is busy; please try again in a moment."});
    }
    out.resize(room);
    auto got = co_await body.read(out.data() + have, out.size() - have);
    if (!got) co_return got.error();
    out.resize(have + *got);
    if (*got == 0) co_return out;
    if (out.size() > limit)
      co_return Error::permanent(ErrorCode::too_large, {"Yêu cầu quá lớn.", "The request is too large."});
  }
}

}  // namespace base
