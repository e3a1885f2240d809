// A view that comes from its packed copy on disk and is moved forward is the view that the rows give: after random
// histories, after damage, after the database was set back, and after a power cut at every write.
#include <filesystem>
#include <random>

#include "mailstore/store/owner/view_keeping.h"
#include "tests/faults/fault_file_system.h"
#include "tests/faults/fault_vfs.h"
#include "tests/mailstore/store/view_starts.h"

using mailstore::FlagChange;
using mailstore::MailStore;
using mailstore::ViewCopies;
using tests::MailOffice;

namespace fs = std::filesystem;
using tests::believed;
using tests::check_like_rows;
using tests::copies;
using tests::file_of;
using tests::filled_inbox;
using tests::read_all;
using tests::set_flags;
using tests::started;
using tests::view_of;
using tests::ViewPtr;
using tests::write_all;
using tests::write_copy;

namespace {

// Random changes through one running store.
class History {
 public:
  History(MailOffice& office, MailStore& store, unsigned seed) : office_(office), store_(store), random_(seed) {
    const auto an = office.person("an");
    boxes_ = {office.mailbox(an, "INBOX").id, office.mailbox(an, "Archive").id};
  }
  const std::vector<base::MailboxId>& boxes() const { return boxes_; }
  std::size_t pick(std::size_t below) { return random_() % below; }

  void step() {
    const std::size_t box = pick(boxes_.size());
    std::vector<base::Uid> uids;
    const ViewPtr view = view_of(store_, boxes_[box]);
    for (std::size_t i = 0; i < view->size(); ++i) {
      if (pick(3) == 0) uids.push_back(view->uid(i));
    }
    switch (pick(7)) {
      case 0:
      case 1:
      case 2: return append(box);
      case 3:
      case 4: return store(box, uids);
      case 5: return (void)office_.run(store_.selected().expunge(boxes_[box], std::nullopt));
      default: {
        if (pick(2) == 0) return (void)office_.run(store_.selected().move(boxes_[box], uids, boxes_[1 - box]));
        if (uids.size() > 4) uids.resize(4);
        return (void)office_.run(store_.selected().copy(boxes_[box], uids, boxes_[1 - box]));
      }
    }
  }

 private:
  void append(std::size_t box) {
    std::vector<std::string> keywords;
    if (pick(3) == 0) keywords = {"Viec"};
    office_.append(boxes_[box], tests::sample_mail("thư " + std::to_string(pick(40))),
                   pick(2) == 0 ? mailstore::flag::kSeen : 0, keywords);
  }
  void store(std::size_t box, const std::vector<base::Uid>& uids) {
    mailstore::StoreFlagsRequest request;
    request.mailbox = boxes_[box];
    request.uids = uids;
    request.change = static_cast<FlagChange>(pick(3));
    request.flags.system = static_cast<std::uint32_t>(pick(32));
    if (pick(3) == 0) request.flags.keywords = {pick(2) == 0 ? "Gap" : "viec"};
    office_.run(store_.selected().store_flags(std::move(request)));
  }

  MailOffice& office_;
  MailStore& store_;
  std::mt19937_64 random_;
  std::vector<base::MailboxId> boxes_;
};

}  // namespace

TEST_CASE("store/view copies: after a random history a start gives the view that the rows give") {
  for (unsigned seed : {1u, 2u}) {
    tests::with_office([seed](MailOffice& office) {
      CAPTURE(seed);
      tests::TempDirectory place;
      const std::string views = place / "views";
      MailStore& running = *office.store;  // the one that the door tells of its mail
      History history(office, running, seed);
      std::size_t from_copy = 0;
      for (int i = 0; i < 120; ++i) {
        history.step();
        if (history.pick(12) == 0) write_copy(*started(office, views), history.boxes()[history.pick(2)]);
        if (i % 6 != 0) continue;
        for (const base::MailboxId box : history.boxes()) {
          const auto again = started(office, views);
          from_copy += believed(*again, box) ? 1 : 0;
          check_like_rows(office, views, box);
          // And what the running store knows, which moves its view forward by what it wrote itself.
          const auto without = started(office, "");
          tests::check_same(running, view_of(running, box), *without, view_of(*without, box));
        }
      }
      CHECK(from_copy > 15);
      tests::check_sound(office);
      mailstore::StoreFindings found;
      CHECK(tests::good(mailstore::verify_view_copies(*started(office, views), found)) > 0);
      CHECK(found.count == 0);
    });
  }
}

