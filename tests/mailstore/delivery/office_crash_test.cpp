// The disk is cut at every write of office mail: what was acknowledged is done exactly once, the journals are gapless, the
// registers equal what the journals tell, every party has exactly one message. The same with full disks and I/O errors.
#include <cstdlib>
#include <filesystem>
#include <set>

#include "base/fs/fault_file_system.h"
#include "base/sql/fault_vfs.h"
#include "mailstore/office/rebuild.h"
#include "tests/mailstore/office_town.h"
#include "tests/mailstore/verified.h"

using namespace tests;
using base::FaultKind;

namespace {

namespace fs = std::filesystem;

std::unique_ptr<base::Database> open_database(const std::string& directory, const std::string& vfs) {
  base::DatabaseOptions options;
  options.url = "sqlite:" + directory + "/vanthu.db";
  options.sqlite_vfs = vfs;
  options.disk_reserve = 0;
  return good(base::Database::open(options));
}

Letter task_letter() {
  Letter letter;
  letter.from = "chutich";
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson"), OfficeTown::at("giaoviec.dongson")};
  letter.subject = "Rà soát phần mềm";
  letter.text = "Hạn 20/12.";
  letter.message_id = "task@client.example";
  return letter;
}

Letter number_letter() {
  Letter letter;
  letter.from = "nhung";
  letter.to = {OfficeTown::at("vanthu")};
  letter.subject = "xin số";
  letter.text = "XIN SỐ BC";
  letter.message_id = "number@client.example";
  return letter;
}

// A town with one task already given, copied for each cut.
struct Template {
  Template() {
    auto file_system = base::make_file_system();
    MailOffice office(open_database(directory.path(), ""), *file_system, directory / "blobs");
    OfficeTown town(office);
    Letter first = task_letter();
    first.subject = "Việc đầu tiên";
    first.message_id = "first@client.example";
    good(town.submit(first));
    assignment = town.last("giaoviec.lamson");
  }
  TempDirectory directory;
  Found assignment;
};

struct Acknowledged {
  bool task = false, reply = false, number = false;
};

Letter reply_letter(const Template& prepared) {
  Letter letter;
  letter.from = "duc";
  letter.to = {prepared.assignment.reply_to()};
  letter.subject = "Re: " + prepared.assignment.subject();
  letter.in_reply_to = prepared.assignment.id();
  letter.text = "NHẬN";
  letter.message_id = "reply@client.example";
  return letter;
}

bool try_submit(OfficeTown& town, const Letter& letter) { return town.submit_bytes(letter, town.bytes_of(letter)).has_value(); }

Acknowledged play(OfficeTown& town, const Template& prepared) {
  Acknowledged ok;
  ok.task = try_submit(town, task_letter());
  ok.reply = try_submit(town, reply_letter(prepared));
  ok.number = try_submit(town, number_letter());
  static_cast<void>(town.house.door->recover());
  return ok;
}

void check_registers(MailOffice& office) {
  auto report = good(mailstore::office::rebuild_registers({*office.db, *office.blobs, *office.people->view()}, {true, {}}));
  CHECK(report.difference_count == 0);
}

void check_outcome(const std::string& directory, const Template& prepared, const Acknowledged& ok) {
  auto file_system = base::make_file_system();
  MailOffice office(open_database(directory, ""), *file_system, directory + "/blobs");
  OfficeTown town(office);
  town.settle();
  check_sound(office);
  check_registers(office);
  const auto tasks = town.tasks();
  CHECK(tasks.size() >= 1);
  CHECK(tasks.size() <= 2);
  if (ok.task) CHECK(tasks.size() == 2);
  // Each party of each task has one message, the first one a second about the reply.
  const bool accepted = tasks.front().parties.front().state == policies::tasks::State::in_progress;
  if (ok.reply) CHECK(accepted);
  CHECK(town.inbox("giaoviec.lamson").size() == tasks.size() + (accepted ? 1 : 0));
  CHECK(town.inbox("giaoviec.dongson").size() == tasks.size());
  const auto book = town.book();
  CHECK(book.size() <= 1);
  if (ok.number) CHECK(book.size() == 1);
  CHECK(town.inbox("nhung").size() == book.size());
  std::set<std::string> ids;
  for (const Found& found : town.inbox("chutich")) CHECK(ids.insert(found.id()).second);
  // Clients send again what was not acknowledged, and what was: each counts once.
  CHECK(try_submit(town, task_letter()));
  CHECK(try_submit(town, reply_letter(prepared)));
  CHECK(try_submit(town, number_letter()));
  town.settle();
  CHECK(town.tasks().size() == 2);
  CHECK(town.book().size() == 1);
  CHECK(town.tasks().front().parties.front().state == policies::tasks::State::in_progress);
  CHECK(town.journal("BS").size() == 4);
  CHECK(town.inbox("giaoviec.lamson").size() == 3);
  check_registers(office);
}

// There are about 500 writes in one play: a run takes every third of them, VANTHU_TEST_ALL_CUTS=1 all.
std::int64_t stride(std::int64_t usual) { return std::getenv("VANTHU_TEST_ALL_CUTS") != nullptr ? 1 : usual; }

struct Tried {
  std::int64_t before = 0, after = 0;
};

Tried try_fault(const Template& prepared, FaultKind kind, bool lasting, std::int64_t number, base::Survival survival) {
  CAPTURE(number);
  CAPTURE(static_cast<int>(kind));
  CAPTURE(static_cast<int>(survival));
  TempDirectory place;
  const std::string directory = place / "office";
  fs::copy(prepared.directory.path(), directory, fs::copy_options::recursive);
  fs::create_directory(place / "trash");
  base::FaultPlan plan(place / "trash", static_cast<unsigned>(number));
  Acknowledged ok;
  Tried tried;
  {
    base::sql::FaultVfs vfs("office-fault-" + place.path(), plan);
    auto file_system = base::make_fault_file_system(plan);
    {
      MailOffice office(open_database(directory, "office-fault-" + place.path()), *file_system, directory + "/blobs");
      OfficeTown town(office);
      tried.before = plan.operations();
      if (number > 0) plan.set({kind, tried.before + number, lasting});
      ok = play(town, prepared);
      tried.after = plan.operations();
      if (kind != FaultKind::power_cut) plan.clear();
    }
    if (number == 0) {
      const bool all_good = ok.task && ok.reply && ok.number;
      CHECK(all_good);
    }
  }
  if (kind == FaultKind::power_cut && number > 0) good(plan.settle(survival));
  check_outcome(directory, prepared, ok);
  return tried;
}

}  // namespace

TEST_CASE("office/crash: a power cut at every write leaves the journals whole and everything once") {
  const Template prepared;
  const Tried whole = try_fault(prepared, FaultKind::power_cut, false, 0, base::Survival::nothing);
  const std::int64_t writes = whole.after - whole.before;
  MESSAGE("writes in one play: " << writes);
  REQUIRE(writes > 20);
  for (std::int64_t number = 1; number <= writes; number += stride(3)) {
    try_fault(prepared, FaultKind::power_cut, false, number, static_cast<base::Survival>(number / 3 % 3));
  }
}

TEST_CASE("office/crash: full disks and I/O errors are refused cleanly and nothing is done twice") {
  const Template prepared;
  const Tried whole = try_fault(prepared, FaultKind::io_error, false, 0, base::Survival::everything);
  for (std::int64_t number = 1; number <= whole.after - whole.before; number += stride(7)) {
    try_fault(prepared, number % 2 == 0 ? FaultKind::io_error : FaultKind::disk_full, number % 4 < 2, number, base::Survival::everything);
  }
}
