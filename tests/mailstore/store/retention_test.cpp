#include "tests/mailstore/verified.h"

using tests::MailOffice;
using tests::sample_mail;

namespace {

std::int64_t count(MailOffice& office, std::string_view sql) {
  std::int64_t n = -1;
  tests::good(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto r = snapshot.query_i64(sql, {});
    if (!r) return r.error();
    n = *r;
    return {};
  }));
  return n;
}

void age_tombstones(MailOffice& office) {
  tests::good(office.db->write_blocking([](base::SqlTransaction& tx) -> base::Result<void> {
    auto done = tx.execute("UPDATE tombstone SET expires_us = 1", {});
    if (!done) return done.error();
    return {};
  }));
}

void expunge(MailOffice& office, base::MailboxId mailbox, std::vector<base::Uid> uids) {
  mailstore::StoreFlagsRequest request;
  request.mailbox = mailbox;
  request.uids = uids;
  request.flags.system = mailstore::flag::kDeleted;
  office.run(office.store->selected().store_flags(request));
  office.run(office.store->selected().expunge(mailbox, uids));
}

}  // namespace

TEST_CASE("store/retention: a content lives while anybody refers to it, then dies with its bytes") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh");
    const auto box = office.mailbox(an, "INBOX").id, other = office.mailbox(binh, "INBOX").id;
    office.append(box, sample_mail("chung"));
    office.append(other, sample_mail("chung"));
    office.append(box, sample_mail("riêng", std::string(30000, 'r')));
    for (int i = 0; i < 30; ++i) {
      std::string body;
      for (int k = 0; k < 3000; ++k) body += std::to_string((k * 7919 + i * 104729) % 99991);
      office.append(other, sample_mail("khác " + std::to_string(i), body));
    }
    const auto before = office.view(box);
    expunge(office, box, {base::Uid(1), base::Uid(2)});
    const auto refs = mailstore::delivery_content_references();
    CHECK(tests::good(mailstore::remove_expired(*office.store, refs)).tombstones == 0);
    CHECK(count(office, "SELECT COUNT(*) FROM content") == 32);
    age_tombstones(office);
    const auto report = tests::good(mailstore::remove_expired(*office.store, refs));
    CHECK(report.tombstones == 2);
    CHECK(report.contents == 1);
    CHECK(count(office, "SELECT COUNT(*) FROM content") == 31);
    CHECK_FALSE(office.run(office.store->selected().vanished_since(box, before->info().highest_modseq)).complete);
    CHECK(office.run(office.store->selected().meta(box, {before->at(1)}, 63)).front().content == base::ContentId());
    tests::check_sound(office);
    std::vector<base::Uid> most;
    for (std::uint32_t uid = 2; uid <= 28; ++uid) most.emplace_back(uid);
    expunge(office, other, most);
    age_tombstones(office);
    tests::good(mailstore::remove_expired(*office.store, refs));
    mailstore::BlobStore::CompactOptions options;
    options.max_live = 0.9;
    options.min_idle = std::chrono::milliseconds(0);
    const auto compaction = tests::good(mailstore::compact_blobs(*office.store, options));
    CHECK(compaction.bytes_freed > 0);
    tests::check_sound(office);
    const auto view = office.view(other);
    for (std::size_t i = 0; i < view->size(); ++i)
      CHECK(office.read(other, view->at(i)).size() == static_cast<std::size_t>(view->at(i).size));
    // The bytes of a dead content may come again.
    office.append(box, sample_mail("riêng", std::string(30000, 'r')));
    CHECK(office.read(box, office.view(box)->at(0)) == sample_mail("riêng", std::string(30000, 'r')));
    tests::check_sound(office);
  });
}

TEST_CASE("store/retention: contents still in use hold back none of those behind them") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh");
    const auto box = office.mailbox(an, "INBOX").id, other = office.mailbox(binh, "INBOX").id;
    constexpr std::uint32_t kInUse = 210;  // more than one unit takes
    std::vector<base::Uid> all;
    for (std::uint32_t i = 0; i < kInUse; ++i) {
      office.append(other, sample_mail("chung " + std::to_string(i)));
      all.push_back(office.append(box, sample_mail("chung " + std::to_string(i))));
    }
    for (int i = 0; i < 3; ++i) all.push_back(office.append(box, sample_mail("riêng " + std::to_string(i))));
    expunge(office, box, all);
    age_tombstones(office);
    const auto report = tests::good(mailstore::remove_expired(*office.store, mailstore::delivery_content_references()));
    CHECK(report.tombstones == static_cast<std::int64_t>(all.size()));
    CHECK(report.contents == 3);
    CHECK(count(office, "SELECT COUNT(*) FROM content") == kInUse);
    CHECK(count(office, "SELECT COUNT(*) FROM content_check") == 0);
    tests::check_sound(office);
  });
}