TEST_CASE("store/view copies: a damaged, missing or foreign file costs time only") {
  tests::with_office([](MailOffice& office) {
    tests::TempDirectory place;
    const std::string views = place / "views";
    const auto running = started(office, views);
    const base::MailboxId box = filled_inbox(office, 12);
    write_copy(*running, box);
    set_flags(office, *running, box, {base::Uid(3)}, mailstore::flag::kFlagged, {"Gap"});
    const std::string path = file_of(views), good = read_all(path);
    REQUIRE(believed(*running, box));
    for (std::size_t at = 0; at < good.size(); at += 37) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 0x10);
      write_all(path, bad);
      CHECK_FALSE(believed(*running, box));
      if (at % 5 == 0) check_like_rows(office, views, box);
      write_all(path, good.substr(0, at));
      CHECK_FALSE(believed(*running, box));
    }
    check_like_rows(office, views, box);
    // The copy of another mailbox under this one's name.
    const base::MailboxId other = office.mailbox(office.person("an"), "Archive").id;
    office.append(other, tests::sample_mail("khác"));
    fs::remove(path);
    write_copy(*running, other);
    fs::copy_file(file_of(views), path);
    CHECK_FALSE(believed(*running, box));
    check_like_rows(office, views, box);
    fs::remove_all(views);
    check_like_rows(office, views, box);
    // It is written again, also when a power cut has left half a draft behind.
    fs::create_directory(views);
    write_all(views + "/draft.tmp", "half");
    write_copy(*running, box);
    CHECK(believed(*running, box));
  });
}

TEST_CASE("store/view copies: a copy of a future that the database has lost is not believed") {
  tests::with_office([](MailOffice& office) {
    tests::TempDirectory place;
    const std::string views = place / "views";
    const base::MailboxId box = filled_inbox(office, 5);
    {
      const auto running = started(office, views);
      write_copy(*running, box);
    }
    const auto row = [&] {
      std::int64_t token = 0;
      tests::good(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
        token = tests::good(ViewCopies::token_of(snapshot, box));
        return {};
      }));
      return token;
    };
    const std::int64_t yesterday = row();
    CHECK(yesterday != 0);
    const auto running = started(office, views);
    set_flags(office, *running, box, {base::Uid(1)}, mailstore::flag::kFlagged);
    write_copy(*running, box);
    CHECK(row() != yesterday);
    REQUIRE(believed(*running, box));
    // A database of yesterday knows yesterday's token.
    tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      tests::good(tx.execute("UPDATE view_copy SET token = ? WHERE mailbox = ?", {yesterday, box.value}));
      return {};
    }));
    CHECK_FALSE(believed(*running, box));
  });
}

// The same with the file itself: yesterday's database goes on until its modseq is beyond that of today's copy.
TEST_CASE("store/view copies: yesterday's SQLite file beside today's copy") {
  tests::TempDirectory place;
  const std::string views = place / "views", database = place / "vanthu.db";
  auto files = base::make_file_system();
  const auto open = [&] {
    base::DatabaseOptions options;
    options.url = "sqlite:" + database;
    return std::make_unique<MailOffice>(tests::good(base::Database::open(options)), *files, place / "blobs");
  };
  base::MailboxId box;
  {
    auto office = open();
    box = filled_inbox(*office, 6);
    write_copy(*started(*office, views), box);
  }
  fs::copy_file(database, place / "yesterday.db");
  {
    auto office = open();
    const auto store = started(*office, views);
    set_flags(*office, *store, box, {base::Uid(1), base::Uid(2)}, mailstore::flag::kFlagged);
    for (int i = 0; i < 3; ++i) office->append(box, tests::sample_mail("mất " + std::to_string(i)));
    write_copy(*store, box);
    CHECK(believed(*store, box));
  }
  for (const char* tail : {"", "-wal", "-shm"}) fs::remove(database + tail);
  fs::copy_file(place / "yesterday.db", database);
  auto office = open();
  const auto store = started(*office, views);
  for (int i = 0; i < 8; ++i) {
    office->append(box, tests::sample_mail("mới " + std::to_string(i)), mailstore::flag::kSeen);
    CHECK_FALSE(believed(*started(*office, views), box));
    check_like_rows(*office, views, box);
  }
}

TEST_CASE("store/view copies: verify finds one that is believed and wrong") {
  tests::with_office([](MailOffice& office) {
    tests::TempDirectory place;
    const std::string views = place / "views";
    const auto running = started(office, views);
    const base::MailboxId box = filled_inbox(office, 9);
    write_copy(*running, box);
    const auto copy = copies(*running).load(box);
    REQUIRE(copy.has_value());
    const ViewPtr view = view_of(*running, box);
    mailstore::Entry wrong = view->at(4);
    wrong.system_flags ^= mailstore::flag::kAnswered;
    const auto forged = view->advance(view->info(), {wrong}, {});
    write_all(file_of(views),
              mailstore::encode_view_copy(*forged, copy->token, mailstore::StoreInside::of(*running).keywords));
    mailstore::StoreFindings found;
    CHECK(tests::good(mailstore::verify_view_copies(*running, found)) == 1);
    CHECK(found.count == 1);
    // What the row counts is looked at before anything is believed.
    wrong.system_flags ^= mailstore::flag::kSeen;
    const auto miscounted = view->advance(view->info(), {wrong}, {});
    write_all(file_of(views),
              mailstore::encode_view_copy(*miscounted, copy->token, mailstore::StoreInside::of(*running).keywords));
    CHECK_FALSE(believed(*running, box));
    check_like_rows(office, views, box);
  });
}

