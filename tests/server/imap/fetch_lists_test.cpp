// HEADER.FIELDS answered from what is kept beside the message is, octet for octet, what the message itself says: the
// same lists are asked together with HEADER, which reads the message, and alone.
#include <doctest/doctest.h>

#include <random>

#include "mailstore/store/contents/listed_content.h"
#include "tests/mail_corpus.h"
#include "tests/mailstore/old_contents.h"
#include "tests/server/imap/raw_client.h"

namespace {

using Lists = std::vector<std::string>;

const Lists kLists{
    "DATE FROM SENDER SUBJECT TO CC MESSAGE-ID REFERENCES CONTENT-TYPE CONTENT-DESCRIPTION IN-REPLY-TO REPLY-TO LINES "
    "LIST-POST LIST-SUBSCRIBE LIST-UNSUBSCRIBE X-LABEL X-ORIGINAL-TO",
    "From To Cc Bcc Resent-Message-ID Subject Date Message-ID Priority X-Priority References Newsgroups In-Reply-To "
    "Content-Type Reply-To",
    "X-TUID Message-ID",
    "Return-Path Subject",
    "Received",
    "X-Nobody-Keeps-This subject",
    "X-Nobody-Keeps-This"};

Lists odd_mails() {
  Lists out{"\r\nno header",
            "Subject: alone",
            "Subject: a\nTo: lf\n\nbody",
            " folded first\r\nSubject: b\r\n\r\n",
            "Subject: eight \xFF\xC3 bits\r\n\ttab fold\r\nsubject: again\r\n\r\nx",
            "no colon\r\n fold\r\nTo: c\r\n\r\n",
            "X-Nobody-Keeps-This: here\r\nSubject: d\r\n\r\n",
            "Subject: " + std::string(9000, 'l') + "\r\nTo: e\r\n\r\n",
            "From mbox line\r\nSubject: f\r\n\r\n",
            "SUBJECT : g\r\nTo:\r\n\r\n\r\n"};
  for (int i = 0; i < 3; ++i)
    out.push_back("To: " + std::string(3000, 'a') + "\r\nSubject: h\r\n\r\n" + std::to_string(i));
  return out;
}

// What stands between "* n FETCH (…" and the next answer, of each message, for the first item.
std::vector<std::string> first_literals(const std::string& answer) {
  std::vector<std::string> out;
  for (std::size_t at = answer.find("* "); at != std::string::npos; at = answer.find("\r\n* ", at)) {
    const std::size_t open = answer.find('{', at), close = answer.find("}\r\n", open);
    if (open == std::string::npos || close == std::string::npos) break;
    const std::size_t size = std::stoul(answer.substr(open + 1, close - open - 1));
    out.push_back(answer.substr(close + 3, size));
    at = close + 3 + size;
  }
  return out;
}

void compare(tests::RawClient& client, const std::string& section, std::size_t messages) {
  CAPTURE(section);
  client.send("f FETCH 1:* (BODY.PEEK" + section + ")\r\n");
  const std::string fast = client.until("f OK");
  client.send("s FETCH 1:* (BODY.PEEK" + section + " BODY.PEEK[HEADER])\r\n");
  const auto slow = first_literals(client.until("s OK"));
  REQUIRE(slow.size() == messages);
  CHECK(first_literals(fast) == slow);
}

}  // namespace

