#include <doctest/doctest.h>

#include <map>
#include <set>

#include "mailstore/blob/blob_store.h"
#include "tests/mailstore/blob/blob_samples.h"
#include "tests/storage_engines.h"

using base::ErrorCode;
using base::Result;
using mailstore::BlobHash;
using mailstore::BlobMove;
using mailstore::BlobRef;
using mailstore::BlobStore;
using mailstore::Compaction;
using mailstore::FileBlobStore;
using tests::append;
using tests::open_blobs;
using tests::sample_bytes;

namespace {

constexpr std::int64_t kSmallSegments = 64 * 1024;

BlobStore::CompactOptions at_once() {
  BlobStore::CompactOptions options;
  options.min_idle = std::chrono::milliseconds(0);
  return options;
}

struct Filled {
  tests::TempDirectory directory;
  std::unique_ptr<base::FileSystem> fs = base::make_file_system();
  std::unique_ptr<FileBlobStore> store = open_blobs(*fs, directory.path(), kSmallSegments);
  std::map<BlobRef, std::string> live;  // what SQL would know

  // Every `keep`-th blob lives.
  void fill(unsigned count, unsigned keep) {
    for (unsigned i = 0; i < count; ++i) {
      const std::string bytes = sample_bytes(i % 40 == 39 ? 400000 : 9000 + i, i);
      const BlobRef ref = *append(*store, bytes);
      if (i % keep == 0) live[ref] = bytes;
    }
    REQUIRE(store->sync());
  }
  BlobStore::IsLive is_live() {
    return [this](const BlobHash&, const BlobRef& ref) -> Result<bool> { return live.contains(ref); };
  }
  void take(const Compaction& compaction) {
    for (const BlobMove& move : compaction.moves) {
      REQUIRE(live.contains(move.from));
      live[move.to] = live[move.from];
      live.erase(move.from);
    }
  }
  void check_live(const BlobStore& blobs) {
    for (const auto& [ref, bytes] : live) {
      Result<std::string> got = blobs.read_all(ref);
      REQUIRE(got);
      CHECK(*got == bytes);
    }
  }
  std::int64_t bytes_on_disk() {
    std::int64_t total = 0;
    for (const auto& info : store->segments()) total += info.size;
    return total;
  }
};

}  // namespace

TEST_CASE("blob/compaction: mostly dead segments go, live blobs stay readable under their new refs") {
  Filled f;
  f.fill(200, 5);
  const std::int64_t before = f.bytes_on_disk();
  const auto old_live = f.live;
  auto compaction = f.store->compact(at_once(), f.is_live());
  REQUIRE(compaction);
  CHECK(compaction->emptied.size() > 5);
  f.take(*compaction);
  f.check_live(*f.store);
  REQUIRE(f.store->finish_compaction(*compaction));
  f.check_live(*f.store);
  CHECK(f.bytes_on_disk() < before / 2);
  // A snapshot that began before still reads the old refs.
  for (const auto& [ref, bytes] : old_live) {
    Result<std::string> got = f.store->read_all(ref);
    REQUIRE(got);
    CHECK(*got == bytes);
  }
  f.store.reset();
  f.store = open_blobs(*f.fs, f.directory.path(), kSmallSegments);
  f.check_live(*f.store);
  int gone = 0;
  for (const auto& [ref, bytes] : old_live) {
    Result<std::string> got = f.store->read_all(ref);
    if (got) continue;
    CHECK(got.error().code == ErrorCode::conflict);
    ++gone;
  }
  CHECK(gone > 5);
}

TEST_CASE("blob/compaction: the newest segment, busy ones and mostly live ones are left alone") {
  Filled f;
  f.fill(60, 1);
  auto compaction = f.store->compact(at_once(), f.is_live());
  REQUIRE(compaction);
  CHECK(compaction->emptied.empty());
  f.live.clear();
  compaction = f.store->compact({}, f.is_live());  // ten minutes have not passed
  REQUIRE(compaction);
  CHECK(compaction->emptied.empty());
  compaction = f.store->compact(at_once(), f.is_live());
  REQUIRE(compaction);
  CHECK(compaction->moves.empty());
  CHECK_FALSE(compaction->emptied.empty());
  REQUIRE(f.store->finish_compaction(*compaction));
  CHECK(f.store->segments().size() == 2);  // the newest of each set
  const BlobRef ref = *append(*f.store, "still works");
  CHECK(*f.store->read_all(ref) == "still works");
}

TEST_CASE("blob/compaction: a damaged live blob keeps its segment, and nothing damaged is copied") {
  Filled f;
  f.fill(90, 5);
  const BlobRef victim = f.live.begin()->first;
  REQUIRE(victim.segment == 1);
  {
    auto file = f.fs->open(f.directory / "small-00000001.seg", base::OpenMode::read_write);
    REQUIRE((*file)->pwrite("damage", victim.offset + victim.stored - 10));
  }
  auto compaction = f.store->compact(at_once(), f.is_live());
  REQUIRE(compaction);
  CHECK_FALSE(compaction->emptied.empty());
  for (const auto& id : compaction->emptied) CHECK_FALSE((id.set == mailstore::BlobSet::small && id.number == 1));
  for (const BlobMove& move : compaction->moves) CHECK_FALSE(move.from == victim);
  CHECK(f.store->read_all(victim).error().code == ErrorCode::corrupt);
}

TEST_CASE("blob/compaction: when the question whether a blob lives fails, nothing is given up") {
  Filled f;
  f.fill(30, 5);
  auto compaction = f.store->compact(at_once(), [](const BlobHash&, const BlobRef&) -> Result<bool> {
    return base::Error::transient(ErrorCode::unavailable, base::protocol_words("no"));
  });
  REQUIRE_FALSE(compaction);
  f.check_live(*f.store);
}