TEST_CASE("store/view copies: written when a view rests, at a stop, and for mailboxes that nobody has opened") {
  tests::with_office([](MailOffice& office) {
    using std::chrono::seconds;
    tests::TempDirectory place;
    const std::string views = place / "views";
    const base::MailboxId box = filled_inbox(office, 6);
    const auto begin = std::chrono::steady_clock::now();
    {
      const auto running = started(office, views);
      (void)view_of(*running, box);
      mailstore::ViewKeeping keeping(*running, begin);
      tests::good(keeping.step(begin + seconds(1)));
      CHECK_FALSE(believed(*running, box));  // it may still change
      tests::good(keeping.step(begin + ViewCopies::kRest + seconds(2)));
      CHECK(believed(*running, box));
    }
    const std::string first = read_all(file_of(views));
    {
      const auto running = started(office, views);
      (void)view_of(*running, box);
      set_flags(office, *running, box, {base::Uid(1)}, mailstore::flag::kFlagged);
      mailstore::ViewKeeping keeping(*running, begin);
      tests::good(keeping.finish(begin));
      CHECK(read_all(file_of(views)) == first);  // one row behind: not worth it
    }
    fs::remove_all(views);
    {
      const auto running = started(office, views);
      (void)view_of(*running, box);
      mailstore::ViewKeeping keeping(*running, begin);
      tests::good(keeping.finish(begin));
      CHECK(believed(*running, box));
    }
    fs::remove_all(views);
    tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      tests::good(tx.execute("DELETE FROM view_copy", {}));
      return {};
    }));
    {
      const auto running = started(office, views);
      mailstore::ViewKeeping keeping(*running, begin);
      const auto later = begin + mailstore::ViewKeeping::kStart;
      for (int i = 0; i < 10; ++i) tests::good(keeping.step(later + seconds(i)));
      CHECK(believed(*running, box));
      // What nobody names goes.
      write_all(views + "/0000000000000001.view", "?");
      tests::good(copies(*running).clean());
      CHECK_FALSE(fs::exists(views + "/0000000000000001.view"));
      CHECK(believed(*running, box));
    }
  });
}

TEST_CASE("store/view copies: a power cut at every write leaves the view that the rows give") {
  tests::TempDirectory prepared;
  const auto open = [](const std::string& directory, const std::string& vfs) {
    base::DatabaseOptions options;
    options.url = "sqlite:" + directory + "/vanthu.db";
    options.sqlite_vfs = vfs;
    options.disk_reserve = 0;
    return tests::good(base::Database::open(options));
  };
  base::MailboxId box;
  {
    auto files = base::make_file_system();
    MailOffice office(open(prepared.path(), ""), *files, prepared / "blobs");
    box = filled_inbox(office, 8);
    write_copy(*started(office, prepared / "views"), box);
  }
  std::int64_t writes = 1, believed_after = 0;
  for (std::int64_t number = 0; number <= writes; ++number) {
    CAPTURE(number);
    tests::TempDirectory place;
    const std::string directory = place / "office";
    fs::copy(prepared.path(), directory, fs::copy_options::recursive);
    fs::create_directory(place / "trash");
    tests::FaultPlan plan(place / "trash", static_cast<unsigned>(number));
    {
      tests::FaultVfs vfs("fault-" + place.path(), plan);
      auto files = tests::make_fault_file_system(plan);
      MailOffice office(open(directory, "fault-" + place.path()), *files, directory + "/blobs");
      const auto store = started(office, directory + "/views");
      const std::int64_t before = plan.operations();
      if (number > 0) plan.set({tests::FaultKind::power_cut, before + number, false});
      mailstore::StoreFlagsRequest request;
      request.mailbox = box;
      request.uids = {base::Uid(2), base::Uid(5)};
      request.flags = {mailstore::flag::kFlagged, {"Gap"}};
      const auto view = base::run_blocking(store->selected().view(box));
      const bool stored = base::run_blocking(store->selected().store_flags(request)).has_value();
      request.uids = {base::Uid(3), base::Uid(4)};
      request.flags = {mailstore::flag::kDeleted, {}};
      const bool marked = base::run_blocking(store->selected().store_flags(request)).has_value();
      const bool expunged = base::run_blocking(store->selected().expunge(box, std::nullopt)).has_value();
      const auto newest = base::run_blocking(store->selected().view(box));
      if (view && stored && marked && expunged && newest) (void)copies(*store).write(**newest);
      if (number == 0) writes = plan.operations() - before;
    }
    if (number > 0) tests::good(plan.settle(static_cast<tests::Survival>(number % 3)));
    auto files = base::make_file_system();
    MailOffice office(open(directory, ""), *files, directory + "/blobs");
    believed_after += believed(*started(office, directory + "/views"), box) ? 1 : 0;
    check_like_rows(office, directory + "/views", box);
    tests::check_sound(office);
  }
  MESSAGE("writes: " << writes << ", copies believed afterwards: " << believed_after);
  CHECK(writes > 4);
  CHECK(believed_after > 1);
}
