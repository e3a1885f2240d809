// Contents of before step 235 get what lists show, in the background.
#include "mailstore/store/owner/list_filler.h"

#include <optional>

#include "mailstore/store/contents/listed_content.h"
#include "mailstore/store/owner/store_inside.h"
#include "tests/mailstore/old_contents.h"
#include "tests/mailstore/verified.h"

using mailstore::Entry;
using mailstore::TextField;
using mailstore::TextQuery;
using mailstore::Want;
using mailstore::Wants;

namespace {

constexpr int kMails = 230;
constexpr auto kList = static_cast<Wants>(Want::list);

std::string mail(int number) {
  return tests::sample_mail("so " + std::to_string(number),
                            std::string(static_cast<std::size_t>(100 + number), 'x') + "\r\n");
}

std::vector<Entry> entries_of(tests::MailOffice& office, base::MailboxId mailbox) {
  std::vector<Entry> out;
  const auto view = office.view(mailbox);
  for (std::size_t i = 0; i < view->size(); ++i) out.push_back(view->at(i));
  return out;
}

// What lists show and what is found by Message-ID, in one text.
std::string picture(tests::MailOffice& office, base::MailboxId mailbox, bool with_fields) {
  std::string out;
  const auto entries = entries_of(office, mailbox);
  for (const auto& meta :
       office.run(office.store->selected().meta(mailbox, entries, kList | static_cast<Wants>(Want::body)))) {
    REQUIRE(meta.list != nullptr);
    out += std::string(meta.list->parts().envelope) + std::string(meta.list->parts().body_structure) + meta.body + "\n";
    if (with_fields) out += std::string(meta.list->parts().fields);
  }
  for (const char* needle : {"@outside.example>", "nobody", ""}) {
    const TextQuery query{TextField::header, "message-id", needle};
    for (const base::Uid uid : office.run(office.store->selected().match(mailbox, entries, query)))
      out += " " + std::to_string(uid.value);
  }
  return out;
}

void make_all_old(tests::MailOffice& office, base::MailboxId mailbox, int count) {
  const auto entries = entries_of(office, mailbox);
  REQUIRE(entries.size() == static_cast<std::size_t>(count));
  tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    for (int i = 0; i < count; ++i) {
      auto done = tests::make_content_old(tx, entries[static_cast<std::size_t>(i)].content, mail(i));
      if (!done) return done;
    }
    return {};
  }));
}

}  // namespace

TEST_CASE("store/list filler: the same is answered before, meanwhile and after; nothing is kept twice") {
  tests::with_office([](tests::MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX").id;
    for (int i = 0; i < kMails; ++i) office.append(inbox, mail(i));
    const std::string fresh = picture(office, inbox, false);
    const std::string with_fields = picture(office, inbox, true);
    make_all_old(office, inbox, kMails);
    office.store =
        tests::good(mailstore::MailStore::open({*office.db, *office.blobs, office.clock, office.ids, office.files}));
    auto& core = mailstore::StoreInside::of(*office.store);
    CHECK(!core.lists_complete);
    CHECK(picture(office, inbox, false) == fresh);
    CHECK(!office.run(office.store->selected().candidates(inbox, {TextField::header, "Message-ID", "<x@y>"})));
    std::int64_t filled = 0;
    for (int steps = 1;; ++steps) {
      REQUIRE(steps < 10);
      const auto step = tests::good(mailstore::fill_lists(*office.store));
      filled += step.filled;
      CHECK(picture(office, inbox, false) == fresh);
      tests::check_sound(office);
      if (step.complete) break;
    }
    CHECK(filled == kMails);
    CHECK(core.lists_complete);
    CHECK(picture(office, inbox, true) == with_fields);
    tests::good(office.db->read_blocking([&](base::SqlSnapshot& reader) -> base::Result<void> {
      for (const char* twice :
           {"SELECT COUNT(*) FROM content WHERE LENGTH(envelope) > 0 OR LENGTH(body_structure) > 0",
            "SELECT COUNT(*) FROM content c WHERE NOT EXISTS (SELECT 1 FROM content_list l WHERE l.content = c.id)"})
        CHECK(tests::good(reader.query_i64(twice, {})) == 0);
      return {};
    }));
    // And a store that opens now need not look again.
    office.store =
        tests::good(mailstore::MailStore::open({*office.db, *office.blobs, office.clock, office.ids, office.files}));
    CHECK(mailstore::StoreInside::of(*office.store).lists_complete);
  });
}

TEST_CASE("store/list filler: a whole Message-ID is found by its key, also of a message that was just expunged") {
  tests::with_office([](tests::MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX").id;
    const auto other = office.mailbox(office.person("binh"), "INBOX").id;
    for (int i = 0; i < 20; ++i) office.append(inbox, mail(i));
    office.append(other, mail(3));
    const auto entries = entries_of(office, inbox);
    const std::string text = mail(3);
    const std::size_t at = text.find('<', text.find("Message-ID"));
    const std::string id = text.substr(at, text.find('>', at) + 1 - at);
    const TextQuery query{TextField::header, "MESSAGE-ID", id};
    auto& mails = office.store->selected();
    using Uids = std::optional<std::vector<base::Uid>>;
    CHECK(office.run(mails.candidates(inbox, query)) == Uids(std::vector{entries[3].uid}));
    CHECK(office.run(mails.match(inbox, entries, query)) == std::vector{entries[3].uid});
    CHECK(office.run(mails.candidates(inbox, {TextField::header, "Message-ID", "<none@b>"})) ==
          Uids(std::vector<base::Uid>{}));
    CHECK(office.run(mails.candidates(inbox, {TextField::header, "Subject", id})) == Uids());
    CHECK(office.run(mails.candidates(inbox, {TextField::text, "", id})) == Uids());
    mailstore::StoreFlagsRequest gone;
    gone.mailbox = inbox;
    gone.uids = {entries[3].uid};
    gone.flags.system = mailstore::flag::kDeleted;
    (void)office.run(mails.store_flags(gone));
    (void)office.run(mails.expunge(inbox, std::nullopt));
    CHECK(office.run(mails.candidates(inbox, query)) == Uids(std::vector{entries[3].uid}));
    // Odd ids of others: few are compared, of too many only those that the mailbox has.
    const auto odd = [&](int first, int last) {
      tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
        for (int i = first; i <= last; ++i) {
          auto done = tx.execute("INSERT INTO content_message_id (content, id_key, ids) VALUES (?, 0, '<a@b> <c@d>')",
                                 {std::int64_t{1} << 40 | i});
          if (!done) return done.error();
        }
        return {};
      }));
    };
    odd(1, 100);
    CHECK(office.run(mails.candidates(inbox, query)) == Uids(std::vector{entries[3].uid}));
    odd(101, 2001);
    CHECK(office.run(mails.candidates(inbox, query)) == Uids(std::vector{entries[3].uid}));
  });
}

// Lines without CR, a blank behind the colon or valid octets are longer decoded than they stand in the message.
TEST_CASE("store/list filler: what is kept of a header does not hang on how long its raw octets are") {
  tests::with_office([](tests::MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX").id;
    for (const std::string line : {"a:b\n", "c:\xFF\xFE\xFF\n", "Message-ID:<a@b.example>\n"}) {
      std::string header = "Message-ID:<one@outside.example>\n";
      for (int i = 0; i < 40; ++i) header += line;
      office.append(inbox, header + "\n" + "text\n");
      tests::check_sound(office);
    }
  });
}
