// A COPY of many messages: in parts that let others come in between, and yet whole or not at all.
#include <algorithm>
#include <map>

#include "mailstore/store/owner/verify.h"
#include "tests/mailstore/mail_office.h"

using base::Uid;
using tests::MailOffice;

namespace {

constexpr std::size_t kMany = 1300, kUnit = 500;

std::string mail_of(std::size_t number) { return "Subject: " + std::to_string(number) + "\r\n\r\nx\r\n"; }

std::vector<Uid> fill(MailOffice& office, base::MailboxId box, std::size_t count) {
  std::vector<mailstore::AppendMessage> list(count);
  for (std::size_t i = 0; i < count; ++i) list[i].bytes = mail_of(i);
  return office.run(office.door->append(box, std::move(list))).uids;
}

std::int64_t count(MailOffice& office, const std::string& sql) {
  std::int64_t out = 0;
  tests::good(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto value = snapshot.query_i64(sql, {});
    if (!value) return value.error();
    out = *value;
    return {};
  }));
  return out;
}

void execute(MailOffice& office, const std::string& sql) {
  tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto done = tx.execute(sql, {});
    return done ? base::Result<void>() : done.error();
  }));
}

// As the unit of a copy that is not over writes it down.
void note_part(MailOffice& office, int number, base::MailboxId from, base::MailboxId to, std::uint32_t first) {
  std::string values;
  for (const std::int64_t value : {std::int64_t{7}, std::int64_t{number}, from.value, to.value, std::int64_t{first},
                                   std::int64_t{first} + static_cast<std::int64_t>(kUnit) - 1})
    values += (values.empty() ? "" : ", ") + std::to_string(value);
  execute(office, "INSERT INTO copy_part (copy, part, source, mailbox, first_uid, last_uid) VALUES (" + values + ")");
}

void mark_deleted(MailOffice& office, base::MailboxId box, std::vector<Uid> uids) {
  (void)office.run(office.store->selected().store_flags(
      {box, std::move(uids), mailstore::FlagChange::add, {mailstore::flag::kDeleted, {}}, std::nullopt}));
}

void throw_away(MailOffice& office, base::MailboxId box, std::vector<Uid> uids) {
  mark_deleted(office, box, uids);
  (void)office.run(office.store->selected().expunge(box, uids));
}

std::vector<std::string> mails(MailOffice& office, base::MailboxId box) {
  const auto view = office.view(box);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < view->size(); ++i) out.push_back(office.read(box, view->at(i)));
  return out;
}

std::int64_t used(MailOffice& office, base::AccountId account) {
  return office.run(office.store->mailboxes().quota(account)).used_bytes;
}

void holds_together(MailOffice& office) {
  mailstore::StoreFindings out;
  tests::good(mailstore::verify_rows(*office.store, mailstore::delivery_content_references(), out));
  CHECK(out.findings.empty());
}

}  // namespace

TEST_CASE("store/copy_parts: no unit of a COPY of many places more than its share") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto from = office.mailbox(an, "INBOX"), to = office.mailbox(an, "Archive");
    const auto uids = fill(office, from.id, kMany);
    const auto answer = office.run(office.store->selected().copy(from.id, uids, to.id));
    REQUIRE(answer.uids.size() == kMany);
    const auto view = office.view(to.id);
    REQUIRE(view->size() == kMany);
    std::map<std::int64_t, std::size_t> of_unit;
    for (std::size_t i = 0; i < view->size(); ++i) {
      ++of_unit[view->at(i).modseq.value];
      CHECK(answer.uids[i] == std::pair{uids[i], view->uid(i)});
    }
    for (const auto& [modseq, messages] : of_unit) CHECK(messages <= kUnit);
    CHECK(count(office, "SELECT COUNT(*) FROM copy_part") == 0);
    holds_together(office);
  });
}

TEST_CASE("store/copy_parts: a COPY that fails half way leaves nothing behind") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto from = office.mailbox(an, "INBOX"), to = office.mailbox(an, "Archive");
    const auto uids = fill(office, from.id, kMany);
    const Uid kept = office.append(to.id, "Subject: was there\r\n\r\nx\r\n");
    const std::int64_t before = used(office, an);
    // The last message cannot be placed: its UID is taken by a row that the mailbox does not know of.
    const std::string stray = std::to_string(kept.value + kMany);
    execute(office, "INSERT INTO mailbox_email (mailbox, uid, email, deleted, modseq) VALUES (" +
                        std::to_string(to.id.value) + ", " + stray + ", 1, 0, 0)");
    CHECK_FALSE(base::run_blocking(office.store->selected().copy(from.id, uids, to.id)));
    execute(office, "DELETE FROM mailbox_email WHERE email = 1");
    const auto view = office.view(to.id);
    REQUIRE(view->size() == 1);
    CHECK(view->uid(0) == kept);
    CHECK(used(office, an) == before);
    CHECK(count(office, "SELECT COUNT(*) FROM copy_part") == 0);
    holds_together(office);
    CHECK(office.run(office.store->selected().copy(from.id, uids, to.id)).uids.size() == kMany);
    CHECK(office.view(to.id)->size() == kMany + 1);
    holds_together(office);
  });
}

