// Each rule of verify alone: the rows are made wrong in one place, the finding names it, and they are put right again.
#include <algorithm>

#include "tests/mailstore/verified.h"

using tests::MailOffice;
using tests::sample_mail;

namespace {

void execute(MailOffice& office, const std::string& sql) {
  tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto done = tx.execute(sql, {});
    if (!done) return done.error();
    return {};
  }));
}

mailstore::StoreFindings findings(MailOffice& office) {
  mailstore::StoreFindings out;
  tests::good(mailstore::verify_rows(*office.store, mailstore::delivery_content_references(), out));
  tests::good(mailstore::verify_contents(*office.store, false, out));
  return out;
}

bool says(const mailstore::StoreFindings& found, std::string_view what) {
  return std::any_of(found.findings.begin(), found.findings.end(),
                     [&](const auto& one) { return one.what.find(what) != std::string::npos; });
}

struct Damage {
  const char *damage, *repair, *finding;
};

// The mailbox of three messages is the one whose next UID is 5: one was expunged.
constexpr Damage kDamages[] = {
    {"UPDATE mailbox SET messages = messages + 1 WHERE uid_next = 5",
     "UPDATE mailbox SET messages = messages - 1 WHERE uid_next = 5", "messages: stored 4, real 3"},
    {"UPDATE mailbox SET unseen = unseen - 1 WHERE uid_next = 5",
     "UPDATE mailbox SET unseen = unseen + 1 WHERE uid_next = 5", "unseen messages: stored 1, real 2"},
    {"UPDATE mailbox SET deleted = deleted + 1 WHERE uid_next = 5",
     "UPDATE mailbox SET deleted = deleted - 1 WHERE uid_next = 5", "deleted messages: stored 2, real 1"},
    {"UPDATE mailbox SET size = size + 1 WHERE uid_next = 5", "UPDATE mailbox SET size = size - 1 WHERE uid_next = 5",
     "size: stored"},
    {"UPDATE mailbox SET uid_next = 3 WHERE uid_next = 5", "UPDATE mailbox SET uid_next = 5 WHERE uid_next = 3",
     "a UID is not below UIDNEXT"},
    {"UPDATE mailbox_email SET modseq = modseq + 1000 WHERE uid = 3",
     "UPDATE mailbox_email SET modseq = modseq - 1000 WHERE uid = 3", "a modseq is above HIGHESTMODSEQ"},
    {"UPDATE mailbox SET highest_modseq = highest_modseq + 1000 WHERE uid_next = 5",
     "UPDATE mailbox SET highest_modseq = highest_modseq - 1000 WHERE uid_next = 5",
     "HIGHESTMODSEQ is above the account's modseq"},
    {"UPDATE mailbox SET recent_uid = recent_uid + 100 WHERE uid_next = 5",
     "UPDATE mailbox SET recent_uid = recent_uid - 100 WHERE uid_next = 5", "the first recent UID is above UIDNEXT"},
    {"UPDATE tombstone SET uid = 3", "UPDATE tombstone SET uid = 4", "1 UIDs are both there and expunged"},
    {"UPDATE store_account SET used_bytes = used_bytes + 5", "UPDATE store_account SET used_bytes = used_bytes - 5",
     "used bytes: stored"},
    {"UPDATE store_account SET used_messages = used_messages - 1",
     "UPDATE store_account SET used_messages = used_messages + 1", "used messages: stored 2, real 3"},
    {"UPDATE email SET modseq = modseq + 1000", "UPDATE email SET modseq = modseq - 1000",
     "an email's modseq is above the account's"},
    {"UPDATE email SET content = -content", "UPDATE email SET content = -content", "3 emails without content"},
    {"UPDATE mailbox_email SET email = -email", "UPDATE mailbox_email SET email = -email", "3 emails in no mailbox"},
    {"UPDATE mailbox_email SET email = -email", "UPDATE mailbox_email SET email = -email",
     "3 rows without their email"},
    {"UPDATE tombstone SET content = -content", "UPDATE tombstone SET content = -content",
     "1 tombstones without content"},
    {"UPDATE mailbox_email SET mailbox = -mailbox", "UPDATE mailbox_email SET mailbox = -mailbox",
     "3 messages in no mailbox"},
    {"UPDATE mailbox SET account = -account WHERE uid_next = 5",
     "UPDATE mailbox SET account = -account WHERE uid_next = 5", "1 mailboxes of no account"},
    {"UPDATE email SET account = -account", "UPDATE email SET account = -account", "3 emails of no account"},
    {"UPDATE content_text SET content = -content", "UPDATE content_text SET content = -content",
     "4 contents without text"},
    {"UPDATE content_text SET content = -content", "UPDATE content_text SET content = -content",
     "4 texts without content"},
    {"UPDATE tombstone SET content = 0", "UPDATE tombstone SET content = (SELECT MAX(id) FROM content)",
     "nobody refers to it and nobody will look"},
    {"UPDATE content SET size = size + 1", "UPDATE content SET size = size - 1", "size: stored"},
};

}  // namespace

TEST_CASE("store/verify: each rule finds what breaks it, and nothing else is found") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto box = office.mailbox(an, "INBOX").id;
    office.append(box, sample_mail("thu 1"), mailstore::flag::kSeen);
    for (int i = 2; i <= 4; ++i) office.append(box, sample_mail("thu " + std::to_string(i)));
    mailstore::StoreFlagsRequest request;
    request.mailbox = box;
    request.uids = {base::Uid(2), base::Uid(4)};
    request.flags.system = mailstore::flag::kDeleted;
    office.run(office.store->selected().store_flags(request));
    office.run(office.store->selected().expunge(box, std::vector<base::Uid>{base::Uid(4)}));
    REQUIRE(findings(office).ok());
    for (const Damage& row : kDamages) {
      CAPTURE(row.damage);
      execute(office, row.damage);
      const auto found = findings(office);
      for (const auto& one : found.findings) INFO(one.where << ": " << one.what);
      CHECK(says(found, row.finding));
      execute(office, row.repair);
      REQUIRE(findings(office).ok());
    }
  });
}
