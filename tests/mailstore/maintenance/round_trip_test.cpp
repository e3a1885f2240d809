#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/mime/date.h"
#include "mailstore/maintenance/backup.h"
#include "mailstore/maintenance/mail_export.h"
#include "mailstore/maintenance/mail_import.h"
#include "mailstore/maintenance/verify.h"
#include "mailstore/office/reading/reply_token.h"
#include "tests/mailstore/mail_house.h"

using namespace mailstore;
using tests::mail;
using tests::MailHouse;
using tests::must;

namespace {

// Everything about an account's mail that must survive: mailbox, flags, keywords, date and bytes of each message.
std::vector<std::string> picture(MailHouse& house, int person) {
  std::vector<std::string> out;
  for (const MailboxInfo& info : must(house.store->mailboxes().list(house.person(person)))) {
    const auto view = must(house.store->selected().view(info.id));
    for (std::size_t i = 0; i < view->size(); ++i) {
      const Entry& entry = view->at(i);
      const auto meta = must(house.store->selected().meta(info.id, {entry}, static_cast<Wants>(Want::prefix)));
      std::string line =
          info.path + " " + std::to_string(entry.system_flags) + " " + base::format_internal_date(entry.received, 0);
      if (const auto keywords = house.store->selected().keywords(entry.keyword_set)) {
        for (const std::string& keyword : *keywords) line += " " + keyword;
      }
      out.push_back(line + "\n" + must(house.store->selected().read_message(entry, meta.at(0).prefix, 0, entry.size)));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> reply_keys(MailHouse& house) {
  std::vector<std::string> out;
  must(house.db->read_blocking([&](base::SqlSnapshot& snapshot) {
    return snapshot.query("SELECT id, secret FROM reply_key ORDER BY id", {}, [&](const base::SqlRow& row) {
      out.push_back(std::to_string(row.i64(0)) + " " + std::string(row.text(1)));
      return true;
    });
  }));
  return out;
}

std::map<std::string, std::uint32_t> validities(MailHouse& house, int person) {
  std::map<std::string, std::uint32_t> out;
  for (const MailboxInfo& info : must(house.store->mailboxes().list(house.person(person))))
    out[info.path] = info.uid_validity;
  return out;
}

void fill(MailHouse& house) {
  const MailboxInfo inbox = house.mailbox(0), work = house.mailbox(0, "Công việc/2026.a");
  const InternalDate day{base::Timestamp::from_seconds(1700000000), 420};
  house.append(inbox, mail("một", "xin chào\r\nFrom here\r\n>From there"),
               {flag::kSeen | flag::kFlagged, {"$Work", "viec"}}, day);
  house.append(inbox, mail("hai", "x"), {}, InternalDate{base::Timestamp::from_seconds(1600000000), 0});
  house.append(inbox, mail("đầu tháng", "y"), {},
               InternalDate{base::Timestamp::from_seconds(1577847600), 0});  // 1 January: one digit
  house.append(work, mail("ba", std::string(300000, 'z')), {flag::kAnswered | flag::kDraft, {}}, day);
  house.append(work, "Subject: no end", {}, day);
  // Fields that a folder writes too, as any sender may.
  house.append(
      work,
      "Subject: own\r\nX-Keywords: theirs\r\nTo: b@x\r\nContent-Length: 5\r\nStatus: R\r\nX-Status: D\r\nX-Keywords: spamword\r\n\r\nStatus: x\r\n",
      {}, day);
  house.append(work, mail("xóa", "thư nháp"), {flag::kDeleted, {"NonJunk"}},
               InternalDate{base::Timestamp::from_seconds(1500000000), -300});
  house.append(house.mailbox(1), mail("một", "của người khác"), {}, day);
}

}  // namespace

TEST_CASE("maintenance: export and import keep bytes, flags and dates on every engine") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    tests::TempDirectory dir;
    MailHouse house(engine, dir / "blobs");
    fill(house);
    const std::vector<std::string> before = picture(house, 0);
    int person = 1;
    for (const ExportFormat format : {ExportFormat::maildir, ExportFormat::mbox, ExportFormat::eml}) {
      INFO("format " << static_cast<int>(format));
      ExportRequest out;
      out.account = house.person(0);
      out.path = dir / ("out" + std::to_string(person));
      out.format = format;
      const ExportReport report = must(export_mail(*house.store, out));
      CHECK(report.messages == 7);
      CHECK(export_mail(*house.store, out).error().code == base::ErrorCode::exists);
      ImportRequest in;
      in.account = house.person(2);
      const std::string top = format == ExportFormat::maildir ? "INBOX" : format == ExportFormat::mbox ? "M" : "E";
      in.mailbox = top;
      in.path = out.path;
      const ImportReport done = must(import_mail({*house.store, *house.door}, in));
      CHECK(done.imported == 7);
      CHECK(done.failed == 0);
      const ImportReport again = must(import_mail({*house.store, *house.door}, in));
      CHECK(again.imported == 0);
      CHECK(again.known == 7);
      ++person;
      // Sub-folders come below the mailbox that was named.
      std::vector<std::string> after, wanted = before;
      for (std::string line : picture(house, 2)) {
        if (!line.starts_with(top + " ") && !line.starts_with(top + "/")) continue;
        if (line.starts_with(top + "/")) line.erase(0, top.size() + 1);
        if (line.starts_with(top + " ")) line.replace(0, top.size(), "INBOX");
        after.push_back(line);
      }
      std::sort(after.begin(), after.end());
      REQUIRE(after.size() == wanted.size());
      for (std::size_t i = 0; i < after.size(); ++i) CHECK(after[i].substr(0, 600) == wanted[i].substr(0, 600));
      CHECK(after == wanted);
    }
    VerifyReport verified = must(verify_store({*house.store, *house.blobs, nullptr}, {}));
    for (const VerifyProblem& problem : verified.problems) MESSAGE(problem.where << ": " << problem.what);
    CHECK(verified.ok());
    CHECK(verified.messages >= 20);
  });
}

