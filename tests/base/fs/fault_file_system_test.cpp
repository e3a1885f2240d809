#include "tests/faults/fault_file_system.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/storage_engines.h"

using base::ErrorCode;
using base::OpenMode;
using tests::Fault;
using tests::FaultKind;
using tests::FaultPlan;
using tests::Survival;

namespace {

struct Disk {
  tests::TempDirectory directory;
  tests::TempDirectory trash;
  std::unique_ptr<base::FileSystem> real = base::make_file_system();
  std::string content(const std::string& name) const {
    auto bytes = base::read_file(*real, directory / name, 1 << 20);
    return bytes ? *bytes : "(none)";
  }
};

}  // namespace

TEST_CASE("fs/fault: what was fsynced survives a cut, the rest may vanish with its name") {
  Disk disk;
  {
    FaultPlan plan(disk.trash.path());
    auto fs = tests::make_fault_file_system(plan);
    auto kept = fs->open(disk.directory / "kept", OpenMode::create_new);
    REQUIRE(kept);
    CHECK((*kept)->pwrite("durable", 0));
    CHECK((*kept)->sync());
    CHECK(fs->sync_directory(disk.directory.path()));
    CHECK((*kept)->pwrite("DUR", 0));
    CHECK((*kept)->pwrite("tail", 7));
    auto nameless = fs->open(disk.directory / "nameless", OpenMode::create_new);
    CHECK((*nameless)->pwrite("synced without a name", 0));
    CHECK((*nameless)->sync());
    CHECK(disk.content("kept") == "DURabletail");
    CHECK(plan.operations() == 9);
    kept->reset();
    nameless->reset();
    CHECK(plan.settle(Survival::nothing));
  }
  CHECK(disk.content("kept") == "durable");
  CHECK(disk.content("nameless") == "(none)");
}

TEST_CASE("fs/fault: a cut makes the operation and all later ones fail") {
  Disk disk;
  FaultPlan plan(disk.trash.path());
  auto fs = tests::make_fault_file_system(plan);
  auto file = fs->open(disk.directory / "a", OpenMode::create_new);
  CHECK(fs->sync_directory(disk.directory.path()));
  plan.set({FaultKind::power_cut, plan.operations() + 2});
  CHECK((*file)->pwrite("one", 0));
  CHECK_FALSE((*file)->pwrite("two", 3));
  CHECK(plan.power_is_off());
  CHECK_FALSE((*file)->sync());
  CHECK_FALSE(fs->open(disk.directory / "a", OpenMode::read_only));
  file->reset();
  SUBCASE("everything survives, also the write that was cut") {
    CHECK(plan.settle(Survival::everything));
    CHECK(disk.content("a") == "onetwo");
  }
  SUBCASE("nothing survives") {
    CHECK(plan.settle(Survival::nothing));
    CHECK(disk.content("a").empty());
  }
}

TEST_CASE("fs/fault: torn writes keep any set of sectors and never touch other bytes") {
  std::set<std::string> seen;
  for (unsigned seed = 0; seed < 60; ++seed) {
    Disk disk;
    FaultPlan plan(disk.trash.path(), seed);
    auto fs = tests::make_fault_file_system(plan);
    auto file = fs->open(disk.directory / "a", OpenMode::create_new);
    CHECK((*file)->pwrite(std::string(4096, 'o'), 0));
    CHECK((*file)->sync());
    CHECK(fs->sync_directory(disk.directory.path()));
    CHECK((*file)->pwrite(std::string(2048, 'n'), 1024));
    file->reset();
    CHECK(plan.settle(Survival::torn));
    const std::string left = disk.content("a");
    REQUIRE(left.size() == 4096);
    CHECK(left.substr(0, 1024) == std::string(1024, 'o'));
    CHECK(left.substr(3072) == std::string(1024, 'o'));
    CHECK(left.find_first_not_of("on") == std::string::npos);
    seen.insert(left);
  }
  CHECK(seen.size() > 10);
}

