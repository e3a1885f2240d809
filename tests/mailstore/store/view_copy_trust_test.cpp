// A packed copy of a view is believed only when it must be right; whatever else lies there, or cannot be written there,
// costs time and nothing else.
#include <filesystem>

#include "mailstore/store/owner/view_keeping.h"
#include "tests/faults/fault_file_system.h"
#include "tests/mailstore/store/view_starts.h"

using mailstore::ViewCopies;
using tests::believed;
using tests::check_like_rows;
using tests::copies;
using tests::file_of;
using tests::filled_inbox;
using tests::MailOffice;
using tests::run_sql;
using tests::set_flags;
using tests::started;
using tests::view_of;
using tests::write_all;
using tests::write_copy;

namespace {

namespace fs = std::filesystem;

struct Kept {
  tests::TempDirectory place;
  std::string views = place / "views";
  std::unique_ptr<mailstore::MailStore> store;
  base::MailboxId box;

  explicit Kept(MailOffice& office, int messages = 8)
      : store(started(office, views)), box(filled_inbox(office, messages)) {
    write_copy(*store, box);
    REQUIRE(believed(*store, box));
  }
};

}  // namespace

TEST_CASE("store/view copies: of another UIDVALIDITY, or when no token is named") {
  tests::with_office([](MailOffice& office) {
    Kept kept(office);
    run_sql(office, "UPDATE mailbox SET uid_validity = uid_validity + 1 WHERE id = ?", {kept.box.value});
    CHECK_FALSE(believed(*kept.store, kept.box));
    check_like_rows(office, kept.views, kept.box);
    run_sql(office, "UPDATE mailbox SET uid_validity = uid_validity - 1 WHERE id = ?", {kept.box.value});
    CHECK(believed(*kept.store, kept.box));
    // A database that was restored names none; a file that says "none" is not its copy either.
    run_sql(office, "DELETE FROM view_copy WHERE mailbox = ?", {kept.box.value});
    CHECK_FALSE(believed(*kept.store, kept.box));
    const auto view = view_of(*kept.store, kept.box);
    write_all(file_of(kept.views),
              mailstore::encode_view_copy(*view, 0, mailstore::StoreInside::of(*kept.store).keywords));
    CHECK_FALSE(believed(*kept.store, kept.box));
    check_like_rows(office, kept.views, kept.box);
  });
}

TEST_CASE("store/view copies: older than what the change log still knows") {
  tests::with_office([](MailOffice& office) {
    Kept kept(office);
    const auto& refs = mailstore::delivery_content_references();
    set_flags(office, *kept.store, kept.box, {base::Uid(2), base::Uid(5)}, mailstore::flag::kDeleted);
    office.run(kept.store->selected().expunge(kept.box, std::nullopt));
    CHECK(believed(*kept.store, kept.box));
    check_like_rows(office, kept.views, kept.box);
    run_sql(office, "UPDATE tombstone SET expires_us = 1", {});
    CHECK(tests::good(mailstore::remove_expired(*office.store, refs)).tombstones == 2);
    CHECK_FALSE(believed(*kept.store, kept.box));
    check_like_rows(office, kept.views, kept.box);
  });
}

TEST_CASE("store/view copies: one that is far behind is not caught up in one snapshot") {
  tests::with_office([](MailOffice& office) {
    Kept kept(office, 12);
    std::vector<base::Uid> all;
    for (std::uint32_t uid = 1; uid <= 12; ++uid) all.emplace_back(uid);
    set_flags(office, *kept.store, kept.box, all, mailstore::flag::kFlagged);
    CHECK(believed(*kept.store, kept.box, 12));
    CHECK_FALSE(believed(*kept.store, kept.box, 11));
    const auto again = started(office, kept.views), without = started(office, "");
    again->selected().set_view_portion(5);
    tests::check_same(*again, view_of(*again, kept.box), *without, view_of(*without, kept.box));
    // Nor is a view in memory.
    const auto other = started(office, "");
    other->selected().set_view_portion(5);
    (void)view_of(*other, kept.box);
    set_flags(office, *kept.store, kept.box, all, mailstore::flag::kAnswered);
    mailstore::StoreInside::of(*other).views.touch(kept.box, view_of(*kept.store, kept.box)->info().highest_modseq);
    tests::check_same(*other, view_of(*other, kept.box), *kept.store, view_of(*kept.store, kept.box));
  });
}

TEST_CASE("store/view copies: expunged to the last message and filled again") {
  tests::with_office([](MailOffice& office) {
    Kept kept(office, 6);
    set_flags(office, *kept.store, kept.box,
              {base::Uid(1), base::Uid(2), base::Uid(3), base::Uid(4), base::Uid(5), base::Uid(6)},
              mailstore::flag::kDeleted);
    office.run(kept.store->selected().expunge(kept.box, std::nullopt));
    check_like_rows(office, kept.views, kept.box);
    for (int i = 0; i < 6; ++i) office.append(kept.box, tests::sample_mail("lại " + std::to_string(i)));
    CHECK(believed(*kept.store, kept.box));
    check_like_rows(office, kept.views, kept.box);
  });
}

