// The disk is cut at every write of the answer that creates the tasks of minutes: all of them or none, each once, and
// the registers equal what the journals tell.
#include "tests/mailstore/minutes_town.h"
#include "tests/mailstore/office_crash.h"

using namespace tests;

namespace {

// A table of three points, two of them clear, waits for its answer.
struct Template {
  Template() {
    auto file_system = base::make_file_system();
    MailOffice office(open_sqlite(directory.path()), *file_system, directory / "blobs");
    OfficeTown town(office);
    add_sections(town);
    good(
        town.submit(minutes_letter("1. Phòng Kinh tế báo cáo, hạn 10/12\r\n2. Phòng Nội vụ rà soát, hạn 15/12\r\n"
                                   "3. Trạm Y tế: báo cáo dịch, hạn 16/12\r\n")));
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
  letter.text = "1: hạn 11/12\r\nĐÚNG";
  letter.message_id = "answer@client.example";
  return letter;
}

Letter second_letter() {
  Letter letter = minutes_letter("1. Phòng Kinh tế lập sổ, hạn 10/12\r\n2. Phòng Nội vụ lập sổ, hạn 15/12\r\n");
  letter.message_id = "second@client.example";
  return letter;
}

bool try_submit(OfficeTown& town, const Letter& letter) {
  return town.submit_bytes(letter, town.bytes_of(letter)).has_value();
}

void check_outcome(const std::string& directory, const Template& prepared, bool acknowledged) {
  auto file_system = base::make_file_system();
  MailOffice office(open_sqlite(directory), *file_system, directory + "/blobs");
  OfficeTown town(office);
  town.settle();
  check_sound(office);
  check_registers(office);
  const std::size_t tasks = town.tasks().size();
  CHECK((tasks == 0 || tasks == 2));
  if (acknowledged) CHECK(tasks == 2);
  CHECK(try_submit(town, answer_letter(prepared)));
  CHECK(try_submit(town, second_letter()));
  town.settle();
  CHECK(town.tasks().size() == 2);
  CHECK(town.journal("BS").size() == 5);  // three questions, two tasks
  CHECK(town.inbox("giaoviec.kinhte").size() == 1);
  CHECK(town.inbox("giaoviec.noivu").size() == 1);
  CHECK(town.inbox("chutich").size() == 3);
  check_registers(office);
}

std::int64_t walk(const Template& prepared, const CrashPoint& fault) {
  return play_with_fault(
      prepared.directory.path(), fault,
      [&](OfficeTown& town) {
        const bool answered = try_submit(town, answer_letter(prepared));
        static_cast<void>(town.house.door->recover());
        static_cast<void>(try_submit(town, second_letter()));
        return answered;
      },
      [&](const std::string& directory, bool acknowledged) {
        if (fault.number == 0) CHECK(acknowledged);
        check_outcome(directory, prepared, acknowledged);
      });
}

}  // namespace

TEST_CASE("office/minutes crash: a power cut at every write creates all or none, each once") {
  const Template prepared;
  cut_power_everywhere(3, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}

TEST_CASE("office/minutes crash: full disks and I/O errors are refused cleanly") {
  const Template prepared;
  fail_everywhere(7, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}