TEST_CASE("store/copy_parts: room for all is asked before the first message is placed") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh", 20'000);
    const auto from = office.mailbox(an, "INBOX"), to = office.mailbox(binh, "INBOX");
    office.append(to.id, "Subject: x\r\n\r\nx\r\n");
    const std::int64_t next = office.mailbox(binh, "INBOX").uid_next.value;
    const auto refused =
        base::run_blocking(office.store->selected().copy(from.id, fill(office, from.id, kMany), to.id));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == base::ErrorCode::over_quota);
    CHECK(office.mailbox(binh, "INBOX").uid_next.value == next);
  });
}

TEST_CASE("store/copy_parts: what a dead server has left of a COPY is taken back at the start") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto from = office.mailbox(an, "INBOX"), to = office.mailbox(an, "Archive");
    const auto uids = fill(office, from.id, kMany);
    mark_deleted(office, from.id, {uids[7]});  // it was so before the copy, and is copied like that
    const Uid kept = office.append(to.id, "Subject: was there\r\n\r\nx\r\n");
    (void)office.run(office.store->selected().copy(from.id, {uids.begin(), uids.begin() + kUnit}, to.id));
    const Uid between = office.append(to.id, "Subject: came between\r\n\r\nx\r\n");
    (void)office.run(office.store->selected().copy(from.id, {uids.begin() + kUnit, uids.begin() + 2 * kUnit}, to.id));
    note_part(office, 0, from.id, to.id, kept.value + 1);
    note_part(office, 1, from.id, to.id, between.value + 1);
    // Its owner has thrown one away meanwhile.
    office.run(office.store->selected().store_flags(
        {to.id, {Uid(kept.value + 5)}, mailstore::FlagChange::add, {mailstore::flag::kDeleted, {}}, std::nullopt}));
    (void)office.run(office.store->selected().expunge(to.id, std::vector<Uid>{Uid(kept.value + 5)}));
    office.store->selected().finish_copies();
    const auto view = office.view(to.id);
    REQUIRE(view->size() == 2);
    CHECK(view->uid(0) == kept);
    CHECK(view->uid(1) == between);
    CHECK(count(office, "SELECT COUNT(*) FROM copy_part") == 0);
    holds_together(office);
    // Of a mailbox that is gone there is nothing to take back.
    note_part(office, 0, from.id, base::MailboxId(999999999), 1);
    office.store->selected().finish_copies();
    CHECK(count(office, "SELECT COUNT(*) FROM copy_part") == 0);
  });
}

TEST_CASE("store/copy_parts: what was thrown away in the source meanwhile stays in the target") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh");
    for (const std::string where : {"Archive", "of another", "itself"}) {
      CAPTURE(where);
      // The same messages each time, so that they lie elsewhere in the account too: only the source counts.
      office.run(office.store->mailboxes().create(an, "From for " + where));
      const auto from = office.mailbox(an, "From for " + where).id;
      const auto to = where == "itself"    ? from
                      : where == "Archive" ? office.mailbox(an, where).id
                                           : office.mailbox(binh, "INBOX").id;
      const auto uids = fill(office, from, kUnit);
      const auto answer = office.run(office.store->selected().copy(from, uids, to));
      note_part(office, 0, from, to, answer.uids.front().second.value);
      throw_away(office, from, {uids[3], uids[4]});
      mark_deleted(office, from, {uids[5]});  // it will be thrown away
      office.store->selected().finish_copies();
      CHECK(count(office, "SELECT COUNT(*) FROM copy_part") == 0);
      holds_together(office);
      const auto left = mails(office, to);
      CHECK(left.size() == (to == from ? kUnit + 1 : 3));
      CHECK(std::count(left.begin(), left.end(), mail_of(3)) == 1);
      CHECK(std::count(left.begin(), left.end(), mail_of(4)) == 1);
      CHECK(std::count(left.begin(), left.end(), mail_of(5)) == (to == from ? 2 : 1));
    }
  });
}

TEST_CASE("store/copy_parts: of a source that is gone every copy stays") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto to = office.mailbox(an, "Archive");
    office.run(office.store->mailboxes().create(an, "Old"));
    const auto from = office.mailbox(an, "Old");
    const auto answer = office.run(office.store->selected().copy(from.id, fill(office, from.id, kUnit), to.id));
    note_part(office, 0, from.id, to.id, answer.uids.front().second.value);
    office.run(office.store->mailboxes().remove(an, "Old"));
    office.store->selected().finish_copies();
    CHECK(office.view(to.id)->size() == kUnit);
    CHECK(count(office, "SELECT COUNT(*) FROM copy_part") == 0);
    holds_together(office);
  });
}
