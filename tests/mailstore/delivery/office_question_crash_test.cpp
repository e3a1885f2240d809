// The disk is cut at every write of an answer to a question and of the morning's reminders: what was acknowledged is
// done once, nobody is reminded twice, the registers equal what the journals tell.
#include "tests/mailstore/office_crash.h"

using namespace tests;

namespace {

const base::Timestamp kMorning = policies::calendar::at_minute({2026, 12, 8}, 450);

Letter letter_to_ward(const char* subject, const char* text, const char* id) {
  Letter letter;
  letter.from = "chutich";
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
  letter.subject = subject;
  letter.text = text;
  letter.message_id = id;
  return letter;
}

// One task due on 11 December that the ward has accepted, and a question that is open.
struct Template {
  Template() {
    auto file_system = base::make_file_system();
    MailOffice office(open_sqlite(directory.path()), *file_system, directory / "blobs");
    OfficeTown town(office);
    good(town.submit(letter_to_ward("Việc đầu tiên", "Hạn 11/12.", "first@client.example")));
    good(town.answer("duc", town.last("giaoviec.lamson"), "tiến độ 10%"));
    good(town.submit(letter_to_ward("Việc thứ hai", "Hạn 31/11.", "second@client.example")));
    question = town.last("chutich");
    REQUIRE(question.reply_to().starts_with("hoi+"));
  }
  TempDirectory directory;
  Found question;
};

Letter answer_letter(const Template& prepared) {
  Letter letter;
  letter.from = "chutich";
  letter.to = {prepared.question.reply_to()};
  letter.subject = "Re: " + prepared.question.subject();
  letter.in_reply_to = prepared.question.id();
  letter.text = "hạn 18/12";
  letter.message_id = "answer@client.example";
  return letter;
}

struct Acknowledged {
  bool answer = false, round = false;
};

bool try_submit(OfficeTown& town, const Letter& letter) {
  return town.submit_bytes(letter, town.bytes_of(letter)).has_value();
}

Acknowledged play(OfficeTown& town, const Template& prepared) {
  Acknowledged ok;
  ok.answer = try_submit(town, answer_letter(prepared));
  ok.round = town.house.desk->remind(policies::reminders::ReminderRules{}, kMorning).has_value();
  return ok;
}

std::size_t digests(OfficeTown& town) {
  std::size_t count = 0;
  for (const Found& mail : town.inbox("duc")) count += mail.subject().starts_with("Nhắc việc") ? 1U : 0U;
  return count;
}

void check_outcome(const std::string& directory, const Template& prepared, const Acknowledged& ok) {
  auto file_system = base::make_file_system();
  MailOffice office(open_sqlite(directory), *file_system, directory + "/blobs");
  OfficeTown town(office);
  town.settle();
  check_sound(office);
  check_registers(office);
  if (ok.answer) CHECK(town.tasks().size() == 2);
  CHECK(digests(town) <= 1);
  if (ok.round) CHECK(digests(town) == 1);
  CHECK(try_submit(town, answer_letter(prepared)));
  town.settle();
  CHECK(town.tasks().size() == 2);
  CHECK(town.journal("BS").size() == 4);
  good(office.desk->remind(policies::reminders::ReminderRules{}, kMorning));
  CHECK(digests(town) == 1);
  check_registers(office);
}

std::int64_t walk(const Template& prepared, const CrashPoint& fault) {
  return play_with_fault(
      prepared.directory.path(), fault, [&](OfficeTown& town) { return play(town, prepared); },
      [&](const std::string& directory, const Acknowledged& ok) {
        if (fault.number == 0) CHECK((ok.answer && ok.round));
        check_outcome(directory, prepared, ok);
      });
}

}  // namespace

TEST_CASE("office/question crash: a power cut at every write does everything once and reminds once") {
  const Template prepared;
  cut_power_everywhere(3, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}

TEST_CASE("office/question crash: full disks and I/O errors are refused cleanly and nothing is said twice") {
  const Template prepared;
  fail_everywhere(7, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}
