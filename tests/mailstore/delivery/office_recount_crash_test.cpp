// The disk is cut at every write of a recount: run again, each deadline has moved once, everybody was told once, the
// registers equal what the journals tell.
#include "directory/calendars/calendars.h"
#include "tests/mailstore/office_crash.h"

using namespace tests;

namespace {

const base::Timestamp kNow = policies::calendar::at_minute({2026, 11, 24}, 9 * 60);

struct Template {
  Template() {
    auto file_system = base::make_file_system();
    MailOffice office(open_sqlite(directory.path()), *file_system, directory / "blobs");
    OfficeTown town(office);
    for (const char* subject : {"Việc đầu tiên", "Việc thứ hai"}) {
      Letter letter;
      letter.from = "chutich";
      letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
      letter.subject = subject;
      letter.text = "Trong 5 ngày làm việc.";
      good(town.submit(letter));
    }
    const auto calendars = good(directory::Calendars::open(*office.people, office.clock, office.ids));
    good(calendars->import("TH", {}, good(policies::calendar::parse_table("2026-11-24,OFF,\n2026-11-27,OFF,\n")), "t"));
  }
  TempDirectory directory;
};

bool recount(OfficeTown& town) { return town.house.desk->recount({{}, nullptr, true, {}, kNow}).has_value(); }

void check_outcome(const std::string& directory) {
  auto file_system = base::make_file_system();
  MailOffice office(open_sqlite(directory), *file_system, directory + "/blobs");
  OfficeTown town(office);
  town.settle();
  check_sound(office);
  check_registers(office);
  CHECK(recount(town));
  town.settle();
  CHECK(town.journal("BS").size() == 4);
  for (const auto& task : town.tasks()) {
    CHECK(task.parties[0].due_changes.size() == 1);
    CHECK(policies::calendar::slash_date(policies::calendar::local_date(*task.parties[0].due)) == "02/12/2026");
  }
  std::size_t told = 0;
  for (const Found& mail : town.inbox("giaoviec.lamson"))
    told += mail.text().find("nên thời hạn được tính lại") != std::string::npos ? 1U : 0U;
  CHECK(told == 2);
  check_registers(office);
}

std::int64_t walk(const Template& prepared, const CrashPoint& fault) {
  return play_with_fault(
      prepared.directory.path(), fault, [&](OfficeTown& town) { return recount(town); },
      [&](const std::string& directory, bool ok) {
        if (fault.number == 0) CHECK(ok);
        check_outcome(directory);
      });
}

}  // namespace

TEST_CASE("office/recount crash: a power cut at every write moves and tells everything once") {
  const Template prepared;
  cut_power_everywhere(3, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}
