#include "mailstore/blob/file_blob_store.h"

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "tests/mailstore/blob/blob_samples.h"
#include "tests/storage_engines.h"

using base::ErrorCode;
using base::Result;
using mailstore::BlobRef;
using mailstore::BlobSet;
using mailstore::kFrameSize;
using tests::append;
using tests::open_blobs;
using tests::sample_bytes;

namespace {

void flip_byte(const std::string& path, std::int64_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  REQUIRE(file);
  file.seekg(at);
  const char old = static_cast<char>(file.get());
  file.seekp(at);
  file.put(static_cast<char>(old ^ 0x40));
}

const std::size_t kSizes[] = {0, 1, 100, 10240, 131071, 131072, 131073, 262144, 262145, 400000, 5000000};

}  // namespace

TEST_CASE("blob/store: bytes of every size come back, before and after reopening") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  std::vector<BlobRef> refs;
  {
    auto store = open_blobs(*fs, directory / "blobs");
    REQUIRE(store);
    for (const std::size_t size : kSizes) {
      Result<BlobRef> ref = append(*store, sample_bytes(size, static_cast<unsigned>(size)));
      REQUIRE(ref);
      CHECK(ref->length == static_cast<std::int64_t>(size));
      CHECK(ref->set == (size > 262144 ? BlobSet::large : BlobSet::small));
      refs.push_back(*ref);
      CHECK(*store->read_all(*ref) == sample_bytes(size, static_cast<unsigned>(size)));
    }
    CHECK(store->sync());
  }
  auto store = open_blobs(*fs, directory / "blobs");
  REQUIRE(store);
  for (std::size_t i = 0; i < refs.size(); ++i) {
    const std::string expected = sample_bytes(kSizes[i], static_cast<unsigned>(kSizes[i]));
    Result<BlobRef> ref = BlobRef::decode(refs[i].encode());
    REQUIRE(ref);
    CHECK(*ref == refs[i]);
    CHECK(*store->read_all(*ref) == expected);
    CHECK(*store->check(*ref) == base::sha256(expected));
  }
}

TEST_CASE("blob/store: partial reads at the edges of frames, and cut at the end") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  auto store = open_blobs(*fs, directory.path());
  REQUIRE(store);
  const std::string bytes = sample_bytes(3 * kFrameSize + 1000, 7);
  Result<BlobRef> ref = append(*store, bytes);
  REQUIRE(ref);
  const std::int64_t size = static_cast<std::int64_t>(bytes.size());
  for (const std::int64_t offset : {std::int64_t{0}, std::int64_t{1}, kFrameSize - 1, kFrameSize, kFrameSize + 1,
                                    3 * kFrameSize, size - 1, size, size + 5}) {
    for (const std::int64_t length :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{2}, kFrameSize, 2 * kFrameSize, size}) {
      Result<std::string> got = store->read(*ref, offset, length);
      REQUIRE(got);
      const std::string expected =
          offset >= size ? "" : bytes.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
      CHECK(*got == expected);
    }
  }
  auto reader = store->reader(*ref);
  REQUIRE(reader);
  std::string joined;
  for (;;) {
    Result<std::string> piece = (*reader)->next();
    REQUIRE(piece);
    if (piece->empty()) break;
    joined += *piece;
  }
  CHECK(joined == bytes);
}

TEST_CASE("blob/store: chunks of any cut are one blob") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  auto store = open_blobs(*fs, directory.path());
  const std::string bytes = sample_bytes(300000, 3);
  for (const std::size_t cut : {std::size_t{1000}, std::size_t{4096}, std::size_t{131072}, std::size_t{200000}}) {
    std::vector<std::string_view> chunks{""};
    for (std::size_t at = 0; at < bytes.size(); at += cut) chunks.push_back(std::string_view(bytes).substr(at, cut));
    chunks.push_back("");
    Result<BlobRef> ref = store->append(base::sha256(bytes), chunks);
    REQUIRE(ref);
    CHECK(*store->read_all(*ref) == bytes);
    CHECK(store->check(*ref));
  }
}

TEST_CASE("blob/store: a damaged byte anywhere is noticed and never served") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  const std::string bytes = sample_bytes(150000, 5);
  BlobRef ref;
  {
    auto store = open_blobs(*fs, directory.path());
    ref = *append(*store, bytes);
    REQUIRE(store->sync());
  }
  const std::string path = directory / "small-00000001.seg";
  for (std::int64_t at = ref.offset; at < ref.offset + ref.stored; at += at < ref.offset + 80 ? 1 : 997) {
    flip_byte(path, at);
    {
      auto store = open_blobs(*fs, directory.path());
      REQUIRE(store);
      Result<std::string> got = store->read_all(ref);
      // The SHA-256 in the header is under its checksum, so that every byte counts.
      REQUIRE_FALSE(got);
      CHECK(got.error().code == ErrorCode::corrupt);
    }
    // Recovery takes a single damaged record at the end for a torn tail: write it again from a copy.
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    auto store = open_blobs(*fs, directory.path());
    const BlobRef again = *append(*store, bytes);
    REQUIRE(store->sync());
    REQUIRE(again == ref);
  }
}

