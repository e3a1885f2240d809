// A backup that was reported as made outlives a power cut; until then the former one does. And a restore takes only
// what it knows.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "mailstore/maintenance/backup.h"
#include "tests/faults/fault_file_system.h"
#include "tests/mailstore/mail_house.h"

using namespace mailstore;
using tests::FaultKind;
using tests::FaultPlan;
using tests::mail;
using tests::MailHouse;
using tests::must;
using tests::Survival;

namespace {

tests::StorageEngine sqlite_in(const tests::TempDirectory& dir, const std::string& name = "vanthu.db") {
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / name;
  return engine;
}

// The real files; says when the names of a directory are made durable.
class WatchedFiles final : public base::FileSystem {
 public:
  explicit WatchedFiles(std::function<void(const std::string&)> synced) : synced_(std::move(synced)) {}
  base::Result<std::unique_ptr<base::File>> open(const std::string& path, base::OpenMode mode) override {
    return real_->open(path, mode);
  }
  base::Result<void> rename(const std::string& from, const std::string& to) override { return real_->rename(from, to); }
  base::Result<void> unlink(const std::string& path) override { return real_->unlink(path); }
  base::Result<void> create_directories(const std::string& path) override { return real_->create_directories(path); }
  base::Result<void> sync_directory(const std::string& path) override {
    synced_(path);
    return real_->sync_directory(path);
  }
  base::Result<bool> exists(const std::string& path) const override { return real_->exists(path); }
  base::Result<std::vector<std::string>> list(const std::string& path) const override { return real_->list(path); }
  base::Result<std::int64_t> free_space(const std::string& path) const override { return real_->free_space(path); }

 private:
  const std::unique_ptr<base::FileSystem> real_ = base::make_file_system();
  const std::function<void(const std::string&)> synced_;
};

BackupOptions into(const std::string& directory) {
  BackupOptions options;
  options.directory = directory;
  return options;
}

std::int64_t rows_of(base::FileSystem& files, const std::string& directory) {
  const auto checked = check_backup(files, directory);
  return checked ? checked->rows : -1;
}

}  // namespace

TEST_CASE("maintenance: the power fails while or after a backup is made") {
  tests::TempDirectory dir;
  const tests::StorageEngine engine = sqlite_in(dir);
  MailHouse house(engine, dir / "blobs");
  for (int i = 0; i < 5; ++i) house.append(house.mailbox(0), mail("thư " + std::to_string(i), "nội dung"));
  const auto real = base::make_file_system();
  std::int64_t operations = 0;
  const auto make = [&](std::int64_t cut_at, Survival survival) {
    std::filesystem::remove_all(dir / "backup");
    std::filesystem::remove_all(dir / "backup.tmp");
    tests::TempDirectory trash;
    FaultPlan plan(trash.path(), static_cast<unsigned>(cut_at));
    const auto files = tests::make_fault_file_system(plan);
    if (cut_at > 0) plan.set({FaultKind::power_cut, cut_at, false});
    const bool made = backup({*house.db, *house.blobs, *files, house.clock}, into(dir / "backup")).has_value();
    operations = plan.operations();
    if (std::filesystem::exists(dir / "backup")) REQUIRE(plan.settle(survival));
    return made;
  };
  SUBCASE("what was reported as made is whole, whatever was not synced") {
    for (const Survival survival : {Survival::nothing, Survival::torn}) {
      CHECK(make(0, survival));
      CHECK(rows_of(*real, dir / "backup") > 0);
    }
  }
  SUBCASE("each of the last steps may be the one that fails: there is a whole backup or none") {
    CHECK(make(0, Survival::everything));
    const std::int64_t all = operations;
    for (std::int64_t at = all - 6; at <= all; ++at) {
      CAPTURE(at);
      CHECK_FALSE(make(at, Survival::torn));
      if (std::filesystem::exists(dir / "backup")) CHECK(rows_of(*real, dir / "backup") > 0);
    }
  }
}

TEST_CASE("maintenance: the former backup goes when the new one's name is durable, not before") {
  tests::TempDirectory dir;
  const tests::StorageEngine engine = sqlite_in(dir);
  MailHouse house(engine, dir / "blobs");
  const auto real = base::make_file_system();
  std::filesystem::create_directories(dir / "kept");
  const std::string target = dir / "kept/backup";
  house.append(house.mailbox(0), mail("một", "x"));
  const std::int64_t before = must(backup({*house.db, *house.blobs, *real, house.clock}, into(target))).rows;
  house.append(house.mailbox(0), mail("hai", "x"));
  int times = 0;
  WatchedFiles files([&](const std::string& path) {
    if (path != dir / "kept") return;
    ++times;  // both are there, each whole
    CHECK(rows_of(*real, target) > before);
    CHECK(std::max(rows_of(*real, target + ".tmp"), rows_of(*real, target + ".old")) == before);
  });
  must(backup({*house.db, *house.blobs, files, house.clock}, into(target)));
  CHECK(times == 1);
  CHECK(must(real->list(dir / "kept")) == std::vector<std::string>{"backup"});
}

TEST_CASE("maintenance: rows of many pages are all in the backup") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    tests::TempDirectory dir;
    MailHouse house(engine, dir / "blobs");
    constexpr int kMails = 305;  // one page holds a hundred rows
    for (int i = 0; i < kMails; ++i) house.append(house.mailbox(0), mail("thư " + std::to_string(i), "x"));
    must(backup({*house.db, *house.blobs, *house.fs, house.clock}, into(dir / "backup")));
    tests::TempDirectory place;
    MailHouse other(sqlite_in(place), place / "blobs", 0);
    must(restore({*other.db, *other.blobs, *other.fs, other.clock}, into(dir / "backup")));
    other.open_house(0);
    const MailboxInfo inbox = other.mailbox(0);
    CHECK(inbox.messages == kMails);
    CHECK(must(other.store->selected().view(inbox.id))->size() == kMails);
  });
}

TEST_CASE("maintenance: a table or a column that is not known is refused, not written into SQL") {
  for (const char* strange : {"CREATE TABLE stranger (id BIGINT NOT NULL, PRIMARY KEY (id))",
                              "ALTER TABLE mailbox ADD COLUMN color BIGINT"}) {
    CAPTURE(strange);
    tests::TempDirectory dir;
    MailHouse house(sqlite_in(dir), dir / "blobs");
    house.append(house.mailbox(0), mail("một", "x"));
    must(house.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto done = tx.execute(strange, {});
      if (!done) return done.error();
      return {};
    }));
    must(backup({*house.db, *house.blobs, *house.fs, house.clock}, into(dir / "backup")));
    tests::TempDirectory place;
    MailHouse other(sqlite_in(place), place / "blobs", 0);
    const auto refused = restore({*other.db, *other.blobs, *other.fs, other.clock}, into(dir / "backup"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == base::ErrorCode::unsupported);
  }
}
