// The disk is cut at every write of office mail: what was acknowledged is done exactly once, the journals are gapless,
// the registers equal what the journals tell, every party has exactly one message. The same with full disks and I/O
// errors.
#include <set>

#include "tests/mailstore/office_crash.h"

using namespace tests;

namespace {

Letter task_letter() {
  Letter letter;
  letter.from = "chutich";
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson"), OfficeTown::at("giaoviec.dongson")};
  letter.subject = "Rà soát phần mềm";
  letter.text = "Phường Lam Sơn chủ trì, hạn 20/12.";
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
    MailOffice office(open_sqlite(directory.path()), *file_system, directory / "blobs");
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

bool try_submit(OfficeTown& town, const Letter& letter) {
  return town.submit_bytes(letter, town.bytes_of(letter)).has_value();
}

Acknowledged play(OfficeTown& town, const Template& prepared) {
  Acknowledged ok;
  ok.task = try_submit(town, task_letter());
  ok.reply = try_submit(town, reply_letter(prepared));
  ok.number = try_submit(town, number_letter());
  return ok;
}

void check_outcome(const std::string& directory, const Template& prepared, const Acknowledged& ok) {
  auto file_system = base::make_file_system();
  MailOffice office(open_sqlite(directory), *file_system, directory + "/blobs");
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

std::int64_t walk(const Template& prepared, const CrashPoint& fault) {
  return play_with_fault(
      prepared.directory.path(), fault, [&](OfficeTown& town) { return play(town, prepared); },
      [&](const std::string& directory, const Acknowledged& ok) {
        const bool all_good = ok.task && ok.reply && ok.number;
        if (fault.number == 0) CHECK(all_good);
        check_outcome(directory, prepared, ok);
      });
}

}  // namespace

TEST_CASE("office/crash: a power cut at every write leaves the journals whole and everything once") {
  const Template prepared;
  cut_power_everywhere(3, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}

TEST_CASE("office/crash: full disks and I/O errors are refused cleanly and nothing is done twice") {
  const Template prepared;
  fail_everywhere(7, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}
