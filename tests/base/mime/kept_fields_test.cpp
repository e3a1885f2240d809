#include "base/mime/kept_fields.h"

#include <doctest/doctest.h>

#include <optional>
#include <random>

#include "base/mime/field_selector.h"
#include "base/mime/header_fields.h"
#include "base/mime/message.h"
#include "tests/mail_corpus.h"

using namespace base;

namespace {

// The lists of mutt, Thunderbird and mbsync, and such that ask for what nobody keeps.
const std::vector<std::vector<std::string>> kLists{
    {"DATE", "FROM", "SENDER", "SUBJECT", "TO", "CC", "MESSAGE-ID", "REFERENCES", "CONTENT-TYPE", "CONTENT-DESCRIPTION",
     "IN-REPLY-TO", "REPLY-TO", "LINES", "LIST-POST", "LIST-SUBSCRIBE", "LIST-UNSUBSCRIBE", "X-LABEL", "X-ORIGINAL-TO"},
    {"From", "To", "Cc", "Bcc", "Resent-Message-ID", "Subject", "Date", "Message-ID", "Priority", "X-Priority",
     "References", "Newsgroups", "In-Reply-To", "Content-Type", "Reply-To"},
    {"X-TUID", "Message-ID"},
    {"Received"},
    {"X-Nobody-Has-This"},
    {"subject", "X-Spam-Status", "to"}};

std::optional<std::string> kept_answer(std::string_view header, const std::vector<std::string>& names) {
  std::string out = "before";
  const bool told = KeptQuestion(names).answer(encode_kept_fields(header), out);
  REQUIRE(out.starts_with("before"));
  if (!told) {
    REQUIRE(out == "before");
    return std::nullopt;
  }
  return out.substr(6) + "\r\n";
}

// What is told is what the header says; answers whether it is told.
bool told_rightly(std::string_view header, const std::vector<std::string>& names) {
  const auto told = kept_answer(header, names);
  if (told) REQUIRE(*told == select_header_fields(header, names, false));
  return told.has_value();
}

}  // namespace

TEST_CASE("mime/kept fields: the corpus, asked by the lists of clients") {
  std::size_t told = 0, asked = 0;
  const bool there = tests::visit_mail_corpus([&](const std::string& message) {
    const std::string_view header = parse_message(message).root.header.of(message);
    for (std::size_t list = 0; list < kLists.size(); ++list) {
      const bool yes = told_rightly(header, kLists[list]);
      if (list >= 3) continue;  // of these only absence is told
      ++asked;
      told += yes ? 1 : 0;
    }
  });
  if (!there) return;
  CHECK(asked > 3000);
  CHECK(told * 1000 >= asked * 999);
}

TEST_CASE("mime/kept fields: odd headers") {
  const std::string longest(kMaxKeptOfName - 9, 'x');  // with "Subject: " and no line end
  struct Row {
    std::string header;
    std::vector<std::string> names;
    bool told;
  };
  const std::vector<Row> rows{
      {"", {"Subject"}, true},
      {"\r\nSubject: body\r\n", {"Subject"}, true},
      {"Subject: a\r\nX: y\r\nsubject : b\r\n\tfolded\r\n more\r\n\r\n", {"SUBJECT"}, true},
      {"Subject: no line end", {"Subject"}, true},
      {"Subject: bare\nTo: lf\n\n", {"To"}, true},
      {"Subject: a\0b\xFF\xC3\r\n\r\n" + std::string(1, '\0'), {"Subject"}, true},
      {"From mbox line\r\n with more\r\nTo: a\r\n\r\n", {"To"}, true},
      {"To: a\r\nno field at all\r\n its fold\r\nTo: b\r\n\r\n", {"to"}, true},
      {" begins folded\r\nTo: a\r\n\r\n", {"To"}, false},
      {"Subject: " + longest, {"Subject"}, true},
      {"Subject: " + longest + "x", {"Subject"}, false},
      {"Subject: " + longest + "x\r\nTo: a\r\n\r\n", {"To"}, true},
      {"Received: a\r\nTo: b\r\n\r\n", {"Received", "To"}, false},
      {"Received: a\r\nTo: b\r\n\r\n", {"X-Nobody", "To"}, true},
      {std::string(FieldSelector::kMaxStart, 'a') + ": x\r\nTo: b\r\n\r\n", {"To"}, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.header.substr(0, 60));
    CHECK(told_rightly(row.header, row.names) == row.told);
  }
}

TEST_CASE("mime/kept fields: headers by chance are told rightly or not at all") {
  std::mt19937 random(20261130);
  const std::string_view pieces[] = {"Subject",      "TO",   "x-tuid", "Received", "X-Odd",   ":",  " :",
                                     ": ",           "\r\n", "\n",     "\r",       " ",       "\t", "a",
                                     "\xE1\xBA\xA5", "\xFF", "\r\n ",  "\n\t",     "\r\n\r\n"};
  const std::vector<std::vector<std::string>> lists{
      {"subject"}, {"To", "X-TUID"}, {"Received"}, {"X-Odd", "to"}, {"none"}};
  std::size_t told = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string header(round % 3 == 0 ? std::string_view("Subject: ") : std::string_view());
    for (std::size_t n = random() % 30; n > 0; --n) header += pieces[random() % std::size(pieces)];
    for (const auto& names : lists) told += told_rightly(header, names) ? 1 : 0;
  }
  CHECK(told > 50000);
}

TEST_CASE("mime/kept fields: what is kept of a header is bounded") {
  std::string header;
  for (int i = 0; i < 2000; ++i) header += "X-" + std::to_string(i) + ": a\r\nTo: b@c.example\r\nCc: d\r\n";
  CHECK(encode_kept_fields(header).size() < 10);  // too many names
  header.clear();
  for (const char* name : {"To", "Cc", "Bcc", "From"})
    header += std::string(name) + ": " + std::string(3000, 'x') + "\r\n";
  CHECK(encode_kept_fields(header).size() < 20);  // together too long
  CHECK(!told_rightly(header, {"From"}));
  CHECK(told_rightly(header, {"Subject"}));
}

TEST_CASE("mime/kept fields: damaged bytes tell nothing, or what they say, and never more than they hold") {
  const std::string good = encode_kept_fields("Received: x\r\nSubject: a\r\nTo: b\r\n\r\n");
  const KeptQuestion question({"Subject", "To"});
  for (std::size_t size = 0; size < good.size(); ++size) {
    std::string out;
    CHECK(!question.answer(std::string_view(good).substr(0, size), out));
    CHECK(out.empty());
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good, out;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      if (question.answer(bad, out)) CHECK(out.size() <= good.size() + 2);
    }
  }
}
