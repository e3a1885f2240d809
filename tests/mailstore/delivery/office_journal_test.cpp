// What a journal names is kept as long as the journal, whoever throws it away.
#include "mailstore/store/owner/retention.h"
#include "tests/mailstore/office_town.h"
#include "tests/mailstore/verified.h"

using namespace tests;

namespace {

void empty_all_mailboxes(OfficeTown& town) {
  for (const auto& account : town.house.people->view()->accounts()) {
    if (account.kind == directory::AccountKind::journal) continue;
    const auto box = town.house.mailbox(account.id, "INBOX").id;
    auto view = town.house.view(box);
    mailstore::StoreFlagsRequest request;
    request.mailbox = box;
    for (std::size_t i = 0; i < view->size(); ++i) request.uids.push_back(view->at(i).uid);
    request.flags.system = mailstore::flag::kDeleted;
    if (request.uids.empty()) continue;
    town.house.run(town.house.store->selected().store_flags(request));
    town.house.run(town.house.store->selected().expunge(box, std::nullopt));
  }
  good(town.house.db->write_blocking([](base::SqlTransaction& tx) -> base::Result<void> {
    auto aged = tx.execute("UPDATE tombstone SET expires_us = 1", {});
    return aged ? base::Result<void>() : aged.error();
  }));
}

struct Cause {
  std::int64_t content = 0;  // of the event's cause
  bool is_there = false;     // a content with the digest that the event names
};

std::vector<Cause> causes(OfficeTown& town) {
  std::vector<Cause> out;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) {
    return snapshot.query(
        "SELECT j.cause_content, c.id FROM journal_event j LEFT JOIN content c ON c.id = j.cause_content AND c.hash = j.cause ORDER BY j.office, j.seq",
        {}, [&](const base::SqlRow& row) {
          out.push_back({row.i64(0), !row.is_null(1)});
          return true;
        });
  }));
  return out;
}

std::int64_t contents(OfficeTown& town) {
  std::int64_t count = 0;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    count = good(snapshot.query_i64("SELECT COUNT(*) FROM content", {}));
    return {};
  }));
  return count;
}

}  // namespace

TEST_CASE("office/journal: the causing mail outlives its last mailbox, the retention and a compaction") {
  with_town([](OfficeTown& town) {
    Letter task;
    task.from = "chutich";
    task.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
    task.subject = "Rà soát phần mềm";
    task.text = "Hạn 20/12.";
    good(town.submit(task));
    good(town.answer("duc", town.last("giaoviec.lamson"), "nhận"));
    Letter number;
    number.from = "nhung";
    number.to = {OfficeTown::at("vanthu")};
    number.text = "XIN SỐ BC";
    good(town.submit(number));
    const auto before = causes(town);
    REQUIRE(before.size() == 3);
    const auto all = contents(town);
    empty_all_mailboxes(town);
    good(mailstore::remove_expired(*town.house.store, mailstore::delivery_content_references()));
    mailstore::BlobStore::CompactOptions options;
    options.max_live = 1.0;
    options.min_idle = std::chrono::milliseconds(0);
    good(mailstore::compact_blobs(*town.house.store, options));
    CHECK(contents(town) < all);  // what no journal names is gone
    for (const Cause& cause : causes(town)) {
      CHECK(cause.content != 0);
      CHECK(cause.is_there);
    }
    check_sound(town.house);
  });
}
