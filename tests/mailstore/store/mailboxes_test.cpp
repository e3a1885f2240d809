#include <algorithm>

#include "mailstore/store/mailbox_rows.h"
#include "tests/mailstore/mail_office.h"

using mailstore::SpecialUse;
using tests::MailOffice;

namespace {

std::vector<std::string> paths(MailOffice& office, base::AccountId account) {
  std::vector<std::string> out;
  for (const auto& info : office.run(office.store->mailboxes().list(account))) out.push_back(info.path);
  return out;
}

base::ErrorCode code_of(const auto& result) { return result ? base::ErrorCode::internal : result.error().code; }

}  // namespace

TEST_CASE("store/mailboxes: the first look makes INBOX and the special-use mailboxes") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    CHECK(paths(office, an) == std::vector<std::string>{"INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash"});
    CHECK(office.mailbox(an, "inbox").use == SpecialUse::inbox);
    CHECK(office.mailbox(an, "Sent").use == SpecialUse::sent);
    CHECK(office.run(office.store->mailboxes().list(an)).front().subscribed);
  });
}

TEST_CASE("store/mailboxes: parents are made, NFD is NFC, children move along, names are exact") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    auto made = office.run(office.store->mailboxes().create(an, "Cong viec/2026/Thang 11"));
    CHECK(made.path == "Cong viec/2026/Thang 11");
    CHECK(office.mailbox(an, "Cong viec").messages == 0);
    office.run(office.store->mailboxes().create(an, "Co\xcc\x82ng va\xcc\x86n"));
    CHECK(office.mailbox(an, "Công văn").path == "Công văn");
    CHECK(code_of(base::run_blocking(office.store->mailboxes().create(an, "Công văn"))) == base::ErrorCode::exists);
    CHECK(code_of(base::run_blocking(office.store->mailboxes().create(an, "a//b"))) == base::ErrorCode::bad_input);
    CHECK(code_of(base::run_blocking(office.store->mailboxes().create(an, ""))) == base::ErrorCode::bad_input);
    office.run(office.store->mailboxes().rename(an, "Cong viec", "Viec/Cu"));
    CHECK(office.mailbox(an, "Viec/Cu/2026/Thang 11").id == made.id);
    CHECK(code_of(base::run_blocking(office.store->mailboxes().find(an, "Cong viec/2026"))) ==
          base::ErrorCode::not_found);
    CHECK(code_of(base::run_blocking(office.store->mailboxes().rename(an, "Viec", "Viec/Duoi"))) ==
          base::ErrorCode::bad_input);
    CHECK(code_of(base::run_blocking(office.store->mailboxes().rename(an, "Viec", "Sent"))) == base::ErrorCode::exists);
  });
}

TEST_CASE("store/mailboxes: a deleted and re-made name gets a greater UIDVALIDITY") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto first = office.run(office.store->mailboxes().create(an, "Cu"));
    office.append(first.id, tests::sample_mail("mot"));
    CHECK(code_of(base::run_blocking(office.store->mailboxes().remove(an, "INBOX"))) == base::ErrorCode::no_permission);
    office.run(office.store->mailboxes().create(an, "Cu/Con"));
    CHECK(code_of(base::run_blocking(office.store->mailboxes().remove(an, "Cu"))) == base::ErrorCode::exists);
    office.run(office.store->mailboxes().remove(an, "Cu/Con"));
    office.run(office.store->mailboxes().remove(an, "Cu"));
    CHECK(code_of(base::run_blocking(office.store->selected().view(first.id))) == base::ErrorCode::not_found);
    const auto second = office.run(office.store->mailboxes().create(an, "Cu"));
    CHECK(second.uid_validity > first.uid_validity);
    CHECK(second.messages == 0);
    CHECK(office.run(office.store->mailboxes().quota(an)).used_bytes == 0);
  });
}

TEST_CASE("store/mailboxes: one whose deletion was cut off is gone for everybody, and its name is free") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto old = office.run(office.store->mailboxes().create(an, "Cu"));
    office.append(old.id, tests::sample_mail("mot"));
    const auto before = paths(office, an);
    // As a stop between the two halves of DELETE leaves it.
    tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto done = tx.execute(
          "UPDATE mailbox SET state = ?, special_use = 0, name_key = ? WHERE id = ?",
          {static_cast<int>(mailstore::MailboxState::dying), "\x01" + std::to_string(old.id.value), old.id.value});
      if (!done) return done.error();
      return {};
    }));
    auto after = paths(office, an);
    CHECK(std::count(after.begin(), after.end(), "Cu") == 0);
    CHECK(after.size() + 1 == before.size());
    CHECK(code_of(base::run_blocking(office.store->mailboxes().find(an, "Cu"))) == base::ErrorCode::not_found);
    CHECK(code_of(base::run_blocking(office.store->mailboxes().rename(an, "Cu", "Khac"))) ==
          base::ErrorCode::not_found);
    CHECK(office.run(office.store->mailboxes().create(an, "Cu")).id != old.id);
    after = paths(office, an);
    CHECK(std::count(after.begin(), after.end(), "Cu") == 1);
  });
}

TEST_CASE("store/mailboxes: renaming INBOX moves its messages and leaves it") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    office.append(inbox.id, tests::sample_mail("mot"), mailstore::flag::kSeen);
    office.run(office.store->mailboxes().rename(an, "INBOX", "Cu"));
    CHECK(office.view(inbox.id)->empty());
    const auto moved = office.mailbox(an, "Cu");
    CHECK(moved.messages == 1);
    CHECK(office.view(moved.id)->at(0).system_flags == mailstore::flag::kSeen);
    CHECK(office.mailbox(an, "INBOX").id == inbox.id);
  });
}

TEST_CASE("store/mailboxes: subscriptions belong to the reader and may name what does not exist") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    office.run(office.store->mailboxes().list(an));
    office.run(office.store->mailboxes().subscribe(an, "Không có", true));
    office.run(office.store->mailboxes().subscribe(an, "Không có", true));
    office.run(office.store->mailboxes().subscribe(an, "Sent", false));
    const auto names = office.run(office.store->mailboxes().subscriptions(an));
    CHECK(std::count(names.begin(), names.end(), "Không có") == 1);
    CHECK(std::count(names.begin(), names.end(), "Sent") == 0);
  });
}
