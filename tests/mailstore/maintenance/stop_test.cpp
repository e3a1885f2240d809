// Long work and the stop token: it ends soon, keeps what is committed, and another run makes it whole.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <stop_token>

#include "mailstore/maintenance/backup.h"
#include "mailstore/maintenance/mail_export.h"
#include "mailstore/maintenance/mail_import.h"
#include "mailstore/maintenance/verify.h"
#include "tests/mailstore/mail_house.h"

using namespace mailstore;
using tests::mail;
using tests::MailHouse;
using tests::must;

namespace {

constexpr std::int64_t kMessages = 350;  // more than three batches of an import

std::string mbox() {
  std::string out;
  for (std::int64_t i = 0; i < kMessages; ++i) {
    out += "From a@x Mon Nov 23 16:32:00 2026\nSubject: thư " + std::to_string(i) + "\nMessage-ID: <" +
           std::to_string(i) + "@stop>\n\nnội dung\n\n";
  }
  return out;
}

std::int64_t messages(MailHouse& house) { return must(house.store->mailboxes().find(house.mailbox(0).id)).messages; }

void fill(MailHouse& house, const std::string& file) {
  std::ofstream(file, std::ios::binary) << mbox();
  ImportRequest in;
  in.account = house.person(0);
  in.path = file;
  REQUIRE(must(import_mail({*house.store, *house.door}, in)).imported == kMessages);
}

}  // namespace

TEST_CASE("maintenance: a stopped import keeps its whole batches and the next one brings the rest, nothing twice") {
  tests::TempDirectory dir;
  tests::for_each_storage_engine([&](const tests::StorageEngine& engine) {
    MailHouse house(engine, dir / ("blobs" + engine.name));
    std::ofstream(dir / "box", std::ios::binary) << mbox();
    std::stop_source stop;
    ImportRequest in;
    in.account = house.person(0);
    in.path = dir / "box";
    in.stop = stop.get_token();
    in.progress = [&](const ImportReport& report) {
      if (report.imported >= 200) stop.request_stop();
    };
    const ImportReport first = must(import_mail({*house.store, *house.door}, in));
    CHECK(first.stopped);
    CHECK(first.imported == 200);
    CHECK(messages(house) == 200);
    in.stop = {};
    in.progress = nullptr;
    const ImportReport second = must(import_mail({*house.store, *house.door}, in));
    CHECK(!second.stopped);
    CHECK(second.known == 200);
    CHECK(second.imported == kMessages - 200);
    CHECK(messages(house) == kMessages);
  });
}

TEST_CASE("maintenance: export and verify end at a stop and say so") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  MailHouse house(engine, dir / "blobs");
  fill(house, dir / "box");
  std::stop_source stop;
  ExportRequest out;
  out.account = house.person(0);
  out.path = dir / "out";
  out.stop = stop.get_token();
  out.progress = [&](std::int64_t, std::int64_t) { stop.request_stop(); };
  const auto exported = export_mail(*house.store, out);
  REQUIRE(!exported);
  CHECK(exported.error().code == base::ErrorCode::stopped);
  CHECK(exported.error().temporary);

  for (const char* at : {"rows", "bytes", "segments"}) {
    CAPTURE(at);
    std::stop_source source;
    VerifyOptions options;
    options.stop = source.get_token();
    std::string last;
    options.progress = [&](std::string_view stage, std::int64_t, std::int64_t) {
      last = stage;
      if (stage == at) source.request_stop();
    };
    const auto verified = verify_store({*house.store, *house.blobs, nullptr}, options);
    REQUIRE(!verified);
    CHECK(verified.error().code == base::ErrorCode::stopped);
    CHECK(last == at);
  }
}

TEST_CASE("maintenance: a stopped backup leaves the former one and nothing else") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  MailHouse house(engine, dir / "blobs");
  fill(house, dir / "box");
  const BackupParts parts{*house.db, *house.blobs, *house.fs, house.clock};
  BackupOptions options;
  options.directory = dir / "backup";
  const BackupReport whole = must(backup(parts, options));
  for (const char* at : {"tables", "check"}) {
    CAPTURE(at);
    std::stop_source stop;
    options.stop = stop.get_token();
    options.progress = [&](std::string_view stage, std::int64_t, std::int64_t) {
      if (stage == at) stop.request_stop();
    };
    const auto made = backup(parts, options);
    REQUIRE(!made);
    CHECK(made.error().code == base::ErrorCode::stopped);
    CHECK(made.error().temporary);
    CHECK(!std::filesystem::exists(dir / "backup.tmp"));
    CHECK(must(check_backup(*house.fs, options.directory)).rows == whole.rows);
  }
}
