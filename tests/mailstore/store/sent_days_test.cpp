#include <doctest/doctest.h>

#include "base/mime/date.h"
#include "mailstore/store/contents/listed_content.h"
#include "mailstore/store/owner/list_filler.h"
#include "tests/mailstore/mail_office.h"
#include "tests/mailstore/old_contents.h"

using tests::MailOffice;

namespace {

struct Dated {
  const char* field;                // the whole Date field, "" = none
  std::optional<std::int64_t> day;  // as written
  bool in_envelope = true;          // what was there before the column, the rendered ENVELOPE, said the same
};

std::int64_t day(std::int64_t year, unsigned month, unsigned of_month) {
  return base::days_from_civil(year, month, of_month);
}

const std::vector<Dated>& dated() {
  static const std::vector<Dated> all{
      {"Date: Mon, 23 Nov 2026 16:32:00 +0700\r\n", day(2026, 11, 23)},
      // The day it is there, not in UTC.
      {"Date: Tue, 24 Nov 2026 00:30:00 +0700\r\n", day(2026, 11, 24)},
      {"Date: Mon, 23 Nov 2026 23:30:00 -1130\r\n", day(2026, 11, 23)},
      {"Date: Tue, 24 Nov 2026 12:59:59 +1345\r\n", day(2026, 11, 24)},
      {"Date: 1 Mar 2024 00:00:00 +2359\r\n", day(2024, 3, 1)},
      {"Date: 29 Feb 2024 23:59:59 -2359\r\n", day(2024, 2, 29)},
      {"Date: 31 Dec 1969 23:00:00 -0500\r\n", day(1969, 12, 31)},
      {"Date: 1 Jan 1970 03:00:00 +0700\r\n", day(1970, 1, 1)},
      {"Date: Fri, 7 Aug 26 08:00 EST\r\n", day(2026, 8, 7)},
      {"Date: Fri, 7 Aug 2026 31:99:00 +0700\r\n", day(2026, 8, 7)},  // no such time: a day all the same
      {"Date: Fri, 7 Aug 2026 08:00:00 +0700 (Indochina Time)\r\n", day(2026, 8, 7)},
      {"Date: Fri, 7 Aug 2026 08:00:00 +0700 (\"ICT\")\r\n", day(2026, 8, 7)},
      {"Date: yesterday\r\n", std::nullopt},
      {"Date:\r\n", std::nullopt},
      {"", std::nullopt},
      // ENVELOPE shows these as a literal or with a quote in the way: SEARCH did not find them then.
      {"Date: Thứ hai, 23 Nov 2026 16:32:00 +0700\r\n", day(2026, 11, 23), false},
      {"Date: \"Mon\", 23 Nov 2026 16:32:00 +0700\r\n", day(2026, 11, 23), false},
  };
  return all;
}

// What SEARCH did before the column.
std::optional<std::int64_t> day_of_envelope(std::string_view envelope) {
  if (!envelope.starts_with("(\"")) return std::nullopt;
  const auto date = base::parse_mail_date(envelope.substr(2, envelope.find('"', 2) - 2));
  if (!date) return std::nullopt;
  return date->local_day();
}

struct Filled {
  explicit Filled(MailOffice& of) : office(of), inbox(office.mailbox(office.person("an"), "INBOX")) {
    for (std::size_t i = 0; i < dated().size(); ++i) office.append(inbox.id, mail_of(i));
    const auto view = office.view(inbox.id);
    for (std::size_t i = view->size(); i > 0; --i) entries.push_back(view->at(i - 1));  // no order is asked for
  }
  void execute(const std::string& sql) {
    tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto done = tx.execute(sql, {});
      return done ? base::Result<void>() : done.error();
    }));
  }
  static std::string mail_of(std::size_t i) {
    return std::string(dated()[i].field) + "Subject: " + std::to_string(i) + "\r\n\r\ntext\r\n";
  }
  // As the contents were written before step 230.
  void make_old() {
    tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      for (std::size_t i = 0; i < dated().size(); ++i) {
        const auto content = entries[dated().size() - 1 - i].content;
        if (auto done = tests::make_content_old(tx, content, mail_of(i)); !done) return done;
      }
      return {};
    }));
  }
  void check() {
    const auto days = office.run(office.store->selected().sent_days(entries));
    REQUIRE(days.size() == dated().size());
    for (std::size_t i = 0; i < days.size(); ++i) {
      CAPTURE(dated()[days.size() - 1 - i].field);
      CHECK(days[i] == dated()[days.size() - 1 - i].day);
    }
  }

  MailOffice& office;
  mailstore::MailboxInfo inbox;
  std::vector<mailstore::Entry> entries;
};

}  // namespace

TEST_CASE("store/sent days: the day the Date field says, in its own zone") {
  tests::with_office([](MailOffice& office) {
    Filled filled(office);
    filled.check();
    // From the columns alone.
    filled.execute("UPDATE content SET structure = '', envelope = ''");
    filled.check();
    const auto copied = office.run(office.store->selected().copy(filled.inbox.id, {base::Uid(1), base::Uid(2)},
                                                                 office.mailbox(filled.inbox.account, "Trash").id));
    REQUIRE(copied.uids.size() == 2);
    const auto copy = office.view(office.mailbox(filled.inbox.account, "Trash").id)->at(1);  // shares its content
    const auto days = office.run(
        office.store->selected().sent_days({copy, filled.entries.back(), copy, mailstore::Entry{}, filled.entries[0]}));
    CHECK(days == std::vector<std::optional<std::int64_t>>{dated()[1].day, dated()[0].day, dated()[1].day, std::nullopt,
                                                           dated().back().day});
  });
}

TEST_CASE("store/sent days: rows from before the column are answered as they were, and the filler fills it") {
  tests::with_office([](MailOffice& office) {
    Filled filled(office);
    filled.make_old();
    filled.check();
    filled.execute("UPDATE content SET has_sent = 0, sent_us = 0");  // by an older reader of dates
    filled.check();
    office.store =
        tests::good(mailstore::MailStore::open({*office.db, *office.blobs, office.clock, office.ids, office.files}));
    for (bool complete = false; !complete;) complete = tests::good(mailstore::fill_lists(*office.store)).complete;
    filled.check();
    const auto metas = office.run(office.store->selected().meta(filled.inbox.id, filled.entries,
                                                                static_cast<mailstore::Wants>(mailstore::Want::list)));
    for (std::size_t i = 0; i < metas.size(); ++i) {
      const Dated& one = dated()[metas.size() - 1 - i];
      CAPTURE(one.field);
      CHECK((day_of_envelope(metas[i].list->parts().envelope) == one.day) == one.in_envelope);
    }
    filled.execute("UPDATE content SET structure = ''");
    filled.check();
    filled.make_old();
    filled.execute("UPDATE content SET structure = 'x'");  // damage is no reason to fail
    for (const auto& day : office.run(office.store->selected().sent_days(filled.entries))) CHECK(!day);
  });
}
