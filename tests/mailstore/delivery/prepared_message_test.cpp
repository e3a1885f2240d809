#include "mailstore/delivery/prepare/prepared_message.h"

#include <doctest/doctest.h>

#include "mailstore/store/owner/retention.h"
#include "mailstore/store/owner/store_inside.h"
#include "tests/mailstore/office_town.h"
#include "tests/mailstore/verified.h"

using mailstore::PreparedMessages;
using mailstore::Preparer;
using tests::MailOffice;
using tests::OfficeTown;
using tests::sample_mail;

namespace {

// Nobody refers to any content any more, and it is gone: what is believed of stored bytes is wrong from here on.
void let_contents_die(MailOffice& office) {
  tests::good(office.db->write_blocking([](base::SqlTransaction& tx) -> base::Result<void> {
    for (const char* table : {"content", "content_text"}) {
      auto done = tx.execute(std::string("DELETE FROM ") + table, {});
      if (!done) return done.error();
    }
    return {};
  }));
}

struct Puts {
  Preparer& preparer;
  std::shared_ptr<mailstore::PreparedMessage> message;
  int runs = 0;
  base::Result<void> operator()(base::SqlTransaction& tx) {
    ++runs;
    auto content = preparer.put(tx, *message);
    return content ? base::Result<void>() : content.error();
  }
};

void expunge_all(MailOffice& office, base::MailboxId box) {
  const auto view = office.view(box);
  std::vector<base::Uid> uids;
  for (std::size_t i = 0; i < view->size(); ++i) uids.push_back(view->at(i).uid);
  office.run(office.store->selected().store_flags(
      {box, uids, mailstore::FlagChange::add, {mailstore::flag::kDeleted, {}}, {}}));
  office.run(office.store->selected().expunge(box, uids));
  tests::good(office.db->write_blocking([](base::SqlTransaction& tx) -> base::Result<void> {
    auto aged = tx.execute("UPDATE tombstone SET expires_us = 1", {});
    return aged ? base::Result<void>() : aged.error();
  }));
  tests::good(mailstore::remove_expired(*office.store, mailstore::delivery_content_references()));
}

}  // namespace

TEST_CASE(
    "delivery/prepared: bytes that were believed to be stored and were not are written, and the unit runs again") {
  tests::with_office([](MailOffice& office) {
    for (const std::size_t octets : {std::size_t(3000), mailstore::kPrepareInline + 1}) {
      for (const bool blocking : {true, false}) {
        CAPTURE(octets);
        CAPTURE(blocking);
        Preparer preparer(mailstore::StoreInside::of(*office.store), office.parse);
        const std::string bytes = sample_mail("một lần", std::string(octets, blocking ? 'a' : 'b') + "\r\n");
        const auto commit = [&](Puts& unit) -> base::Result<void> {
          PreparedMessages messages{unit.message};
          if (blocking) return preparer.commit_blocking(messages, std::ref(unit));
          auto work = [&unit](base::SqlTransaction& tx) -> base::Result<int> {
            auto done = unit(tx);
            if (!done) return done.error();
            return 7;
          };
          auto answer = base::run_blocking(preparer.commit(std::move(messages), work));
          if (!answer) return answer.error();
          CHECK(*answer == 7);
          return {};
        };
        Puts first{preparer, tests::good(preparer.prepare_blocking(bytes))};
        CHECK(first.message->blob);
        tests::good(commit(first));
        CHECK(first.runs == 1);
        Puts again{preparer, tests::good(preparer.prepare_blocking(bytes))};
        CHECK_FALSE(again.message->blob);  // it is known
        tests::good(commit(again));
        CHECK(again.runs == 1);
        Puts wrong{preparer, tests::good(preparer.prepare_blocking(bytes))};
        CHECK_FALSE(wrong.message->blob);
        let_contents_die(office);
        tests::good(commit(wrong));
        CHECK(wrong.runs == 2);
        CHECK(wrong.message->blob);
        const auto read =
            mailstore::StoreInside::of(*office.store).blobs.read(wrong.message->blob, 0, wrong.message->size);
        CHECK(tests::good(read) == bytes);
      }
    }
  });
}

