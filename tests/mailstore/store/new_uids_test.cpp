// After commits were lost, or a backup was put back, no UID and no modseq that a client may know is given out again.
#include "mailstore/store/owner/new_uids.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "base/sql/redo/memory_log_vfs.h"
#include "tests/faults/fault_plan.h"
#include "tests/faults/fault_vfs.h"
#include "tests/mailstore/verified.h"

namespace {

struct Picture {
  std::map<std::string, std::uint32_t> validities;  // by path
  std::int64_t modseq = 0;
};

Picture picture(tests::MailOffice& office, base::AccountId account) {
  Picture out;
  for (const auto& info : office.run(office.store->mailboxes().list(account)))
    out.validities[info.path] = info.uid_validity;
  tests::good(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    out.modseq = tests::good(snapshot.query_i64("SELECT modseq FROM store_account WHERE account = ?", {account.value}));
    return {};
  }));
  return out;
}

void open_again(tests::MailOffice& office) {
  office.door.reset();
  office.desk.reset();
  office.queue.reset();
  office.store =
      tests::good(mailstore::MailStore::open({*office.db, *office.blobs, office.clock, office.ids, office.files}));
  office.open_door({});
}

// Every validity is another one, newer than all there were, and no two of an account are the same.
void check_renewed(const Picture& before, const Picture& now) {
  REQUIRE(now.validities.size() == before.validities.size());
  std::uint32_t newest = 0;
  std::set<std::uint32_t> all;
  for (const auto& [path, validity] : before.validities) newest = std::max(newest, validity);
  for (const auto& [path, validity] : now.validities) {
    CHECK(validity > newest);
    all.insert(validity);
  }
  CHECK(all.size() == now.validities.size());
  CHECK(now.modseq > before.modseq + 1000000);
}

bool same(const Picture& a, const Picture& b) { return a.validities == b.validities && a.modseq == b.modseq; }

}  // namespace

TEST_CASE("store/new uids: after an accepted loss every mailbox has a new UIDVALIDITY, once") {
  const tests::TempDirectory directory;
  base::DatabaseOptions options;
  options.url = "sqlite:" + directory / "vanthu.db";
  options.disk_reserve = 0;
  auto fs = base::make_file_system();
  tests::MailOffice office(tests::good(base::Database::open(options)), *fs, directory / "blobs");
  const auto an = office.person("an"), binh = office.person("binh");
  office.append(office.mailbox(an, "INBOX").id, tests::sample_mail("một"));
  office.append(office.mailbox(binh, "INBOX").id, tests::sample_mail("hai"));
  const Picture an_before = picture(office, an), binh_before = picture(office, binh);
  open_again(office);
  CHECK(same(picture(office, an), an_before));

  const std::string lost = base::sql::loss_path(directory / "vanthu.db");
  std::ofstream(lost) << "1\n";  // as recovery leaves it
  open_again(office);
  CHECK_FALSE(std::filesystem::exists(lost));
  const Picture an_now = picture(office, an), binh_now = picture(office, binh);
  check_renewed(an_before, an_now);
  check_renewed(binh_before, binh_now);
  open_again(office);
  CHECK(same(picture(office, an), an_now));

  // Mail goes on: UIDs from where they were, a newer modseq, and views that agree with the rows.
  const auto inbox = office.mailbox(an, "INBOX");
  CHECK(office.append(inbox.id, tests::sample_mail("ba")) == base::Uid(2));
  CHECK(office.view(inbox.id)->size() == 2);
  CHECK(picture(office, an).modseq == an_now.modseq + 1);
  tests::check_sound(office);
}

TEST_CASE("store/new uids: what a crash has ended goes on behind the last account that was done") {
  tests::with_office([](tests::MailOffice& office) {
    std::map<std::int64_t, Picture> before;
    for (const char* name : {"an", "binh", "chi", "dung"}) {
      const auto account = office.person(name);
      office.append(office.mailbox(account, "INBOX").id, tests::sample_mail(name));
      before[account.value] = picture(office, account);
    }
    const std::int64_t done = std::next(before.begin())->first;  // two are done
    tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      tests::good(mailstore::ask_for_new_uids(tx));
      CHECK(tests::good(tx.execute("UPDATE store_progress SET done_to = ? WHERE name = 'new_uids'", {done})) == 1);
      return {};
    }));
    open_again(office);
    for (const auto& [account, was] : before) {
      const Picture now = picture(office, base::AccountId(account));
      if (account <= done) CHECK(same(now, was));
      else check_renewed(was, now);
    }
    const Picture last = picture(office, base::AccountId(before.rbegin()->first));
    open_again(office);
    CHECK(same(picture(office, base::AccountId(before.rbegin()->first)), last));
    tests::check_sound(office);
  });
}

TEST_CASE("store/new uids: a power cut at any moment leaves them given, or to be given at the next start") {
  const tests::TempDirectory home;
  auto fs = base::make_file_system();
  base::DatabaseOptions options;
  options.disk_reserve = 0;
  options.readers = 1;
  options.url = "sqlite:" + home / "vanthu.db";
  Picture before;
  {
    tests::MailOffice office(tests::good(base::Database::open(options)), *fs, home / "blobs");
    const auto an = office.person("an");
    office.append(office.mailbox(an, "INBOX").id, tests::sample_mail("một"));
    before = picture(office, an);
  }
  std::int64_t at = 0;
  for (bool cut = true; cut;) {
    ++at;
    CAPTURE(at);
    const tests::TempDirectory place, trash;
    const std::string database = place / "vanthu.db", lost = base::sql::loss_path(database);
    std::filesystem::copy_file(home / "vanthu.db", database);
    std::ofstream(lost) << "1\n";
    options.url = "sqlite:" + database;
    tests::FaultPlan plan(trash.path(), static_cast<unsigned>(at));
    {
      const tests::FaultVfs vfs("new-uids", plan);
      plan.set({tests::FaultKind::power_cut, at});
      base::DatabaseOptions failing = options;
      failing.sqlite_vfs = "new-uids";
      base::SystemClock clock;
      base::IdMaker ids{clock};
      base::Pool files{{"files", 1, 10}};
      auto blobs = tests::MailOffice::small_segments(*fs, home / "blobs");
      auto db = base::Database::open(failing);
      if (db) static_cast<void>(mailstore::MailStore::open({**db, *blobs, clock, ids, files}));
    }
    cut = plan.power_is_off();
    REQUIRE(plan.settle(tests::Survival::torn));
    tests::MailOffice office(tests::good(base::Database::open(options)), *fs, home / "blobs");
    CHECK_FALSE(std::filesystem::exists(lost));
    check_renewed(before, picture(office, office.person("an")));
  }
  CHECK(at > 5);
}
