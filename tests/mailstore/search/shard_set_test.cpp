// The directory of the index: what counts, what a stop or a fault in the middle leaves, what merges and renewals keep.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "mailstore/search/shards/merge_plan.h"
#include "mailstore/search/shards/shard_set.h"
#include "tests/faults/fault_file_system.h"
#include "tests/mailstore/mail_house.h"

using namespace mailstore;
using namespace mailstore::search;
using tests::must;

namespace {

Documents documents(std::int64_t first, int count) {
  Documents out;
  WordForms forms;
  for (int i = 0; i < count; ++i) {
    ContentWords words;
    words.content = base::ContentId(first + i);
    words.words.text = "chung w" + std::to_string(first + i);
    out.push_back(std::make_shared<const IndexedDocument>(*make_indexed(words, forms, {})));
  }
  return out;
}

std::unique_ptr<ShardSet> open_set(const std::string& directory) {
  return std::make_unique<ShardSet>(base::make_file_system(), directory);
}

void lock(ShardSet& set) {
  bool changed = false;
  must(set.lock(changed));
}

// Contents of all shards, sorted; each must be findable by its own word.
std::vector<std::int64_t> sealed(const ShardSet& set) {
  std::vector<std::int64_t> out;
  for (const auto& shard : set.view()->shards) {
    for (base::ContentId content : shard->contents()) {
      out.push_back(content.value);
      const DocumentNumbers found = must(shard->with_term("BEw" + std::to_string(content.value)));
      REQUIRE(found.size() == 1);
      CHECK(shard->contents()[found[0]] == content);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::int64_t> numbers(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> out;
  for (std::int64_t i = first; i <= last; ++i) out.push_back(i);
  return out;
}

// Documents of the first 300 of `left`.
Documents take(std::span<const base::ContentId>& left, std::vector<std::int64_t>& asked) {
  const Documents out = documents(left.front().value, static_cast<int>(std::min<std::size_t>(300, left.size())));
  for (const auto& document : out) asked.push_back(document->content.value);
  left = left.subspan(out.size());
  return out;
}

std::size_t directories(const std::string& directory) {
  std::size_t out = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) out += entry.is_directory() ? 1 : 0;
  return out;
}

}  // namespace

TEST_CASE("search/manifest: what was written is read; anything else is none") {
  Manifest manifest{"abc", 17, 5, {{3, 2000}, {16, 1}}};
  const std::string bytes = encode(manifest);
  CHECK(decode_manifest(bytes) == manifest);
  CHECK(decode_manifest(encode(Manifest{"x", 1, 0, {}})) == Manifest{"x", 1, 0, {}});
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) CHECK_FALSE(decode_manifest(bytes.substr(0, cut)));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string bad = bytes;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    CHECK_FALSE(decode_manifest(bad));
  }
  CHECK_FALSE(decode_manifest(bytes + "shard 1 1\n"));
  CHECK_FALSE(decode_manifest("vanthu-search 2 abc\n"));
}

TEST_CASE("search/merge_plan: few shards, each document written a few times, no shard too big") {
  std::vector<ShardSize> shards;
  std::uint64_t written = 0, all = 0;
  std::size_t most = 0;
  for (int seal = 0; seal < 500; ++seal) {  // 1,000,000 documents of 2 KiB
    shards.push_back({2000, 2000 * 2048});
    written += shards.back().bytes;
    all += shards.back().bytes;
    for (std::vector<std::size_t> chosen = choose_merge(shards); !chosen.empty(); chosen = choose_merge(shards)) {
      ShardSize merged;
      for (std::size_t i = chosen.size(); i-- > 0;) {
        merged.documents += shards[chosen[i]].documents;
        merged.bytes += shards[chosen[i]].bytes;
        shards.erase(shards.begin() + static_cast<std::ptrdiff_t>(chosen[i]));
      }
      CHECK(merged.bytes <= kMaxMergedBytes);
      written += merged.bytes;
      shards.push_back(merged);
    }
    most = std::max(most, shards.size());
  }
  CHECK(most <= 24);
  CHECK(written <= 3 * all);
  CHECK(choose_merge({}).empty());
  CHECK(choose_merge(std::vector<ShardSize>(7, ShardSize{1, 1})).empty());
  CHECK(choose_merge(std::vector<ShardSize>(8, ShardSize{1, 1})).size() == 8);
  CHECK(choose_merge(std::vector<ShardSize>(30, ShardSize{200000, kMaxMergedBytes / 2})).empty());
}

