// The disk is cut at every write of a series that begins, hands out a period and ends: each happens once, the registers
// equal what the journals tell.
#include "tests/mailstore/office_crash.h"

using namespace tests;

namespace {

const base::Timestamp kRound = policies::calendar::at_minute({2026, 11, 24}, 540);

Letter letter(const char* subject, const char* text, const char* id, bool to_ward) {
  Letter letter;
  letter.from = "chutich";
  letter.to = {OfficeTown::at("giaoviec")};
  if (to_ward) letter.to.push_back(OfficeTown::at("giaoviec.lamson"));
  letter.subject = subject;
  letter.text = text;
  letter.message_id = id;
  return letter;
}

// One series whose first period waits, and one that will be begun.
struct Template {
  Template() {
    auto file_system = base::make_file_system();
    MailOffice office(open_sqlite(directory.path()), *file_system, directory / "blobs");
    OfficeTown town(office);
    good(town.submit(letter("Báo cáo an ninh", "Báo cáo thứ Sáu hằng tuần.", "first@client.example", true)));
  }
  TempDirectory directory;
};

struct Acknowledged {
  bool begun = false, round = false, ended = false;
};

Letter second() { return letter("Báo cáo thu chi", "Báo cáo ngày 25 hằng tháng.", "second@client.example", true); }
Letter last() { return letter("[CK-2026-000001]", "Kết thúc", "last@client.example", false); }

bool try_submit(OfficeTown& town, const Letter& letter) {
  return town.submit_bytes(letter, town.bytes_of(letter)).has_value();
}

Acknowledged play(OfficeTown& town) {
  Acknowledged ok;
  ok.begun = try_submit(town, second());
  ok.round = town.house.desk->begin_periods(kRound).has_value();
  ok.ended = try_submit(town, last());
  return ok;
}

std::size_t ended_mails(OfficeTown& town) {
  std::size_t count = 0;
  for (const Found& mail : town.inbox("chutich"))
    count += mail.subject().find("Đã kết thúc chu kỳ") != std::string::npos ? 1U : 0U;
  return count;
}

void check_outcome(const std::string& directory, const Acknowledged& ok) {
  auto file_system = base::make_file_system();
  MailOffice office(open_sqlite(directory), *file_system, directory + "/blobs");
  OfficeTown town(office);
  town.settle();
  check_sound(office);
  check_registers(office);
  if (ok.ended) CHECK(ended_mails(town) == 1);
  const bool first_given = !town.tasks().empty();
  CHECK(try_submit(town, second()));
  good(office.desk->begin_periods(kRound));
  CHECK(try_submit(town, last()));
  town.settle();
  good(office.desk->begin_periods(kRound));
  CHECK(good(office.desk->begin_periods(kRound)).tasks == 0);
  town.settle();
  // The monthly one's November; the weekly one's first week, unless it ended before anybody looked.
  const std::size_t tasks = town.tasks().size();
  CHECK((tasks == 2 || (tasks == 1 && !first_given)));
  CHECK(ended_mails(town) == 1);
  CHECK(town.journal("BS").size() == 3 + tasks);
  check_registers(office);
}

std::int64_t walk(const Template& prepared, const CrashPoint& fault) {
  return play_with_fault(
      prepared.directory.path(), fault, [&](OfficeTown& town) { return play(town); },
      [&](const std::string& directory, const Acknowledged& ok) {
        if (fault.number == 0) CHECK((ok.begun && ok.round && ok.ended));
        check_outcome(directory, ok);
      });
}

}  // namespace

TEST_CASE("office/series crash: a power cut at every write begins, hands out and ends once") {
  const Template prepared;
  cut_power_everywhere(3, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}

TEST_CASE("office/series crash: full disks and I/O errors are refused cleanly and nothing is done twice") {
  const Template prepared;
  fail_everywhere(7, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}