TEST_CASE("fs/fault: removed and replaced names come back when their directory was not fsynced") {
  Disk disk;
  REQUIRE(base::write_file_atomically(*disk.real, disk.directory / "gone", "g"));
  REQUIRE(base::write_file_atomically(*disk.real, disk.directory / "old", "old"));
  for (const bool synced : {false, true}) {
    FaultPlan plan(disk.trash.path());
    auto fs = tests::make_fault_file_system(plan);
    CHECK(fs->unlink(disk.directory / "gone"));
    auto fresh = fs->open(disk.directory / "new", OpenMode::create_new);
    CHECK((*fresh)->pwrite("new", 0));
    CHECK((*fresh)->sync());
    fresh->reset();
    CHECK(fs->rename(disk.directory / "new", disk.directory / "old"));
    if (synced) CHECK(fs->sync_directory(disk.directory.path()));
    CHECK(plan.settle(Survival::nothing));
    CHECK(disk.content("gone") == (synced ? "(none)" : "g"));
    CHECK(disk.content("old") == (synced ? "new" : "old"));
    CHECK(disk.content("new") == "(none)");
  }
}

TEST_CASE("fs/fault: a renamed directory takes its files along, and gives them back when its name did not last") {
  for (const bool synced : {false, true}) {
    Disk disk;
    FaultPlan plan(disk.trash.path());
    auto fs = tests::make_fault_file_system(plan);
    CHECK(fs->create_directories(disk.directory / "work"));
    auto kept = fs->open(disk.directory / "work/kept", OpenMode::create_new);
    CHECK((*kept)->pwrite("kept", 0));
    CHECK((*kept)->sync());
    CHECK(fs->sync_directory(disk.directory / "work"));
    auto lost = fs->open(disk.directory / "work/lost", OpenMode::create_new);
    CHECK((*kept)->pwrite("KEPT", 0));
    kept->reset();
    lost->reset();
    CHECK(fs->rename(disk.directory / "work", disk.directory / "done"));
    if (synced) CHECK(fs->sync_directory(disk.directory.path()));
    CHECK(plan.settle(Survival::nothing));
    CHECK(disk.content("done/kept") == (synced ? "kept" : "(none)"));
    CHECK(disk.content("work/kept") == (synced ? "(none)" : "kept"));
    CHECK(disk.content("done/lost") == "(none)");
    CHECK(disk.content("work/lost") == "(none)");
  }
}

TEST_CASE("fs/fault: an I/O error leaves half a write, a full disk lasts until cleared") {
  Disk disk;
  FaultPlan plan(disk.trash.path());
  auto fs = tests::make_fault_file_system(plan);
  auto file = fs->open(disk.directory / "a", OpenMode::create_new);
  plan.set({FaultKind::io_error, plan.operations() + 1});
  CHECK((*file)->pwrite("12345678", 0).error().code == ErrorCode::io);
  CHECK(disk.content("a") == "1234");
  CHECK((*file)->pwrite("12345678", 0));
  plan.set({FaultKind::disk_full, plan.operations() + 1, true});
  CHECK((*file)->pwrite("x", 0).error().code == ErrorCode::disk_full);
  CHECK((*file)->pwrite("x", 0).error().code == ErrorCode::disk_full);
  CHECK((*file)->sync());
  plan.clear();
  CHECK((*file)->pwrite("x", 0));
}

TEST_CASE("fs/fault: what a failed fsync was to save is not saved by the next one") {
  Disk disk;
  {
    FaultPlan plan(disk.trash.path());
    auto fs = tests::make_fault_file_system(plan);
    auto file = fs->open(disk.directory / "a", OpenMode::create_new);
    CHECK(fs->sync_directory(disk.directory.path()));
    CHECK((*file)->pwrite("AAAA", 0));
    plan.set({FaultKind::io_error, plan.operations() + 1});
    CHECK_FALSE((*file)->sync());
    CHECK((*file)->pwrite("BB", 1));
    CHECK((*file)->sync());
    file->reset();
    CHECK(plan.settle(Survival::nothing));
  }
  CHECK(disk.content("a") == std::string("\0BB", 3));
}
