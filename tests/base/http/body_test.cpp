// A body read whole: within its limit, under its lease.
#include "base/http/body.h"

#include <doctest/doctest.h>

#include "base/async/executor.h"
#include "tests/base/async/counted_pool.h"
#include "tests/base/http/text_body.h"

namespace {

base::Result<std::string> whole(const std::string& text, std::size_t limit, base::ReceiveLease& lease,
                                std::size_t piece = 1000) {
  tests::TextBody body(text, piece);
  return base::run_blocking(base::read_whole(body, limit, lease));
}

}  // namespace

TEST_CASE("http/read_whole: up to the limit, not beyond, in any pieces") {
  tests::CountedPool pool;
  for (std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{4096}, std::size_t{16384}, std::size_t{700000}}) {
    const std::string text(size, 'x');
    for (std::size_t piece : {std::size_t{7}, std::size_t{5000}, std::size_t{1 << 20}}) {
      CAPTURE(size);
      auto lease = pool.lease({});
      auto got = whole(text, size, *lease, piece);
      REQUIRE(got);
      CHECK(*got == text);
      CHECK(lease->held() >= size);
      if (size == 0) continue;
      auto over = whole(text, size - 1, *lease, piece);
      REQUIRE_FALSE(over);
      CHECK(over.error().code == base::ErrorCode::too_large);
    }
  }
}

TEST_CASE("http/read_whole: without room in the pool it is busy, and takes no more than the pool has") {
  tests::CountedPool pool(100000);
  auto lease = pool.lease({});
  auto got = whole(std::string(500000, 'x'), 1 << 20, *lease);
  REQUIRE_FALSE(got);
  CHECK(got.error().code == base::ErrorCode::busy);
  CHECK(got.error().temporary);
  CHECK(pool.most() <= 100000);
}