TEST_CASE("search/shard_set: fresh, then sealed, then merged, and the same after opening again") {
  tests::TempDirectory dir;
  auto set = open_set(dir / "search");
  CHECK(set->open().empty());
  lock(*set);
  must(set->begin_anew("one"));
  for (int i = 0; i < 19; ++i) {
    const Documents some = documents(1000 + 10 * i, 10);
    set->add_fresh(some);
    CHECK(set->known(some.front()->content));
    CHECK(set->view()->fresh.size() == 10);
    const auto before = set->view();  // a question that began before sees what it saw
    must(set->seal(some));
    CHECK(set->view()->fresh.empty());
    while (must(set->merge())) {
    }
    CHECK(before->shards.size() + 1 >= set->view()->shards.size());
    for (const auto& shard : before->shards) CHECK(must(shard->with_term("BEchung")).size() == shard->size());
  }
  CHECK(set->view()->shards.size() == 5);  // 80, 80, 10, 10, 10
  CHECK(directories(dir / "search") == 5);
  CHECK(sealed(*set) == numbers(1000, 1189));

  auto other = open_set(dir / "search");
  CHECK(other->open() == "one");
  CHECK(sealed(*other) == numbers(1000, 1189));
  bool changed = false;
  const base::Result<void> locked = other->lock(changed);
  REQUIRE_FALSE(locked);
  CHECK(locked.error().code == base::ErrorCode::busy);
  set->unlock();
  must(other->lock(changed));
  CHECK_FALSE(changed);
  must(other->seal(documents(5000, 3)));
  other->unlock();
  must(set->lock(changed));
  CHECK(changed);
  CHECK(set->open() == "one");
  CHECK(set->known(base::ContentId(5002)));
}

TEST_CASE("search/shard_set: what was begun and never finished is removed; what is damaged is no index") {
  tests::TempDirectory dir;
  auto set = open_set(dir / "search");
  lock(*set);
  must(set->begin_anew("one"));
  must(set->seal(documents(1, 5)));
  set->unlock();
  std::filesystem::create_directories(dir / "search/shard-77");
  std::ofstream(dir / "search/shard-77/postlist.glass") << "begun";
  std::ofstream(dir / "search/hidden-76") << "begun";
  lock(*set);
  CHECK_FALSE(std::filesystem::exists(dir / "search/shard-77"));
  CHECK_FALSE(std::filesystem::exists(dir / "search/hidden-76"));
  CHECK(sealed(*set) == numbers(1, 5));

  std::string path = set->view()->shards.front()->directory();
  std::filesystem::resize_file(path + "/documents", 40);
  CHECK(open_set(dir / "search")->open().empty());
  std::filesystem::remove_all(path);
  CHECK(open_set(dir / "search")->open().empty());
  must(set->begin_anew("two"));
  CHECK(open_set(dir / "search")->open() == "two");
}

TEST_CASE("search/shard_set: a fault at any write leaves the old set or the new one") {
  for (tests::FaultKind kind : {tests::FaultKind::power_cut, tests::FaultKind::disk_full, tests::FaultKind::io_error}) {
    bool reached_the_end = false;
    for (std::int64_t at = 1; !reached_the_end; ++at) {
      REQUIRE(at < 200);
      tests::TempDirectory dir;
      {
        auto set = open_set(dir / "search");
        lock(*set);
        must(set->begin_anew("one"));
        for (int i = 0; i < 7; ++i) must(set->seal(documents(10 + 10 * i, 10)));
      }
      std::filesystem::create_directories(dir / "trash");
      tests::FaultPlan plan(dir / "trash");
      bool was_sealed = false, was_merged = false;
      {
        ShardSet set(tests::make_fault_file_system(plan), dir / "search");
        REQUIRE(set.open() == "one");
        bool changed = false;
        must(set.lock(changed));
        const std::vector<base::ContentId> gone = {base::ContentId(12)};
        set.hide(gone);
        const Documents some = documents(200, 10);
        set.add_fresh(some);
        plan.set({kind, at, false});
        was_sealed = set.seal(some).has_value();
        CHECK(set.view()->fresh.size() == (was_sealed ? 0u : 10u));
        const base::Result<bool> merged = was_sealed ? set.merge() : base::Result<bool>(false);
        was_merged = merged && *merged;
        reached_the_end = was_merged;
        CHECK(set.known(base::ContentId(205)));
      }
      if (kind == tests::FaultKind::power_cut) must(plan.settle(tests::Survival::torn));
      auto set = open_set(dir / "search");
      INFO("fault " << static_cast<int>(kind) << " at " << at);
      REQUIRE(set->open() == "one");
      lock(*set);
      std::vector<std::int64_t> wanted = numbers(10, 79);
      const bool there = set->known(base::ContentId(205));
      if (was_sealed) CHECK(there);
      if (there) {
        for (std::int64_t number : numbers(200, 209)) wanted.push_back(number);
        CHECK(set->hidden(base::ContentId(12)));
      }
      CHECK(sealed(*set) == wanted);
      if (was_merged) CHECK(set->view()->shards.size() == 1);
      CHECK(directories(dir / "search") == set->view()->shards.size());
      while (must(set->merge())) {
      }
      CHECK(sealed(*set) == wanted);
    }
  }
}

