#include "base/fs/file_system.h"

#include <doctest/doctest.h>

#include "tests/storage_engines.h"

using base::ErrorCode;
using base::OpenMode;

TEST_CASE("fs/real: files are made, written, read, cut, renamed and removed") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  const std::string path = directory / "a";
  CHECK(fs->open(path, OpenMode::read_write).error().code == ErrorCode::not_found);
  auto file = fs->open(path, OpenMode::create_new);
  REQUIRE(file);
  CHECK(fs->open(path, OpenMode::create_new).error().code == ErrorCode::exists);
  CHECK((*file)->pwrite("hello", 3));
  CHECK(*(*file)->size() == 8);
  CHECK((*file)->sync());
  char buffer[16] = {};
  CHECK(*(*file)->pread(buffer, sizeof buffer, 0) == 8);
  CHECK(std::string(buffer, 8) == std::string("\0\0\0hello", 8));
  CHECK(*(*file)->pread(buffer, sizeof buffer, 100) == 0);
  CHECK((*file)->truncate(4));
  CHECK(*(*file)->size() == 4);
  CHECK(fs->rename(path, directory / "b"));
  CHECK_FALSE(*fs->exists(path));
  CHECK(*fs->list(directory.path()) == std::vector<std::string>{"b"});
  CHECK(fs->sync_directory(directory.path()));
  CHECK(fs->unlink(directory / "b"));
  CHECK(fs->unlink(directory / "b").error().code == ErrorCode::not_found);
  CHECK(*fs->free_space(directory.path()) > 0);
}

TEST_CASE("fs/real: directories are made with their parents, a file in the way is an error") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  CHECK(fs->create_directories(directory / "x/y/z"));
  CHECK(fs->create_directories(directory / "x/y/z"));
  CHECK(*fs->exists(directory / "x/y/z"));
  CHECK(base::write_file_atomically(*fs, directory / "f", "1"));
  CHECK_FALSE(fs->create_directories(directory / "f"));
  CHECK_FALSE(fs->create_directories(directory / "f/g"));
}

TEST_CASE("fs/real: write_file_atomically replaces, read_file has a limit") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  const std::string path = directory / "a";
  CHECK(base::write_file_atomically(*fs, path, "one"));
  CHECK(base::write_file_atomically(*fs, path, "two!"));
  CHECK(*base::read_file(*fs, path, 100) == "two!");
  CHECK(base::read_file(*fs, path, 3).error().code == ErrorCode::too_large);
  CHECK(*fs->list(directory.path()) == std::vector<std::string>{"a"});
}

TEST_CASE("fs/real: a full device answers disk_full") {
  auto fs = base::make_file_system();
  auto full = fs->open("/dev/full", OpenMode::read_write);
  if (!full) return;  // no such device here
  base::Result<void> written = (*full)->pwrite("x", 0);
  REQUIRE_FALSE(written);
  CHECK(written.error().code == ErrorCode::disk_full);
  CHECK(written.error().temporary);
}