TEST_CASE("store/view copies: a mailbox of the same name made anew has none") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    tests::TempDirectory place;
    const std::string views = place / "views";
    const auto store = started(office, views);
    const auto first = office.run(store->mailboxes().create(an, "Hồ sơ", mailstore::SpecialUse::none));
    for (int i = 0; i < 5; ++i) office.append(first.id, tests::sample_mail("cũ " + std::to_string(i)));
    write_copy(*store, first.id);
    const std::string old = file_of(views);
    office.run(store->mailboxes().remove(an, "Hồ sơ"));
    const auto second = office.run(store->mailboxes().create(an, "Hồ sơ", mailstore::SpecialUse::none));
    office.append(second.id, tests::sample_mail("mới"));
    CHECK_FALSE(believed(*store, second.id));
    check_like_rows(office, views, second.id);
    // The old one's file under the new one's name, with the old token named for it.
    const auto forged = copies(*store).load(first.id);
    REQUIRE(forged);
    write_copy(*store, second.id);
    run_sql(office, "UPDATE view_copy SET token = ? WHERE mailbox = ?", {forged->token, second.id.value});
    for (const auto& entry : fs::directory_iterator(views)) {
      if (entry.path().string() != old) fs::copy_file(old, entry.path(), fs::copy_options::overwrite_existing);
    }
    CHECK_FALSE(believed(*store, second.id));
    check_like_rows(office, views, second.id);
    tests::good(copies(*store).clean());
    CHECK_FALSE(fs::exists(old));
  });
}

TEST_CASE("store/view copies: a full disk leaves the old copy and no half of a new one") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    tests::TempDirectory place;
    fs::create_directory(place / "trash");
    tests::FaultPlan plan(place / "trash");
    const auto faulty = tests::make_fault_file_system(plan);
    MailOffice office(std::move(db), *faulty, place / "blobs");
    Kept kept(office);
    set_flags(office, *kept.store, kept.box, {base::Uid(1)}, mailstore::flag::kFlagged);
    for (const auto kind : {tests::FaultKind::disk_full, tests::FaultKind::io_error}) {
      plan.set({kind, plan.operations() + 1, kind == tests::FaultKind::disk_full});
      CHECK_FALSE(copies(*kept.store).write(*view_of(*kept.store, kept.box)));
      plan.clear();
      CHECK(std::distance(fs::directory_iterator(kept.views), {}) == 1);
      CHECK(believed(*kept.store, kept.box));  // the one before, moved forward
      check_like_rows(office, kept.views, kept.box);
    }
    write_copy(*kept.store, kept.box);
    CHECK(believed(*kept.store, kept.box));
  });
}

TEST_CASE("store/view copies: what cannot be read, replaced or removed is passed over") {
  tests::with_office([](MailOffice& office) {
    Kept kept(office);
    const std::string path = file_of(kept.views);
    // A folder in the file's place: neither root nor anybody else can read or replace it.
    fs::remove(path);
    fs::create_directories(path + "/x");
    CHECK_FALSE(believed(*kept.store, kept.box));
    CHECK_FALSE(copies(*kept.store).write(*view_of(*kept.store, kept.box)));
    check_like_rows(office, kept.views, kept.box);
    set_flags(office, *kept.store, kept.box, {base::Uid(2)}, mailstore::flag::kSeen);
    check_like_rows(office, kept.views, kept.box);
    // What nobody can remove keeps no other file from going, and no mailbox from getting its copy.
    fs::create_directories(kept.views + "/0000000000000001.view/x");
    write_all(kept.views + "/0000000000000002.view", "?");
    const base::MailboxId other = office.mailbox(office.person("an"), "Archive").id;
    office.append(other, tests::sample_mail("khác"));
    const auto begin = std::chrono::steady_clock::now();
    mailstore::ViewKeeping keeping(*kept.store, begin);
    int failed = 0;
    for (int i = 0; i < 6; ++i)
      failed += keeping.step(begin + mailstore::ViewKeeping::kStart + std::chrono::seconds(i)) ? 0 : 1;
    CHECK(failed > 0);
    CHECK_FALSE(fs::exists(kept.views + "/0000000000000002.view"));
    CHECK(believed(*kept.store, other));
    // A file where the folder belongs.
    fs::remove_all(kept.views);
    write_all(kept.views, "?");
    CHECK_FALSE(believed(*kept.store, kept.box));
    CHECK_FALSE(copies(*kept.store).write(*view_of(*kept.store, kept.box)));
    check_like_rows(office, kept.views, kept.box);
  });
}

TEST_CASE("store/view copies: a clock that goes back only puts them off") {
  tests::with_office([](MailOffice& office) {
    using std::chrono::hours;
    Kept kept(office);
    const auto now = std::chrono::steady_clock::now();
    fs::remove_all(kept.views);
    const auto view = view_of(*kept.store, kept.box);
    copies(*kept.store).note(view, ViewCopies::kNoCopy, now);
    tests::good(copies(*kept.store).write_due(ViewCopies::Which::rested, now - hours(24)));
    CHECK_FALSE(believed(*kept.store, kept.box));
    tests::good(copies(*kept.store).write_due(ViewCopies::Which::rested, now + ViewCopies::kRest));
    CHECK(believed(*kept.store, kept.box));
    // The files' own times mean nothing.
    fs::last_write_time(file_of(kept.views), fs::file_time_type::clock::now() + hours(24 * 365));
    CHECK(believed(*kept.store, kept.box));
    check_like_rows(office, kept.views, kept.box);
  });
}
