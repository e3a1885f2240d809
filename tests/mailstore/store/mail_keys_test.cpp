// Keys for SORT by date and THREAD: those moved forward with the view are those read anew; memory is bounded.
#include <algorithm>
#include <map>
#include <random>

#include "mailstore/store/owner/store_inside.h"
#include "tests/mailstore/verified.h"

using mailstore::MailKeys;
using tests::MailOffice;

namespace {

std::string mail(std::mt19937& random, int number) {
  std::string out = "From: a@outside.example\r\nSubject: " + std::string(random() % 2 == 0 ? "Re: " : "") + "Việc " +
                    std::to_string(random() % 5) + "\r\n";
  if (random() % 5 != 0) out += "Message-ID: <m" + std::to_string(number) + "@outside.example>\r\n";
  if (random() % 4 != 0) {
    const auto day = std::to_string(10 + random() % 19), hour = std::to_string(10 + random() % 14);
    out += "Date: " + day + " Nov 2026 " + hour + ":00:00 +0700\r\n";
  }
  if (number > 0 && random() % 2 == 0) {
    out += "References:";
    for (unsigned i = 0; i <= random() % 3; ++i)
      out += " <m" + std::to_string(random() % static_cast<unsigned>(number)) + "@outside.example>";
    out += "\r\n";
  }
  return out + "\r\nx\r\n";
}

// Hashes are a process's own; which of them are equal is not.
struct Pattern {
  std::vector<std::size_t> ids, subjects, references;
  std::vector<std::int64_t> sent;
  std::vector<std::uint32_t> uids;
  std::vector<bool> replies;
  bool operator==(const Pattern&) const = default;
};
Pattern pattern_of(const MailKeys& keys) {
  Pattern out;
  std::map<std::uint64_t, std::size_t> seen{{0, 0}};
  const auto number = [&](std::uint64_t hash) { return seen.try_emplace(hash, seen.size()).first->second; };
  for (std::size_t i = 0; i < keys.size(); ++i) {
    out.ids.push_back(number(keys.ids[i]));
    out.subjects.push_back(number(keys.subjects[i]));
    for (const std::uint64_t reference : keys.references(i)) out.references.push_back(number(reference));
    out.references.push_back(0);
  }
  out.sent = keys.sent;
  out.uids = keys.uids;
  out.replies = keys.replies;
  return out;
}

}  // namespace

TEST_CASE("store/mail keys: moved forward with the view they are those that are read anew") {
  tests::with_office([](MailOffice& office) {
    std::mt19937 random(5);
    const base::MailboxId box = office.mailbox(office.person("an"), "INBOX").id;
    mailstore::SelectedMail& running = office.store->selected();
    for (int i = 0; i < 60; ++i) {
      office.append(box, mail(random, i), random() % 6 == 0 ? mailstore::flag::kDeleted : 0);
      if (random() % 9 == 0) office.run(running.expunge(box, std::nullopt));
      const auto view = office.view(box);
      const bool threads = random() % 2 == 0;
      const auto kept = office.run(running.mail_keys(view, threads ? MailKeys::Kind::threads : MailKeys::Kind::dates));
      if (i % 5 != 0 || view->empty()) continue;
      const auto fresh =
          tests::good(mailstore::MailStore::open({*office.db, *office.blobs, office.clock, office.ids, office.files}));
      const auto all = office.run(running.mail_keys(view, MailKeys::Kind::threads));
      CHECK(pattern_of(*all) == pattern_of(*office.run(fresh->selected().mail_keys(view, MailKeys::Kind::threads))));
      CHECK(kept->sent == all->sent);
      for (std::size_t m = 0; m < view->size(); ++m) CHECK(all->uids[m] == view->uid(m).value);
      // Some of a view alone: what is known is taken from there, what is read is the same.
      std::vector<mailstore::Entry> some;
      for (std::size_t m = 0; m < view->size(); m += 7) some.push_back(view->at(m));
      const auto part = mailstore::MailboxView::make(view->info(), some);
      for (mailstore::SelectedMail* mail : {&running, &fresh->selected()}) {
        const auto few = office.run(mail->mail_keys(part, MailKeys::Kind::dates));
        REQUIRE(few->size() == some.size());
        for (std::size_t m = 0; m < some.size(); ++m) CHECK(few->sent[m] == all->sent[m * 7]);
      }
      CHECK(office.run(running.mail_keys(view, MailKeys::Kind::threads)) == all);  // nothing changed: the very same
    }
  });
}

TEST_CASE("store/mail keys: what is kept has a bound, the least lately used goes") {
  mailstore::MailKeysCache cache;
  const std::size_t each = mailstore::MailKeysCache::kMaxBytes / 12 / 4;
  for (int box = 1; box <= 8; ++box) {
    auto keys = std::make_shared<MailKeys>();
    keys->uids.resize(each);
    keys->sent.resize(each);
    cache.put(base::MailboxId(box), keys);
    (void)cache.find(base::MailboxId(1), MailKeys::Kind::dates);
  }
  int kept = 0;
  for (int box = 1; box <= 8; ++box) kept += cache.find(base::MailboxId(box), MailKeys::Kind::dates) ? 1 : 0;
  CHECK(kept == 3);
  CHECK(cache.find(base::MailboxId(1), MailKeys::Kind::dates) != nullptr);
  CHECK(cache.find(base::MailboxId(1), MailKeys::Kind::threads) == nullptr);  // dates alone are kept there
}