TEST_CASE("imap/fetch lists: any list of fields gives what the message says, of delivered, appended and older mail") {
  tests::TempDirectory folder;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + folder / "vanthu.db";
  tests::ImapHouse house(engine.open());
  const auto inbox = tests::must(base::run_blocking(house.store->mailboxes().find(house.binh, "INBOX")));
  Lists mails = odd_mails();
  (void)tests::visit_mail_corpus([&](const std::string& mail) {
    if (mails.size() < 60) mails.push_back(mail);
  });
  std::vector<mailstore::AppendMessage> appended(mails.size());
  for (std::size_t i = 0; i < mails.size(); ++i) appended[i].bytes = mails[i];
  (void)tests::must(base::run_blocking(house.delivery->append(inbox.id, std::move(appended))));
  for (std::size_t i = 0; i < 12; ++i) {
    mailstore::DeliverRequest letter;
    letter.reverse_path = "a@outside.example";
    letter.recipients.push_back({"binh@bimson.example", {}, {}});
    letter.received = "Received: from there\r\n\tby here\r\n";
    letter.authentication_results = "Authentication-Results: here; none\r\n";
    letter.bytes = mails[i];
    (void)base::run_blocking(house.delivery->deliver(std::move(letter)));
  }
  tests::RawClient client(house);
  (void)client.until("\r\n");
  client.send(std::string("a LOGIN binh@bimson.example ") + tests::kPassword + "\r\nb SELECT INBOX\r\nc NOOP\r\n");
  (void)client.until("c OK");
  const auto view = tests::must(base::run_blocking(house.store->selected().view(inbox.id)));
  REQUIRE(view->size() > mails.size());
  // A few are as an older version left them.
  std::vector<std::string> old(8);
  for (std::size_t i = 3; i < old.size(); ++i)
    old[i] = tests::must(base::run_blocking(house.store->contents().read(view->at(i).content, 0, 1 << 20)));
  tests::must(house.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    for (std::size_t i = 3; i < old.size(); ++i) {
      auto done = tests::make_content_old(tx, view->at(i).content, old[i]);
      if (!done) return done;
    }
    return {};
  }));
  for (int round = 0; round < 2; ++round) {  // from the rows, then from memory
    for (const std::string& list : kLists) compare(client, "[HEADER.FIELDS (" + list + ")]", view->size());
  }
  compare(client, "[HEADER.FIELDS (Subject To)]<3.7>", view->size());
  compare(client, "[HEADER.FIELDS (Subject)]<100000.7>", view->size());
  compare(client, "[HEADER.FIELDS.NOT (Subject)]", view->size());
  std::mt19937 random(1130);
  const std::string names[] = {"Subject",    "to",     "FROM",    "x-spam-status", "Received",
                               "Precedence", "X-TUID", "List-Id", "sender"};
  for (int round = 0; round < 15; ++round) {
    std::string list = names[random() % std::size(names)];
    for (std::size_t n = random() % 4; n > 0; --n) list += " " + names[random() % std::size(names)];
    compare(client, "[HEADER.FIELDS (" + list + ")]", view->size());
  }
}

TEST_CASE(
    "imap/fetch lists: one read of large rows stops at some octets, and FETCH answers every message all the same") {
  tests::TempDirectory folder;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + folder / "vanthu.db";
  tests::ImapHouse house(engine.open());
  const auto inbox = tests::must(base::run_blocking(house.store->mailboxes().find(house.binh, "INBOX")));
  constexpr std::size_t kMails = 40;
  std::vector<mailstore::AppendMessage> mails(kMails);
  for (std::size_t i = 0; i < kMails; ++i) {
    mails[i].bytes = "Subject: " + std::to_string(i) + "\r\nFrom: ";
    for (int n = 0; n < 1500; ++n) mails[i].bytes += "a,";
    mails[i].bytes += "a\r\n\r\nx\r\n";
  }
  (void)tests::must(base::run_blocking(house.delivery->append(inbox.id, std::move(mails))));
  tests::RawClient client(house);
  (void)client.until("\r\n");
  client.send(std::string("a LOGIN binh@bimson.example ") + tests::kPassword +
              "\r\nb SELECT INBOX\r\nc CREATE Back\r\n");
  (void)client.until("c OK");
  std::string copies;  // rows in the other order than the messages
  for (std::size_t i = kMails; i > 0; --i) copies += "d COPY " + std::to_string(i) + " Back\r\n";
  client.send(copies + "e NOOP\r\n");
  (void)client.until("e OK");
  for (const char* name : {"INBOX", "Back"}) {
    CAPTURE(name);
    const auto box = tests::must(base::run_blocking(house.store->mailboxes().find(house.binh, name)));
    const auto view = tests::must(base::run_blocking(house.store->selected().view(box.id)));
    REQUIRE(view->size() == kMails);
    for (int round = 0; round < 2; ++round) {  // from the rows or from memory
      std::size_t at = 0, reads = 0;
      for (; at < view->size(); ++reads) {
        std::vector<mailstore::Entry> entries;
        for (std::size_t i = at; i < view->size(); ++i) entries.push_back(view->at(i));
        const auto metas = tests::must(base::run_blocking(
            house.store->selected().meta(box.id, entries, static_cast<mailstore::Wants>(mailstore::Want::list))));
        std::size_t octets = 0;
        for (const auto& meta : metas) octets += meta.list ? meta.list->octets() : 0;
        CHECK((octets <= 300 * 1024 || metas.size() == 1));
        REQUIRE(!metas.empty());
        at += metas.size();
      }
      CHECK(at == kMails);
      CHECK(reads > 3);
    }
    client.send(std::string("f SELECT ") + name + "\r\ng NOOP\r\n");
    (void)client.until("g OK");
    for (const char* items : {"ENVELOPE", "(ENVELOPE BODY)", "(BODY[HEADER.FIELDS (Subject)] ENVELOPE)"}) {
      CAPTURE(items);
      client.send(std::string("h FETCH 1:* ") + items + "\r\n");
      const std::string answer = client.until("\r\nh OK");
      std::size_t from = 0;
      for (std::size_t i = 1; i <= kMails && from != std::string::npos; ++i)
        from = answer.find("* " + std::to_string(i) + " FETCH (", from);
      CHECK(from != std::string::npos);
    }
  }
}
