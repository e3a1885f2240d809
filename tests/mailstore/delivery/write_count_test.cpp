// What an APPEND and a delivery wait for: one fsync, whatever they write.
#include "tests/faults/fault_file_system.h"
#include "tests/faults/fault_vfs.h"
#include "tests/mailstore/mail_office.h"

using tests::MailOffice;
using tests::sample_mail;

TEST_CASE("delivery/writes: a message is written to its segment and to the log, and one fsync makes it durable") {
  const tests::TempDirectory place;
  std::filesystem::create_directory(place / "trash");
  tests::FaultPlan plan(place / "trash");
  const tests::FaultVfs vfs("counted", plan);
  auto file_system = tests::make_fault_file_system(plan);
  base::DatabaseOptions options;
  options.url = "sqlite:" + place / "vanthu.db";
  options.sqlite_vfs = "counted";
  options.disk_reserve = 0;
  MailOffice office(tests::good(base::Database::open(options)), *file_system, place / "blobs");
  const auto inbox = office.mailbox(office.person("an"), "INBOX").id;
  office.append(inbox, sample_mail("đầu", "tiên\r\n"));  // makes segment and log
  std::int64_t before = plan.operations();
  office.append(inbox, sample_mail("hai", std::string(3000, 'h') + "\r\n"));
  CHECK(plan.operations() - before == 3);  // segment, log, fsync of the log
  before = plan.operations();
  std::vector<mailstore::AppendMessage> many(20);
  for (std::size_t i = 0; i < many.size(); ++i) many[i].bytes = sample_mail("n" + std::to_string(i), "x\r\n");
  office.run(office.door->append(inbox, many));
  CHECK(plan.operations() - before <= 20 + 3);
  before = plan.operations();
  office.run(office.door->deliver(MailOffice::letter({"an@bimson.example"}, sample_mail("ba", "bốn\r\n"))));
  CHECK(plan.operations() - before == 3);
}
