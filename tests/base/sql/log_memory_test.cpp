#include "base/sql/redo/log_memory.h"

#include <doctest/doctest.h>

#include "tests/storage_engines.h"

TEST_CASE("sql/log memory: what goes beyond memory lies in a file without a name") {
  const tests::TempDirectory directory;
  base::sql::LogMemory log(directory.path(), 1000);
  std::string all;
  for (int i = 0; i < 40; ++i) {
    const std::string piece(73, static_cast<char>('a' + i % 26));
    REQUIRE(log.write(static_cast<std::int64_t>(all.size()), piece));
    all += piece;
  }
  CHECK(log.size() == static_cast<std::int64_t>(all.size()));
  CHECK(std::filesystem::is_empty(directory.path()));
  for (std::size_t at = 0; at < all.size(); at += 31) {
    std::string out(200, '\0');
    const std::int64_t got = log.read(static_cast<std::int64_t>(at), out.data(), out.size());
    CHECK(got == static_cast<std::int64_t>(std::min<std::size_t>(200, all.size() - at)));
    CHECK(out.substr(0, static_cast<std::size_t>(got)) == all.substr(at, 200));
  }
  REQUIRE(log.truncate(500));
  char octet = 0;
  CHECK(log.read(499, &octet, 1) == 1);
  CHECK(log.read(500, &octet, 1) == 0);
}
