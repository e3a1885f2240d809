// The blob store over a disk that fails, at every operation of appending, syncing, beginning segments and compacting.
// What was synced comes back byte for byte after the cut; what was not is either whole or an error, never wrong bytes.
#include <doctest/doctest.h>

#include <map>

#include "mailstore/blob/blob_store.h"
#include "tests/faults/fault_file_system.h"
#include "tests/mailstore/blob/blob_samples.h"
#include "tests/storage_engines.h"

using base::Result;
using mailstore::BlobHash;
using mailstore::BlobMove;
using mailstore::BlobRef;
using mailstore::BlobStore;
using tests::append;
using tests::Fault;
using tests::FaultKind;
using tests::FaultPlan;
using tests::open_blobs;
using tests::sample_bytes;
using tests::Survival;

namespace {

constexpr std::int64_t kSmallSegments = 64 * 1024;

struct Known {
  std::map<BlobRef, std::string> durable;   // a sync has succeeded since
  std::map<BlobRef, std::string> appended;  // acknowledged by append only
  void synced() {
    durable.insert(appended.begin(), appended.end());
    appended.clear();
  }
};

// Appends of all kinds, with syncs between; goes on after errors, as a server does.
void deliver(BlobStore& store, Known& known) {
  for (unsigned i = 0; i < 24; ++i) {
    const std::size_t size = i == 5 ? 300000 : i == 9 ? 0 : 8000 + i * 700;
    const std::string bytes = sample_bytes(size, i);
    if (Result<BlobRef> ref = append(store, bytes)) known.appended[*ref] = bytes;
    if (i % 3 == 2 && store.sync()) known.synced();
  }
}

// Keeps every third blob, as if the others had been expunged.
void compact(BlobStore& store, Known& known) {
  std::map<BlobRef, std::string> kept;
  unsigned n = 0;
  for (const auto& entry : known.durable) {
    if (n++ % 3 == 0) kept.insert(entry);
  }
  known.durable = kept;
  BlobStore::CompactOptions options;
  options.min_idle = std::chrono::milliseconds(0);
  auto compaction = store.compact(options, [&](const BlobHash&, const BlobRef& ref) -> Result<bool> {
    return known.durable.contains(ref) || known.appended.contains(ref);
  });
  if (!compaction) return;
  for (const BlobMove& move : compaction->moves) {  // the SQL transaction
    for (auto* refs : {&known.durable, &known.appended}) {
      const auto found = refs->find(move.from);
      if (found == refs->end()) continue;
      (*refs)[move.to] = found->second;
      refs->erase(move.from);
    }
  }
  (void)store.finish_compaction(*compaction);
}

void check_what_is_left(const std::string& directory, const std::string& trash, const Known& known) {
  FaultPlan healthy(trash);  // reads what is really there, and saves the fsyncs
  auto fs = tests::make_fault_file_system(healthy);
  auto store = open_blobs(*fs, directory, kSmallSegments);
  REQUIRE(store);
  for (const auto& [ref, bytes] : known.durable) {
    Result<std::string> got = store->read_all(ref);
    REQUIRE_MESSAGE(got.has_value(), "segment ", ref.segment, " offset ", ref.offset);
    CHECK(*got == bytes);
  }
  for (const auto& [ref, bytes] : known.appended) {
    if (Result<std::string> got = store->read_all(ref)) CHECK(*got == bytes);
  }
  // It goes on: new blobs land behind what is there and change nothing of it.
  const std::string fresh = sample_bytes(30000, 999);
  Result<BlobRef> ref = append(*store, fresh);
  REQUIRE(ref);
  REQUIRE(store->sync());
  CHECK(*store->read_all(*ref) == fresh);
  for (const auto& [old, bytes] : known.durable) CHECK(store->check(old));
}

bool try_fault(Fault fault, Survival survival, unsigned seed) {
  const tests::TempDirectory directory;
  const tests::TempDirectory trash;
  FaultPlan plan(trash.path(), seed);
  Known known;
  std::int64_t operations = 0;
  {
    auto fs = tests::make_fault_file_system(plan);
    plan.set(fault);
    auto store = open_blobs(*fs, directory.path(), kSmallSegments);
    if (store) {
      deliver(*store, known);
      compact(*store, known);
      deliver(*store, known);
      operations = plan.operations();
    }
  }
  const Result<void> settled = plan.settle(survival);
  REQUIRE(settled.has_value());
  INFO("fault at operation ", fault.at, ", kind ", static_cast<int>(fault.kind), ", survival ",
       static_cast<int>(survival));
  check_what_is_left(directory.path(), trash.path(), known);
  return fault.at <= operations;
}

}  // namespace

TEST_CASE("blob/fault: without any fault everything is durable") {
  CHECK_FALSE(try_fault({FaultKind::power_cut, 1000000}, Survival::nothing, 1));
}

TEST_CASE("blob/fault: a power cut at every operation loses nothing synced") {
  for (const Survival survival : {Survival::nothing, Survival::everything, Survival::torn}) {
    std::int64_t at = 1;
    while (try_fault({FaultKind::power_cut, at}, survival, static_cast<unsigned>(at))) ++at;
    CHECK(at > 60);
  }
}

TEST_CASE("blob/fault: an I/O error at every operation, then a cut, loses nothing synced") {
  for (std::int64_t at = 1; try_fault({FaultKind::io_error, at}, Survival::torn, static_cast<unsigned>(at)); ++at) {
  }
}

TEST_CASE("blob/fault: a full disk at every operation, for once or for good, loses nothing synced") {
  for (const bool lasting : {false, true}) {
    for (std::int64_t at = 1; try_fault({FaultKind::disk_full, at, lasting}, Survival::torn, static_cast<unsigned>(at));
         ++at) {
    }
  }
}

TEST_CASE("blob/fault: after a failed fsync every append and sync answers unavailable, reads go on") {
  const tests::TempDirectory directory;
  const tests::TempDirectory trash;
  FaultPlan plan(trash.path());
  auto fs = tests::make_fault_file_system(plan);
  auto store = open_blobs(*fs, directory.path());
  const BlobRef first = *append(*store, "first");
  REQUIRE(store->sync());
  REQUIRE(append(*store, "second"));
  plan.set({FaultKind::io_error, plan.operations() + 1});
  REQUIRE_FALSE(store->sync());
  Result<void> again = store->sync();
  REQUIRE_FALSE(again);
  CHECK(again.error().code == base::ErrorCode::unavailable);
  CHECK(append(*store, "third").error().code == base::ErrorCode::unavailable);
  CHECK(*store->read_all(first) == "first");
}
