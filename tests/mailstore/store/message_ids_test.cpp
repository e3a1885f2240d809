#include "mailstore/store/contents/message_ids.h"

#include <doctest/doctest.h>

#include <random>

#include "base/text/case.h"
#include "mailstore/store/contents/content_text.h"
#include "tests/mailstore/mail_office.h"

using mailstore::key_of_whole_id;
using mailstore::MessageIds;

namespace {

MessageIds of(const std::string& header) {
  const auto lines = mailstore::decoded_header_lines(header + "\r\n", 10000, 1 << 20);
  return mailstore::message_ids_of(lines.text, lines.cut);
}

}  // namespace

TEST_CASE("store/message ids: text and key") {
  const MessageIds plain = of("Subject: a\r\nMessage-ID: <A1@b.example>\r\nTo: <x@y>\r\n");
  CHECK(plain.text == "<A1@b.example>");
  CHECK(plain.key >= MessageIds::kFirstHash);
  CHECK(plain.key == key_of_whole_id("<a1@B.example>"));
  CHECK(of("message-id : (made here)\r\n <a1@b.example> (x)\r\n").key == plain.key);
  CHECK(of("Subject: none\r\n") == MessageIds{MessageIds::kNoId, ""});
  CHECK(of("Message-ID: bare@b.example\r\n") == MessageIds{MessageIds::kNoId, "bare@b.example"});
  CHECK(of("Message-ID: <a@b\r\n").key == MessageIds::kNoId);
  CHECK(of("Message-ID: <<a1@b.example>>\r\n").key == plain.key);
  const MessageIds two = of("Message-ID: <a@b>\r\nX: y\r\nMESSAGE-ID: <c@d>\r\n");
  CHECK(two == MessageIds{MessageIds::kSeveral, "<a@b>\n<c@d>"});
  CHECK(of("Message-ID: \xEF\xBC\x9C"
           "a@b>\r\n")
            .key == MessageIds::kSeveral);
  CHECK(of("Message-ID: <" + std::string(2000, 'a') + "@b>\r\n") == MessageIds{MessageIds::kNotKept, ""});
  CHECK(mailstore::message_ids_of("Message-ID: <a@b>\n", true).key == MessageIds::kNotKept);
}

TEST_CASE("store/message ids: what is a whole id") {
  for (const char* needle : {"<a@b>", "<a b>", "<>x>"}) {
    CAPTURE(needle);
    CHECK(key_of_whole_id(needle).has_value() == (std::string(needle) != "<>x>"));
  }
  for (const char* needle :
       {"", "<", "<>", "a@b", "<a@b", "a@b>", "<a@b> ", "<a><b>", "<<a>", "<\xC3\xA1@b>", "<a\n>"}) {
    CAPTURE(needle);
    CHECK(!key_of_whole_id(needle));
  }
}

TEST_CASE("store/message ids: a text that holds a whole id stands under its key, or under one that says to look") {
  std::mt19937 random(7);
  const std::string_view pieces[] = {"<", ">", "a", "B@b", "@", " ", "(x)", "\xC3\xA1", "\xE2\x84\xAA", "\n"};
  std::size_t held = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text, needle = "<";
    for (std::size_t n = random() % 8; n > 0; --n) text += pieces[random() % std::size(pieces)];
    for (std::size_t n = 1 + random() % 3; n > 0; --n) needle += pieces[2 + random() % 3];
    needle += '>';
    if (round % 2 == 0) text.insert(random() % (text.size() + 1), needle);
    std::string lines;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      lines += "Message-ID: " + text.substr(at, end - at) + "\n";
      at = end + 1;
    }
    const auto key = key_of_whole_id(needle);
    REQUIRE(key);
    const MessageIds ids = mailstore::message_ids_of(lines, false);
    if (!mailstore::header_matches(lines, "Message-ID", base::CasemapFinder(needle))) continue;
    ++held;
    REQUIRE((ids.key == *key || ids.key == MessageIds::kSeveral || ids.key == MessageIds::kNotKept));
  }
  CHECK(held > 5000);
}

TEST_CASE("store/message_ids: many odd ones in the house do not end the search by id") {
  tests::with_office([](tests::MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX");
    office.append(inbox.id, "Message-ID: <one@x>\r\n\r\n1\r\n");
    for (int i = 0; i < 20; ++i) office.append(inbox.id, "Message-ID: <n" + std::to_string(i) + "@x>\r\n\r\n1\r\n");
    office.append(inbox.id, "Message-ID: <a@x> <one@x>\r\n\r\n2\r\n");  // an odd one
    office.append(inbox.id, "Message-ID: <b@x> <c@x>\r\n\r\n3\r\n");
    const auto gone = office.append(inbox.id, "Message-ID: <d@x> <one@x>\r\n\r\n4\r\n");
    const auto before = office.view(inbox.id);
    office.run(office.store->selected().store_flags(
        {inbox.id, {gone}, mailstore::FlagChange::add, {mailstore::flag::kDeleted, {}}, std::nullopt}));
    (void)office.run(office.store->selected().expunge(inbox.id, std::nullopt));
    const mailstore::TextQuery query{mailstore::TextField::header, "Message-ID", "<one@x>"};
    const auto look = [&] { return office.run(office.store->selected().candidates(inbox.id, query)); };
    const std::vector<base::Uid> wanted{base::Uid(1), base::Uid(22), gone};
    CHECK(look() == wanted);
    // As of 2,100 odd mails to other people.
    tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      for (int i = 1; i <= 2100; ++i) {
        auto done =
            tx.execute("INSERT INTO content_message_id (content, id_key, ids) VALUES (?, 0, '<e@x> <f@x>')", {i});
        if (!done) return done.error();
      }
      return {};
    }));
    const auto many = look();
    REQUIRE(many);
    CHECK(*many == std::vector<base::Uid>{base::Uid(1), base::Uid(22), base::Uid(23), gone});
  });
}
