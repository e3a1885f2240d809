// A run makes no id below those of the runs before it, wherever the machine's clock stands: ids name, and they order.
#include "mailstore/maintenance/newest_id.h"

#include <doctest/doctest.h>

#include "base/floor_clock.h"
#include "tests/mailstore/mail_house.h"

using tests::mail;
using tests::MailHouse;
using tests::must;

TEST_CASE("newest id: an empty database has none, a full one the greatest of all its tables") {
  tests::TempDirectory dir;
  tests::for_each_storage_engine([&](const tests::StorageEngine& engine) {
    MailHouse house(engine, dir / ("blobs" + engine.name), 0);
    CHECK(must(mailstore::newest_id(*house.db)) == 0);
    house.open_house(3);
    const std::int64_t people = must(mailstore::newest_id(*house.db));
    CHECK(people >= house.person(2).value);
    for (int i = 0; i < 3; ++i) house.append(house.mailbox(i), mail("thư", "nội dung"));
    const std::int64_t last = must(mailstore::newest_id(*house.db));
    CHECK(last > people);
    CHECK(last < house.ids.next());
  });
}

TEST_CASE("newest id: behind it every id of the next run, though the clock went back a day") {
  base::FakeClock clock(base::Timestamp::from_seconds(1796000000));
  base::IdMaker first(clock);
  std::int64_t last = 0;
  for (int i = 0; i < 40000; ++i) last = first.next();  // two milliseconds were borrowed
  clock.set(base::Timestamp::from_seconds(1796000000 - 86400));
  base::FloorClock floor(clock);
  floor.set_floor(base::behind_id(last));
  base::IdMaker second(floor);
  CHECK(second.next() > last);
  clock.set(base::Timestamp::from_seconds(1796000000 + 60));
  const std::int64_t later = second.next();
  CHECK(base::behind_id(later) == base::Timestamp(1796000060000000 + 1000));
  CHECK(base::behind_id(0) == base::Timestamp());
}
