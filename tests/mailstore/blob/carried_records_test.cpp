// A record that only the database's log had is written to its place again.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/mailstore/blob/blob_samples.h"
#include "tests/storage_engines.h"

namespace fs = std::filesystem;

TEST_CASE("blob/carried: records that a power cut took come back byte for byte, and appending goes on behind them") {
  const tests::TempDirectory directory;
  auto file_system = base::make_file_system();
  const std::string blobs = directory / "blobs";
  std::vector<std::string> bytes, carried;
  std::vector<mailstore::BlobRef> refs;
  {
    auto store = tests::open_blobs(*file_system, blobs);
    for (unsigned i = 0; i < 8; ++i) {
      bytes.push_back(tests::sample_bytes(500 + 3000 * i, i));
      refs.push_back(*tests::append(*store, bytes.back()));
      auto record = store->record_to_carry(refs.back());
      REQUIRE(record);
      REQUIRE_FALSE(record->empty());
      carried.push_back(*record);
    }
  }
  const std::string segment = blobs + "/small-00000001.seg";
  for (const bool zeros : {false, true}) {
    // The file ends with the second record, or goes on with zeros: both are what a cut may leave.
    fs::resize_file(segment, static_cast<std::uintmax_t>(refs[2].offset));
    if (zeros) fs::resize_file(segment, static_cast<std::uintmax_t>(refs[7].offset + 10));
    auto store = tests::open_blobs(*file_system, blobs);
    CHECK_FALSE(store->check(refs[5]).has_value());
    // In any order, some twice; the fourth was never committed.
    const std::vector<std::string> some{carried[7], carried[1], carried[4], carried[2],
                                        carried[5], carried[6], carried[4]};
    REQUIRE(store->restore(some));
    for (const std::size_t i : {0u, 1u, 2u, 4u, 5u, 6u, 7u}) {
      CAPTURE(i);
      CHECK(*store->read_all(refs[i]) == bytes[i]);
      CHECK(store->check(refs[i]).has_value());
    }
    const auto next = tests::append(*store, "sau đó");
    REQUIRE(next);
    CHECK(next->offset >= refs[7].offset + refs[7].stored);
    CHECK(*store->read_all(*next) == "sau đó");
  }
  auto store = tests::open_blobs(*file_system, blobs);
  CHECK(*store->read_all(refs[7]) == bytes[7]);
}

TEST_CASE("blob/carried: what compaction has moved, large blobs and damaged records") {
  const tests::TempDirectory directory;
  auto file_system = base::make_file_system();
  const std::string blobs = directory / "blobs";
  auto store = tests::open_blobs(*file_system, blobs, 64 * 1024);
  std::vector<mailstore::BlobRef> refs;
  for (unsigned i = 0; i < 20; ++i) refs.push_back(*tests::append(*store, tests::sample_bytes(20000, i)));
  REQUIRE(refs.front().segment != refs.back().segment);
  std::vector<std::string> carried{*store->record_to_carry(refs.front()), *store->record_to_carry(refs.back())};
  const auto large = tests::append(*store, tests::sample_bytes(400000, 99));
  CHECK(store->record_to_carry(*large)->empty());
  store.reset();

  store = tests::open_blobs(*file_system, blobs, 64 * 1024);
  const std::string gone = blobs + "/small-00000001.seg";
  fs::remove(gone);
  store = tests::open_blobs(*file_system, blobs, 64 * 1024);
  REQUIRE(store->restore(carried));
  CHECK_FALSE(fs::exists(gone));
  CHECK(store->check(refs.back()).has_value());
  for (const std::string& bad : {std::string(), std::string("x"), carried.back().substr(0, 20)}) {
    CHECK_FALSE(store->restore(std::vector<std::string>{bad}).has_value());
  }
}

TEST_CASE("blob/carried: syncing works as long as anybody holds it") {
  const tests::TempDirectory directory;
  auto file_system = base::make_file_system();
  auto store = tests::open_blobs(*file_system, directory / "blobs");
  REQUIRE(tests::append(*store, "thư"));
  const auto syncing = store->syncing();
  store.reset();
  CHECK(syncing());
}