TEST_CASE("search/shard_set: hidden documents stay hidden; a shard of many is made anew without them") {
  tests::TempDirectory dir;
  auto set = open_set(dir / "search");
  lock(*set);
  must(set->begin_anew("one"));
  must(set->seal(documents(1, 1200)));
  std::vector<base::ContentId> gone;
  for (int i = 1; i <= 300; ++i) gone.emplace_back(i);
  set->hide(gone);
  CHECK(set->to_renew() == nullptr);  // one in four is not worth it
  must(set->write_hidden());
  set->unlock();

  set = open_set(dir / "search");
  REQUIRE(set->open() == "one");
  lock(*set);
  CHECK(set->hidden(base::ContentId(300)));
  CHECK_FALSE(set->hidden(base::ContentId(301)));
  gone.clear();
  for (int i = 301; i <= 600; ++i) gone.emplace_back(i);
  set->hide(gone);
  const auto old = set->to_renew();
  REQUIRE(old != nullptr);
  std::vector<std::int64_t> asked;
  // A fault in the middle: nothing is lost, and nothing lies about that nobody knows.
  int part = 0;
  CHECK_FALSE(set->renew(*old, [&](std::span<const base::ContentId>& left) -> base::Result<Documents> {
    if (part++ == 1) return base::Error::transient(base::ErrorCode::io, {"không", "no"});
    return take(left, asked);
  }));
  CHECK(sealed(*set) == numbers(1, 1200));
  CHECK(directories(dir / "search") == 1);
  CHECK(set->known(base::ContentId(5)));
  CHECK(set->hidden(base::ContentId(5)));
  asked.clear();
  must(set->renew(*old, [&](std::span<const base::ContentId>& left) -> base::Result<Documents> {
    // What leaves is unknown meanwhile: held again, it is indexed as if it were new.
    if (asked.empty()) {
      CHECK_FALSE(set->known(base::ContentId(5)));
      set->add_fresh(documents(5, 1));
    }
    CHECK(set->known(base::ContentId(605)));
    return take(left, asked);
  }));
  CHECK(asked == numbers(601, 1200));
  CHECK(set->known(base::ContentId(5)));
  CHECK(sealed(*set) == numbers(601, 1200));
  CHECK_FALSE(set->hidden(base::ContentId(300)));
  CHECK(set->to_renew() == nullptr);
  CHECK(must(old->with_term("BEw5")).size() == 1);  // still held here
  auto again = open_set(dir / "search");
  REQUIRE(again->open() == "one");
  CHECK(sealed(*again) == numbers(601, 1200));
}

TEST_CASE("search/shard_set: what cannot be looked at now is not called damaged; what is cut or gone is") {
  tests::TempDirectory dir;
  auto set = open_set(dir / "search");
  lock(*set);
  must(set->begin_anew("a"));
  must(set->seal(documents(1, 10)));
  CHECK(set->damage_on_disk().empty());
  rlimit usual{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &usual) == 0);
  const int lowest = ::open("/dev/null", O_RDONLY | O_CLOEXEC);  // the next one to be given
  REQUIRE(lowest >= 0);
  ::close(lowest);
  const rlimit none{static_cast<rlim_t>(lowest), usual.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  const std::string seen = set->damage_on_disk();
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &usual) == 0);
  CHECK(seen.empty());
  const auto shard = std::filesystem::path(dir / "search") / "shard-1";
  std::ofstream(shard / "documents", std::ios::app) << "x";
  CHECK_FALSE(set->damage_on_disk().empty());
}

TEST_CASE("search/shard_set: numbers are not given again when the index is begun anew") {
  tests::TempDirectory dir;
  auto set = open_set(dir / "search");
  lock(*set);
  must(set->begin_anew("a"));
  must(set->seal(documents(1, 10)));
  auto question = set->view();  // is still asking when all is begun anew
  must(set->begin_anew("b"));
  must(set->seal(documents(1, 10)));
  question.reset();  // the old shard removes its directory
  CHECK(set->damage_on_disk().empty());
  CHECK(sealed(*set) == numbers(1, 10));
}
