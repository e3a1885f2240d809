#include "server/jobs/housekeeping.h"

#include <doctest/doctest.h>

#include <thread>

#include "tests/mailstore/mail_house.h"

namespace {

std::int64_t count(base::Database& db, std::string_view sql) {
  std::int64_t out = -1;
  tests::must(db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto value = snapshot.query_i64(sql, {});
    if (!value) return value.error();
    out = *value;
    return {};
  }));
  return out;
}

void run_sql(base::Database& db, std::string_view sql) {
  tests::must(db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto done = tx.execute(sql, {});
    if (!done) return done.error();
    return {};
  }));
}

}  // namespace

TEST_CASE("jobs/housekeeping: expired tombstones and their contents go, living mail stays") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    tests::TempDirectory folder;
    tests::MailHouse house(engine, folder / "blobs");
    const auto box = house.mailbox(0);
    house.append(box, tests::mail("goes", "x"));
    house.append(box, tests::mail("stays", "y"));
    tests::must(house.store->selected().store_flags(
        {box.id, {base::Uid(1)}, mailstore::FlagChange::add, {mailstore::flag::kDeleted, {}}, {}}));
    tests::must(house.store->selected().expunge(box.id, {}));
    auto gate = tests::must(directory::Gate::open(*house.staff, house.clock, house.ids, {}));
    server::jobs::Housekeeping jobs(*house.store, *house.desk, *house.staff, *gate, house.clock, {});
    jobs.run_once();
    CHECK(count(*house.db, "SELECT COUNT(*) FROM content") == 2);  // the tombstone still keeps it
    run_sql(*house.db, "UPDATE tombstone SET expires_us = 1");
    jobs.run_once();
    CHECK(count(*house.db, "SELECT COUNT(*) FROM tombstone") == 0);
    CHECK(count(*house.db, "SELECT COUNT(*) FROM content") == 1);
  });
}

TEST_CASE("jobs/housekeeping: a change by another process is seen within a second; stop() ends the thread") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    tests::TempDirectory folder;
    tests::MailHouse house(engine, folder / "blobs");
    auto other = tests::must(directory::Directory::open(*house.db, house.clock, house.ids));
    server::jobs::HousekeepingSettings settings;
    settings.directory = std::chrono::milliseconds(100);
    auto gate = tests::must(directory::Gate::open(*house.staff, house.clock, house.ids, {}));
    server::jobs::Housekeeping jobs(*house.store, *house.desk, *house.staff, *gate, house.clock, settings);
    jobs.start();
    directory::AccountAdmin admin(*other, house.clock, house.ids);
    directory::NewPerson person;
    person.full_name = "Lê Văn Mới";
    person.address = "moi";
    person.unit = other->view()->units().front().id;
    tests::must(admin.create_person(person, "test"));
    bool seen = false;
    for (int i = 0; i < 200 && !seen; ++i) {
      seen = house.staff->view()->find_login("moi@house.example") != nullptr;
      if (!seen) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    CHECK(seen);
    jobs.stop();
  });
}

TEST_CASE("jobs/housekeeping: the clock that is given says what is due") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    tests::TempDirectory folder;
    tests::MailHouse house(engine, folder / "blobs");
    const auto box = house.mailbox(0);
    house.append(box, tests::mail("goes", "x"));
    tests::must(house.store->selected().store_flags(
        {box.id, {base::Uid(1)}, mailstore::FlagChange::add, {mailstore::flag::kDeleted, {}}, {}}));
    tests::must(house.store->selected().expunge(box.id, {}));
    run_sql(*house.db, "UPDATE tombstone SET expires_us = 1");
    base::FakeClock clock(house.clock.now());
    server::jobs::HousekeepingSettings settings;
    settings.directory = std::chrono::milliseconds(100);
    auto gate = tests::must(directory::Gate::open(*house.staff, house.clock, house.ids, {}));
    server::jobs::Housekeeping jobs(*house.store, *house.desk, *house.staff, *gate, clock, settings);
    jobs.start();
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    const auto tombstones = [&] { return count(*house.db, "SELECT COUNT(*) FROM tombstone"); };
    CHECK(tombstones() == 1);  // no hour has passed
    clock.advance(settings.retention);
    for (int i = 0; i < 200 && tombstones() > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(tombstones() == 0);
    jobs.stop();
  });
}