TEST_CASE("delivery/prepared: a conflict for another reason is answered, and what was not put is not known") {
  tests::with_office([](MailOffice& office) {
    Preparer preparer(mailstore::StoreInside::of(*office.store), office.parse);
    const std::string bytes = sample_mail("không ghi");
    int runs = 0;
    const auto conflict = [&runs](base::SqlTransaction&) -> base::Result<void> {
      ++runs;
      return base::Error::transient(base::ErrorCode::conflict, base::protocol_words("Again."));
    };
    CHECK_FALSE(preparer.commit_blocking({tests::good(preparer.prepare_blocking(bytes))}, conflict));
    CHECK_FALSE(preparer.commit_blocking({}, conflict));
    CHECK(runs == 2);
    const auto nothing = [](base::SqlTransaction&) { return base::Result<void>(); };
    tests::good(preparer.commit_blocking({tests::good(preparer.prepare_blocking(bytes))}, nothing));
    CHECK(tests::good(preparer.prepare_blocking(bytes))->blob);
  });
}

TEST_CASE("delivery/prepared: the same message after its content died: delivered, appended, to an office") {
  tests::with_office([](MailOffice& office) {
    OfficeTown town(office);
    const auto box = office.mailbox(town.account("an"), "INBOX").id;
    const std::string mail = sample_mail("thư");
    for (const int round : {1, 2}) {
      CAPTURE(round);
      office.run(office.door->deliver(MailOffice::letter({"an@bimson.example"}, mail)));
      CHECK(town.last("an").bytes.ends_with(mail));
      expunge_all(office, box);
      office.append(box, mail);
      CHECK(town.last("an").bytes == mail);
      expunge_all(office, box);
    }
    tests::Letter asked;
    asked.from = "nhung";
    asked.to = {OfficeTown::at("vanthu")};
    asked.text = "XIN SỐ BC";
    const std::string bytes = town.bytes_of(asked);
    office.append(box, bytes);  // known, then gone
    expunge_all(office, box);
    CHECK(tests::good(town.submit_bytes(asked, bytes)).office_event == "number.reserved");
    town.settle();
    tests::check_sound(office);
  });
}

TEST_CASE("delivery/prepared: what others have is written all the same: its time tells nothing") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh");
    const auto inbox = office.mailbox(an, "INBOX").id;
    Preparer preparer(mailstore::StoreInside::of(*office.store), office.parse);
    CHECK(office.run(preparer.owner(inbox)) == an);
    CHECK(office.run(preparer.owner(inbox)) == an);
    CHECK_FALSE(base::run_blocking(preparer.owner(base::MailboxId(5))));
    for (const std::size_t octets : {std::size_t{2000}, std::size_t{400'000}}) {
      CAPTURE(octets);
      const std::string bytes = sample_mail("của An", std::string(octets, 'n') + "\r\n");
      office.append(inbox, bytes);
      const auto writes = [&](std::optional<base::AccountId> giver) {
        return static_cast<bool>(tests::good(preparer.prepare_blocking(bytes, giver))->blob);
      };
      CHECK(writes(binh));
      CHECK(writes(mailstore::kStranger));
      if (octets > 256'000) CHECK_FALSE(writes(an));  // he has it, and the server itself tells nobody
      if (octets > 256'000) CHECK_FALSE(writes(std::nullopt));
      const auto put = [&](base::AccountId giver) {
        Puts unit{preparer, tests::good(preparer.prepare_blocking(bytes, giver))};
        tests::good(preparer.commit_blocking({unit.message}, std::ref(unit)));
        CHECK(unit.runs == 1);
      };
      put(binh);
      CHECK_FALSE(writes(binh));
      CHECK(writes(mailstore::kStranger));
    }
    office.run(office.door->deliver(MailOffice::letter({"binh@bimson.example"}, sample_mail("của An"))));
    office.append(office.mailbox(binh, "INBOX").id, sample_mail("của An"));
    tests::check_sound(office);
  });
}
