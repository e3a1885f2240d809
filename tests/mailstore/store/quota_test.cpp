// Room is asked for as a whole: what several messages need together, in the account that takes them.
#include "tests/mailstore/verified.h"

using tests::MailOffice;
using tests::sample_mail;

namespace {

base::ErrorCode code_of(const auto& result) { return result ? base::ErrorCode::internal : result.error().code; }

constexpr std::int64_t kQuota = 20000;

// Three messages of somewhat over 4,000 octets.
std::vector<base::Uid> fill(MailOffice& office, base::MailboxId box) {
  std::vector<base::Uid> out;
  for (int i = 0; i < 3; ++i)
    out.push_back(office.append(box, sample_mail("thư " + std::to_string(i), std::string(4000, 'x') + "\r\n")));
  return out;
}

}  // namespace

TEST_CASE("store/quota: COPY of several messages needs room for all of them, MOVE in the account for none") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an", kQuota);
    const auto inbox = office.mailbox(an, "INBOX").id, trash = office.mailbox(an, "Trash").id;
    const auto uids = fill(office, inbox);
    CHECK(code_of(base::run_blocking(office.store->selected().copy(inbox, uids, trash))) ==
          base::ErrorCode::over_quota);
    CHECK(office.view(trash)->empty());
    office.run(office.store->selected().copy(inbox, {uids[0]}, trash));
    CHECK(code_of(base::run_blocking(office.store->selected().copy(inbox, {uids[0], uids[1]}, trash))) ==
          base::ErrorCode::over_quota);
    office.run(office.store->selected().move(inbox, uids, trash));
    CHECK(office.view(trash)->size() == 4);
    CHECK(office.run(office.store->mailboxes().quota(an)).used_bytes <= kQuota);
    tests::check_sound(office);
  });
}

TEST_CASE("store/quota: COPY and MOVE to another account need room there, and leave everything when there is none") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh", 9000);
    const auto from = office.mailbox(an, "INBOX").id, to = office.mailbox(binh, "INBOX").id;
    const auto uids = fill(office, from);
    office.append(to, sample_mail("đến trước"));  // with it the account learns its quota
    CHECK(code_of(base::run_blocking(office.store->selected().copy(from, uids, to))) == base::ErrorCode::over_quota);
    CHECK(code_of(base::run_blocking(office.store->selected().move(from, uids, to))) == base::ErrorCode::over_quota);
    CHECK(office.view(to)->size() == 1);
    CHECK(office.view(from)->size() == 3);
    office.run(office.store->selected().move(from, {uids[0]}, to));
    CHECK(office.view(from)->size() == 2);
    CHECK(office.view(to)->size() == 2);
    tests::check_sound(office);
  });
}