TEST_CASE("maintenance: a bad message never stops an import") {
  tests::TempDirectory dir;
  tests::for_each_storage_engine([&](const tests::StorageEngine& engine) {
    MailHouse house(engine, dir / ("blobs" + engine.name));
    std::ofstream(dir / "box", std::ios::binary)
        << "From a@x Mon Nov 23 16:32:00 2026\nSubject: one\n\nx\n\nFrom a@x Mon Nov 23 16:32:00 2026\n\n\n"
           "From a@x Mon Nov 23 16:32:00 2026\nSubject: two\n\n\xff\xfe\x01y\n";
    ImportRequest in;
    in.account = house.person(0);
    in.path = dir / "box";
    const ImportReport report = must(import_mail({*house.store, *house.door}, in));
    CHECK(report.imported == 2);
    CHECK(report.failed == 1);
    REQUIRE(report.problems.size() == 1);
    CHECK(report.problems[0].offset > 0);
    in.path = dir / "missing";
    CHECK(!import_mail({*house.store, *house.door}, in));
  });
}

TEST_CASE("maintenance: backup and restore on every engine and across engines") {
  tests::for_each_storage_engine([](const tests::StorageEngine& from) {
    tests::TempDirectory dir;
    std::vector<std::string> before, others, keys;
    {
      MailHouse house(from, dir / "blobs");
      fill(house);
      keys = reply_keys(house);
      REQUIRE(keys.size() == 1);
      before = picture(house, 0);
      others = picture(house, 1);
      must(house.db->write_blocking([](base::SqlTransaction& tx) -> base::Result<void> {
        must(tx.execute("INSERT INTO view_copy (mailbox, token, uid_next) VALUES (1, 2, 3)", {}));
        return {};
      }));
      BackupOptions options;
      options.directory = dir / "backup";
      const BackupReport made = must(backup({*house.db, *house.blobs, *house.fs, house.clock}, options));
      CHECK(made.blobs == 8);
      CHECK(must(backup({*house.db, *house.blobs, *house.fs, house.clock}, options)).rows ==
            made.rows);  // over the former one
      CHECK(!std::filesystem::exists(dir / "backup.tmp"));
      CHECK((std::filesystem::status(dir / "backup/secrets").permissions() & std::filesystem::perms::all) ==
            (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
      std::filesystem::create_directories(dir / "mine");
      std::ofstream(dir / "mine/x") << "x";
      BackupOptions foreign;
      foreign.directory = dir / "mine";
      CHECK(backup({*house.db, *house.blobs, *house.fs, house.clock}, foreign).error().code == base::ErrorCode::exists);
    }
    tests::for_each_storage_engine([&](const tests::StorageEngine& to) {
      INFO("from " << from.name << " to " << to.name);
      tests::TempDirectory target;
      MailHouse house(to, target / "blobs", 0);
      // A house that was opened before the restore has made a key of its own: no reason to refuse, and the old key
      // takes its place, so that reply addresses given out before the backup still work.
      (void)must(mailstore::office::load_reply_keys(*house.db, house.clock.now(), std::chrono::hours(24)));
      REQUIRE(reply_keys(house) != keys);
      BackupOptions options;
      options.directory = dir / "backup";
      const BackupParts parts{*house.db, *house.blobs, *house.fs, house.clock};
      (void)must(restore(parts, options));
      CHECK(restore(parts, options).error().code == base::ErrorCode::exists);
      CHECK(reply_keys(house) == keys);
      // Files of packed views that lie beside a restored database are of another time: it names none of them.
      must(house.db->read_blocking([](base::SqlSnapshot& snapshot) -> base::Result<void> {
        CHECK(must(snapshot.query_i64("SELECT COUNT(*) FROM view_copy", {})) == 0);
        return {};
      }));
      house.open_house(3);
      CHECK(reply_keys(house) == keys);
      CHECK(picture(house, 0) == before);
      CHECK(picture(house, 1) == others);
      house.append(house.mailbox(0), mail("mới", "sau khi phục hồi"));
      CHECK(picture(house, 0).size() == before.size() + 1);
      CHECK(must(verify_store({*house.store, *house.blobs, nullptr}, {})).ok());
    });
  });
}

// UIDs that were given out after the backup are known to clients and will be given to other messages.
TEST_CASE("maintenance: a restored house has a new UIDVALIDITY for every mailbox, unless nobody has used the old one") {
  tests::for_each_storage_engine([](const tests::StorageEngine& from) {
    tests::TempDirectory dir;
    std::map<std::string, std::uint32_t> before;
    BackupOptions options;
    options.directory = dir / "backup";
    {
      MailHouse house(from, dir / "blobs");
      fill(house);
      before = validities(house, 0);
      (void)must(backup({*house.db, *house.blobs, *house.fs, house.clock}, options));
    }
    for (const bool keep : {false, true}) {
      CAPTURE(keep);
      tests::for_each_storage_engine([&](const tests::StorageEngine& to) {
        tests::TempDirectory target;
        MailHouse house(to, target / "blobs", 0);
        options.keep_uids = keep;
        (void)must(restore({*house.db, *house.blobs, *house.fs, house.clock}, options));
        house.open_house(3);
        const auto now = validities(house, 0);
        REQUIRE(now.size() == before.size());
        for (const auto& [path, validity] : now) {
          if (keep) CHECK(validity == before.at(path));
          else CHECK(validity > before.at(path));
        }
        CHECK(must(verify_store({*house.store, *house.blobs, nullptr}, {})).ok());
      });
    }
  });
}

TEST_CASE("maintenance: a damaged backup is noticed before anything is restored") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  MailHouse house(engine, dir / "blobs");
  fill(house);
  BackupOptions options;
  options.directory = dir / "backup";
  (void)must(backup({*house.db, *house.blobs, *house.fs, house.clock}, options));
  const std::filesystem::path kept = dir / "kept";
  int damaged = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir / "backup")) {
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    std::filesystem::copy_file(entry.path(), kept, std::filesystem::copy_options::overwrite_existing);
    std::fstream file(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
    const auto middle = static_cast<std::streamoff>(entry.file_size() / 2);
    file.seekg(middle);
    const char byte = static_cast<char>(file.get());
    file.seekp(middle);
    file.put(static_cast<char>(byte ^ 1));
    file.close();
    INFO(entry.path().string());
    const bool manifest = entry.path().filename() == "manifest.json";
    if (!manifest) CHECK(!check_backup(*house.fs, options.directory));
    std::filesystem::resize_file(entry.path(), entry.file_size() - 1);
    CHECK(!check_backup(*house.fs, options.directory));
    std::filesystem::copy_file(kept, entry.path(), std::filesystem::copy_options::overwrite_existing);
    ++damaged;
  }
  CHECK(damaged > 10);
  CHECK(check_backup(*house.fs, options.directory));
}

TEST_CASE("maintenance: a backup killed at any moment leaves the former one whole") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  {
    MailHouse house(engine, dir / "blobs");
    fill(house);
    BackupOptions options;
    options.directory = dir / "backup";
    (void)must(backup({*house.db, *house.blobs, *house.fs, house.clock}, options));
  }
  for (int round = 0; round < 12; ++round) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      MailHouse house(engine, dir / "blobs");
      BackupOptions options;
      options.directory = dir / "backup";
      int steps = 0;
      options.progress = [&](std::string_view, std::int64_t, std::int64_t) {
        if (steps++ == round * 4) ::raise(SIGKILL);
      };
      (void)backup({*house.db, *house.blobs, *house.fs, house.clock}, options);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    auto files = base::make_file_system();
    CHECK(check_backup(*files, dir / "backup"));
  }
}
