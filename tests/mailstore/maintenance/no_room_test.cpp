// Import and export that cannot go on say so, and say it with what is done and what is not.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "directory/people/account_admin.h"
#include "mailstore/maintenance/mail_export.h"
#include "mailstore/maintenance/mail_import.h"
#include "tests/mailstore/mail_house.h"

using namespace mailstore;
using tests::mail;
using tests::MailHouse;
using tests::must;

TEST_CASE("maintenance: an import for which there is no room ends with that, and keeps what went in") {
  tests::TempDirectory dir;
  tests::for_each_storage_engine([&](const tests::StorageEngine& engine) {
    MailHouse house(engine, dir / ("blobs" + engine.name));
    directory::NewPerson person;
    person.full_name = "Người hộp nhỏ";
    person.address = "nho";
    person.unit = house.staff->view()->units().front().id;
    person.quota_bytes = 25000;
    directory::AccountAdmin admin(*house.staff, house.clock, house.ids);
    const base::AccountId account = must(admin.create_person(person, "test"));
    std::filesystem::create_directories(dir / "in");
    for (int i = 0; i < 5; ++i)
      std::ofstream(dir / ("in/" + std::to_string(i) + ".eml"), std::ios::binary)
          << mail("thư", std::string(8000, static_cast<char>('a' + i)));
    ImportRequest in;
    in.account = account;
    in.path = dir / "in";
    const auto done = import_mail({*house.store, *house.door}, in);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == base::ErrorCode::over_quota);
    const auto inbox = must(house.store->mailboxes().find(account, "INBOX"));
    const auto view = must(house.store->selected().view(inbox.id));
    std::int64_t imported = 0, bytes = 0;
    for (std::size_t i = 0; i < view->size(); ++i) {
      if (view->at(i).size < 8000) continue;  // the warning that the box is nearly full
      ++imported;
      bytes += view->at(i).size;
    }
    CHECK(imported == 3);
    CHECK(bytes <= 25000);
  });
}

TEST_CASE("maintenance: an export whose folders cannot be made says so, also for empty mailboxes") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  MailHouse house(engine, dir / "blobs");
  (void)house.mailbox(0, "Công việc/2026");
  std::ofstream(dir / "file") << "x";
  for (const ExportFormat format : {ExportFormat::maildir, ExportFormat::mbox, ExportFormat::eml}) {
    CAPTURE(static_cast<int>(format));
    ExportRequest out;
    out.account = house.person(0);
    out.format = format;
    out.path = dir / "file/below";
    const auto below_file = export_mail(*house.store, out);
    REQUIRE_FALSE(below_file);
    CHECK(below_file.error().code == base::ErrorCode::io);
    CHECK(below_file.error().text.en.find("cannot be made") != std::string::npos);
    out.path = dir / ("out" + std::to_string(static_cast<int>(format)));
    REQUIRE(export_mail(*house.store, out));
    int made = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(out.path)) made += entry.exists() ? 1 : 0;
    CHECK(made > 0);
  }
}
