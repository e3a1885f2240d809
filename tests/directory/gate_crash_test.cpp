// The disk is cut at every write of the gate: a sign-in and the network it makes known, a lock and its audit row, an
// administrator's unlock stand together or not at all, and what was written before the cut is there.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "directory/people/audit.h"
#include "tests/directory/small_office.h"
#include "tests/faults/fault_plan.h"
#include "tests/faults/fault_vfs.h"
#include "tests/storage_engines.h"

namespace {

using directory::AuditVerb;
using directory::SignInVerdict;
using tests::kGood;
using tests::must;

constexpr const char* kHome = "192.0.2.10";
constexpr const char* kFirst = "198.51.100.1";
constexpr const char* kSecond = "198.51.100.2";

std::unique_ptr<base::Database> open(const std::string& path, const std::string& vfs) {
  base::DatabaseOptions options;
  options.url = "sqlite:" + path;
  options.sqlite_vfs = vfs;
  options.disk_reserve = 0;
  auto db = base::Database::open(options);
  return db ? std::move(*db) : nullptr;
}

// An office with one settled person, made once and copied for each cut.
base::AccountId prepare(const std::string& path) {
  static const tests::TempDirectory made;
  static base::AccountId person;
  const std::string original = made / "a.db";
  if (!std::filesystem::exists(original)) {
    tests::SmallOffice office(open(original, ""));
    person = office.person("Nguyễn Văn Bình");
    office.settle(person, kGood);
  }
  std::filesystem::copy_file(original, path);
  return person;
}

// What was answered while the disk was still whole.
struct Acknowledged {
  bool signed_in = false, first_locked = false, unlocked = false, second_locked = false;
};

Acknowledged play(const std::string& path, tests::FaultPlan& plan, base::AccountId person) {
  Acknowledged ok;
  auto db = open(path, "fault");
  if (!db) return ok;
  base::FakeClock clock(tests::kStart + std::chrono::hours(1));
  base::IdMaker ids(clock);
  auto people = directory::Directory::open(*db, clock, ids);
  if (!people) return ok;
  auto gate = directory::Gate::open(**people, clock, ids, tests::SmallOffice::cheap());
  if (!gate) return ok;
  const auto sign_in = [&](const std::string& password, const std::string& ip) {
    directory::SignInRequest request;
    request.login = "binhnv";
    request.password = password;
    request.tls = true;
    request.peer.ip = ip;
    return base::run_blocking((*gate)->sign_in(request)).verdict;
  };
  const auto whole = [&] { return !plan.power_is_off(); };
  ok.signed_in = sign_in(kGood, kHome) == SignInVerdict::accepted && whole();
  for (int i = 0; i < 5; ++i) (void)sign_in("wrong" + std::to_string(i), kFirst);
  ok.first_locked = whole();
  ok.unlocked = (*gate)->unlock(person, "vanthu").has_value();
  for (int i = 0; i < 5; ++i) (void)sign_in("wrong" + std::to_string(i), kSecond);
  ok.second_locked = whole();
  return ok;
}

void check_what_is_left(const std::string& path, const Acknowledged& ok, base::AccountId person) {
  auto db = open(path, "");
  REQUIRE(db);
  base::FakeClock clock(tests::kStart + std::chrono::hours(1));
  base::IdMaker ids(clock);
  auto people = must(directory::Directory::open(*db, clock, ids));
  auto gate = must(directory::Gate::open(*people, clock, ids, tests::SmallOffice::cheap()));
  bool signed_in = false, first = false, second = false, unlocked = false;
  std::int64_t known = 0;
  must(db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto rows = directory::read_audit(snapshot, {person, {}, {}, 1000});
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
      signed_in = signed_in || row.what == AuditVerb::sign_in;
      unlocked = unlocked || row.what == AuditVerb::account_unlocked;
      first = first || (row.what == AuditVerb::locked && row.peer == kFirst);
      second = second || (row.what == AuditVerb::locked && row.peer == kSecond);
    }
    auto found = snapshot.query_i64("SELECT COUNT(*) FROM known_network WHERE network = ?", {kHome});
    if (!found) return found.error();
    known = *found;
    return {};
  }));
  const auto locked = [&](const std::string& network) {
    const auto locks = gate->locks(person);
    return std::any_of(locks.begin(), locks.end(), [&](const auto& lock) { return lock.network == network; });
  };
  CHECK((known == 1) == signed_in);
  CHECK(locked(kFirst) == (first && !unlocked));
  CHECK(locked(kSecond) == second);
  if (ok.signed_in) CHECK(signed_in);
  if (ok.first_locked) CHECK(first);
  if (ok.unlocked && ok.first_locked) CHECK(unlocked);
  if (ok.unlocked) CHECK_FALSE(locked(kFirst));
  if (ok.second_locked) CHECK(second);
}

// False when the play had fewer operations.
bool cut(std::int64_t at, tests::Survival survival) {
  const tests::TempDirectory directory, trash;
  const std::string path = directory / "a.db";
  const base::AccountId person = prepare(path);
  tests::FaultPlan plan(trash.path(), static_cast<unsigned>(at));
  Acknowledged ok;
  std::int64_t operations = 0;
  {
    const tests::FaultVfs vfs("fault", plan);
    plan.set({tests::FaultKind::power_cut, at});
    ok = play(path, plan, person);
    operations = plan.operations();
  }
  must(plan.settle(survival));
  INFO("cut at operation ", at, ", survival ", static_cast<int>(survival));
  check_what_is_left(path, ok, person);
  return at <= operations;
}

}  // namespace

TEST_CASE(
    "gate/crash: a power cut at every write leaves sign-ins, locks and unlocks whole, and loses none that was "
    "written") {
  for (const tests::Survival survival : {tests::Survival::nothing, tests::Survival::torn}) {
    std::int64_t at = 1;
    while (cut(at, survival)) ++at;
    CHECK(at > 20);
    REQUIRE(at < 2000);
  }
}
