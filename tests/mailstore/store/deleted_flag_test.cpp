// \Deleted is a matter of the place: what follows the place (views, CONDSTORE, QRESYNC, EXPUNGE, room) learns of it,
// what follows the email (email_changes) does not.
#include "mailstore/store/change_log.h"
#include "tests/mailstore/verified.h"

using base::Uid;
using mailstore::FlagChange;
using tests::MailOffice;

namespace {

mailstore::StoreFlagsAnswer store(MailOffice& office, base::MailboxId box, FlagChange how, std::uint32_t flags,
                                  std::vector<Uid> uids, std::optional<base::ModSeq> unchanged_since = {}) {
  mailstore::StoreFlagsRequest request;
  request.mailbox = box;
  request.uids = std::move(uids);
  request.change = how;
  request.flags.system = flags;
  request.unchanged_since = unchanged_since;
  return office.run(office.store->selected().store_flags(std::move(request)));
}

struct Log {
  base::ModSeq newest;
  std::vector<mailstore::EmailChange> changes;
};
Log log_after(MailOffice& office, base::AccountId account, base::ModSeq after) {
  Log out;
  tests::good(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    for (const auto& cursor : tests::good(mailstore::account_cursors(snapshot))) {
      if (cursor.account == account) out.newest = cursor.modseq;
    }
    out.changes = tests::good(mailstore::email_changes(snapshot, account, after, 100));
    return {};
  }));
  return out;
}

}  // namespace

TEST_CASE("store/deleted: the place, its mailbox and the account move on; the email does not") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto box = office.mailbox(an, "INBOX");
    for (int i = 0; i < 4; ++i) office.append(box.id, tests::sample_mail("thư " + std::to_string(i)));
    const auto known = office.view(box.id);
    const base::ModSeq before = known->info().highest_modseq;
    const auto room = office.run(office.store->mailboxes().quota(an)).used_bytes;

    const auto marked = store(office, box.id, FlagChange::add, mailstore::flag::kDeleted, {Uid(1), Uid(2), Uid(3)});
    CHECK(marked.changed.size() == 3);
    CHECK(marked.modseq > before);
    for (const bool from_rows : {false, true}) {
      CAPTURE(from_rows);
      const auto fresh =
          tests::good(mailstore::MailStore::open({*office.db, *office.blobs, office.clock, office.ids, office.files}));
      const auto view = from_rows ? office.run(fresh->selected().view(box.id)) : office.view(box.id);
      CHECK(view->info().highest_modseq == marked.modseq);
      CHECK(view->info().deleted == 3);
      CHECK(view->deleted() == 3);
      for (std::size_t i = 0; i < 3; ++i) CHECK(view->at(i).modseq == marked.modseq);
      CHECK(view->at(3).modseq == known->at(3).modseq);
      CHECK(mailstore::difference(*known, *view).changed == std::vector<Uid>{Uid(1), Uid(2), Uid(3)});
    }
    Log log = log_after(office, an, before);
    CHECK(log.newest == marked.modseq);
    CHECK(log.changes.empty());
    CHECK(office.run(office.store->mailboxes().deleted_storage(office.mailbox(an, "INBOX"))) > 0);

    // CONDSTORE: who knows the old state changes nothing.
    const auto refused = store(office, box.id, FlagChange::add, mailstore::flag::kSeen, {Uid(1), Uid(4)}, before);
    CHECK(refused.modified == std::vector<Uid>{Uid(1)});
    CHECK(refused.changed == std::vector<Uid>{Uid(4)});
    // Together with another flag the email is named, once.
    const auto both = store(office, box.id, FlagChange::replace, mailstore::flag::kSeen, {Uid(3)});
    log = log_after(office, an, refused.modseq);
    REQUIRE(log.changes.size() == 1);
    CHECK(log.changes[0].modseq == both.modseq);
    CHECK(log.changes[0].email == known->at(2).email);
    CHECK_FALSE(log.changes[0].gone);

    const auto expunged = office.run(office.store->selected().expunge(box.id, std::nullopt));
    CHECK(expunged.uids == std::vector<Uid>{Uid(1), Uid(2)});
    const auto vanished = office.run(office.store->selected().vanished_since(box.id, before));
    CHECK(vanished.complete);
    CHECK(vanished.uids == std::vector<Uid>{Uid(1), Uid(2)});
    log = log_after(office, an, both.modseq);
    REQUIRE(log.changes.size() == 2);
    CHECK(log.changes[0].gone);
    CHECK(log.changes[1].gone);
    CHECK(office.run(office.store->mailboxes().quota(an)).used_bytes < room);
    tests::check_sound(office);
  });
}