TEST_CASE("blob/store: a ref to another place is corrupt, to a segment that is gone conflict") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  auto store = open_blobs(*fs, directory.path());
  const BlobRef a = *append(*store, sample_bytes(1000, 1));
  const BlobRef b = *append(*store, sample_bytes(1000, 2));
  BlobRef wrong = a;
  wrong.offset = b.offset;
  CHECK(store->read_all(wrong).error().code == ErrorCode::corrupt);
  wrong.offset = b.offset + 3;
  CHECK(store->read_all(wrong).error().code == ErrorCode::corrupt);
  wrong = a;
  wrong.segment = 9;
  CHECK(store->read_all(wrong).error().code == ErrorCode::conflict);
  CHECK(store->read_all(wrong).error().temporary);
  CHECK_FALSE(BlobRef::decode("").has_value());
  CHECK_FALSE(BlobRef::decode(a.encode() + "x").has_value());
}

TEST_CASE("blob/store: full segments are sealed and the next begins, walk sees every record in order") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  std::vector<std::pair<BlobRef, std::string>> kept;
  for (int round = 0; round < 3; ++round) {
    auto store = open_blobs(*fs, directory.path(), 64 * 1024);
    REQUIRE(store);
    for (unsigned i = 0; i < 20; ++i) {
      std::string bytes = sample_bytes(12000 + i, i * 100 + static_cast<unsigned>(round));
      kept.emplace_back(*append(*store, bytes), bytes);
    }
    REQUIRE(store->sync());
    std::vector<BlobRef> walked;
    REQUIRE(store->walk([&](const mailstore::BlobHash&, const BlobRef& ref) {
      walked.push_back(ref);
      return true;
    }));
    REQUIRE(walked.size() == kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
      CHECK(walked[i] == kept[i].first);
      CHECK(*store->read_all(kept[i].first) == kept[i].second);
    }
  }
  auto store = open_blobs(*fs, directory.path(), 64 * 1024);
  CHECK(store->segments().size() > 2);
}

TEST_CASE("blob/store: many threads append, sync and read at once") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  auto store = open_blobs(*fs, directory.path(), 256 * 1024);
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (unsigned i = 0; i < 40; ++i) {
        const std::string bytes = sample_bytes(i == 20 ? 300000 : 5000 + i, t * 1000 + i);
        Result<BlobRef> ref = append(*store, bytes);
        if (!ref || !store->sync()) {
          ++failures;
          continue;
        }
        Result<std::string> got = store->read_all(*ref);
        if (!got || *got != bytes) ++failures;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failures == 0);
}

TEST_CASE("blob/store: a torn tail is dropped and appending goes on behind the last good record") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  const std::string first = sample_bytes(20000, 1);
  const std::string second = sample_bytes(20000, 2);
  BlobRef a;
  BlobRef b;
  {
    auto store = open_blobs(*fs, directory.path());
    a = *append(*store, first);
    b = *append(*store, second);
    REQUIRE(store->sync());
  }
  const std::string path = directory / "small-00000001.seg";
  for (const std::int64_t kept : {b.offset + b.stored - 1, b.offset + 100, b.offset + 64, b.offset + 10, b.offset}) {
    std::filesystem::resize_file(path, static_cast<std::uintmax_t>(kept));
    {
      std::ofstream junk(path, std::ios::app | std::ios::binary);
      junk << std::string(500, '\0') << "VBL1 junk";
    }
    auto store = open_blobs(*fs, directory.path());
    REQUIRE(store);
    CHECK(*store->read_all(a) == first);
    Result<BlobRef> again = append(*store, second);
    REQUIRE(again);
    CHECK(*again == b);
    REQUIRE(store->sync());
    CHECK(*store->read_all(*again) == second);
  }
}

TEST_CASE("blob/store: a reserve larger than the disk answers disk_full") {
  const tests::TempDirectory directory;
  auto fs = base::make_file_system();
  mailstore::FileBlobOptions options;
  options.directory = directory.path();
  options.disk_reserve = std::int64_t{1} << 60;
  auto store = mailstore::FileBlobStore::open(*fs, options);
  REQUIRE(store);
  Result<BlobRef> ref = append(**store, "x");
  REQUIRE_FALSE(ref);
  CHECK(ref.error().code == ErrorCode::disk_full);
  CHECK(ref.error().temporary);
}
