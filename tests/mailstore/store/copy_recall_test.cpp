// A COPY of many messages that fails on a store that takes no writes for a while, or never again.
#include <chrono>
#include <thread>

#include "mailstore/store/owner/verify.h"
#include "tests/mailstore/mail_office.h"
#include "tests/mailstore/store/refusing_database.h"

using base::Uid;
using tests::MailOffice;
using tests::RefusingDatabase;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMany = 1300;

const base::Error kFull = base::Error::transient(base::ErrorCode::disk_full, {"Đầy.", "Full."});
const base::Error kDamaged = base::Error::permanent(base::ErrorCode::corrupt, {"Hỏng.", "Damaged."});

// An office whose database refuses what it is told to; an has mail in INBOX.
struct Scene {
  Scene(std::unique_ptr<base::Database> inner, base::FileSystem& fs, const std::string& blobs)
      : office(wrap(std::move(inner), db), fs, blobs), an(office.person("an")) {
    from = office.mailbox(an, "INBOX").id;
    to = office.mailbox(an, "Archive").id;
    std::vector<mailstore::AppendMessage> list(kMany);
    for (std::size_t i = 0; i < kMany; ++i) list[i].bytes = "Subject: " + std::to_string(i) + "\r\n\r\nx\r\n";
    uids = office.run(office.door->append(from, std::move(list))).uids;
  }
  static std::unique_ptr<base::Database> wrap(std::unique_ptr<base::Database> inner, RefusingDatabase*& db) {
    auto out = std::make_unique<RefusingDatabase>(std::move(inner));
    db = out.get();
    return out;
  }

  base::ErrorCode copy() {
    const auto done = base::run_blocking(office.store->selected().copy(from, uids, to));
    REQUIRE_FALSE(done);
    return done.error().code;
  }
  std::int64_t parts() {
    std::int64_t out = 0;
    tests::good(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto value = snapshot.query_i64("SELECT COUNT(*) FROM copy_part", {});
      if (!value) return value.error();
      out = *value;
      return {};
    }));
    return out;
  }
  bool in_time(const std::function<bool()>& done) {
    for (int i = 0; i < 1000; ++i) {
      if (done()) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
  void holds_together() {
    mailstore::StoreFindings out;
    tests::good(mailstore::verify_rows(*office.store, mailstore::delivery_content_references(), out));
    CHECK(out.findings.empty());
  }

  RefusingDatabase* db = nullptr;
  MailOffice office;
  base::AccountId an;
  base::MailboxId from, to;
  std::vector<Uid> uids;
};

void with_scene(const std::function<void(Scene&)>& body) {
  tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
    tests::TempDirectory directory;
    auto fs = base::make_file_system();
    Scene scene(std::move(db), *fs, directory / "blobs");
    body(scene);
  });
}

}  // namespace

TEST_CASE("store/copy_recall: a COPY that placed nothing leaves nothing to do") {
  with_scene([](Scene& scene) {
    scene.db->refuse_units(0, kFull);
    for (int i = 1; i <= 3; ++i) {
      CHECK(scene.copy() == base::ErrorCode::disk_full);
      CHECK(scene.db->asked() == i);
    }
    std::this_thread::sleep_for(1200ms);
    CHECK(scene.db->asked() == 3);
  });
}

TEST_CASE("store/copy_recall: what a full disk kept is taken back when there is room again") {
  with_scene([](Scene& scene) {
    for (int i = 0; i < 3; ++i) {
      scene.db->refuse_units(2, kFull);
      CHECK(scene.copy() == base::ErrorCode::disk_full);
    }
    CHECK(scene.parts() > 0);
    scene.db->accept();
    CHECK(scene.in_time([&] { return scene.parts() == 0; }));
    CHECK(scene.office.view(scene.to)->empty());
    CHECK(scene.office.view(scene.from)->size() == kMany);
    scene.holds_together();
  });
}

TEST_CASE("store/copy_recall: what can never be taken back is tried once, and again at the next start") {
  with_scene([](Scene& scene) {
    scene.db->refuse_units(2, kDamaged);
    CHECK(scene.copy() == base::ErrorCode::corrupt);
    CHECK(scene.in_time([&] { return scene.db->asked() == 5; }));  // two parts, the third, its taking back, once later
    std::this_thread::sleep_for(1200ms);
    CHECK(scene.db->asked() == 5);
    scene.db->accept();
    CHECK(scene.parts() == 2);
    scene.office.store->selected().finish_copies();
    CHECK(scene.parts() == 0);
    CHECK(scene.office.view(scene.to)->empty());
    scene.holds_together();
  });
}

TEST_CASE("store/copy_recall: a store that closes does not wait for a disk that is full") {
  with_scene([](Scene& scene) {
    scene.db->refuse_units(2, kFull);
    CHECK(scene.copy() == base::ErrorCode::disk_full);
    CHECK(scene.in_time([&] { return scene.db->asked() >= 6; }));  // it pauses for two seconds now
    MailOffice& office = scene.office;
    const auto began = std::chrono::steady_clock::now();
    office.door.reset();
    office.desk.reset();
    office.queue.reset();
    office.store.reset();
    CHECK(std::chrono::steady_clock::now() - began < 700ms);
    scene.db->accept();
    CHECK(scene.parts() == 2);
  });
}

TEST_CASE("store/copy_recall: a start does not fail for what cannot be taken back, and does it later") {
  with_scene([](Scene& scene) {
    const auto leave = [&] {               // as a server that died
      std::this_thread::sleep_for(200ms);  // the worker asks once more whether that was all
      scene.db->refuse_units(2, kDamaged);
      CHECK(scene.copy() == base::ErrorCode::corrupt);
      CHECK(scene.in_time([&] { return scene.db->asked() == 5; }));
      scene.db->accept();
      REQUIRE(scene.parts() == 2);
    };
    mailstore::SelectedMail& mail = scene.office.store->selected();
    leave();
    scene.db->refuse_units(0, kFull);
    mail.finish_copies();
    CHECK(scene.db->asked() == 1);
    scene.db->accept();
    CHECK(scene.in_time([&] { return scene.parts() == 0; }));
    leave();
    scene.db->refuse_queries(kFull);
    mail.finish_copies();
    scene.db->accept();
    CHECK(scene.in_time([&] { return scene.parts() == 0; }));
    leave();
    scene.db->refuse_queries(kDamaged);
    mail.finish_copies();
    scene.db->accept();
    std::this_thread::sleep_for(1200ms);
    CHECK(scene.parts() == 2);
    mail.finish_copies();
    CHECK(scene.parts() == 0);
    CHECK(scene.office.view(scene.to)->empty());
    scene.holds_together();
  });
}

TEST_CASE("store/copy_recall: originals thrown away while the copy is under way stay in the target") {
  with_scene([](Scene& scene) {
    MailOffice& office = scene.office;
    const std::vector<Uid> seen(scene.uids.begin() + 100, scene.uids.begin() + 160);
    const auto throw_away = [&] {  // another session, which sees them in the target already
      std::thread([&] {
        mailstore::StoreFlagsRequest request;
        request.mailbox = scene.from;
        request.uids = seen;
        request.flags.system = mailstore::flag::kDeleted;
        office.run(office.store->selected().store_flags(request));
        (void)office.run(office.store->selected().expunge(scene.from, seen));
      }).join();
    };
    scene.db->refuse_units(2, base::Error::permanent(base::ErrorCode::over_quota, {"Hết.", "Over."}), [&] {
      throw_away();
      scene.db->refuse_once();
    });
    CHECK(scene.copy() == base::ErrorCode::over_quota);
    CHECK(scene.parts() == 0);
    CHECK(office.view(scene.from)->size() == kMany - seen.size());
    CHECK(office.view(scene.to)->size() == seen.size());
    scene.holds_together();
  });
}
