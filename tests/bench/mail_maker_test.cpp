// The generated mail is what the figures rest on: the same for ever, mail that reads as mail, and as many words.
#include "tests/bench/mail_maker.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/mime/decoded_text.h"
#include "base/mime/message.h"

using namespace bench;

namespace {

const CorpusWords& words() {
  static const CorpusWords read = read_corpus_words();
  return read;
}

std::size_t different_terms(const MailMaker& maker, std::uint64_t first, std::uint64_t count,
                            std::unordered_set<std::string>& terms) {
  for (std::uint64_t i = first; i < first + count; ++i) {
    std::string term;
    for (const char c : maker.words_of(i)) {
      const bool in = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
      if (in) term += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
      else if (!term.empty()) terms.insert(std::exchange(term, {}));
    }
  }
  return terms.size();
}

}  // namespace

TEST_CASE("bench/mail_maker: a message is the same whenever it is made, and well formed") {
  const MailMaker maker(words(), {}), again(words(), {}), other(words(), {.seed = 2});
  std::unordered_set<std::string> ids;
  std::size_t octets = 0, answers = 0, html = 0, files = 0, vietnamese = 0;
  constexpr std::uint64_t kCount = 2000;
  for (std::uint64_t i = 0; i < kCount; ++i) {
    const std::string bytes = maker.message(i);
    REQUIRE(bytes == again.message(i));
    CHECK(bytes != other.message(i));
    ids.insert(maker.message_id(i));
    octets += bytes.size();
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t end = bytes.find('\n', at);
      REQUIRE(end != std::string::npos);
      REQUIRE(end > at);
      REQUIRE(bytes[end - 1] == '\r');
      REQUIRE(end - at <= 998);
      at = end + 1;
    }
    const base::ParsedMessage message = base::parse_message(bytes);
    CHECK((message.flags & (base::kDepthLimitHit | base::kPartLimitHit | base::kBudgetHit)) == 0);
    CHECK(message.envelope.message_id.value_or("") == maker.message_id(i));
    const base::DecodedText text = base::decode_text(message, bytes);
    for (const Planted planted : {Planted::twenty, Planted::two_thousand, Planted::half}) {
      CHECK(text.text.find(maker.planted(planted, Place::body, i)) != std::string::npos);
    }
    answers += bytes.find("\r\nReferences: <") != std::string::npos;
    html += bytes.find("text/html") != std::string::npos;
    files += text.has_attachment;
    vietnamese += text.text.find("của") != std::string::npos;
  }
  CHECK(ids.size() == kCount);
  CHECK(octets / kCount > 4500);
  CHECK(octets / kCount < 6200);
  CHECK(answers > kCount / 4);
  CHECK(html > kCount / 20);
  CHECK(files > kCount / 25);
  CHECK(vietnamese > kCount / 4);
}

TEST_CASE("bench/mail_maker: the vocabulary goes on growing") {
  const MailMaker maker(words(), {});
  std::unordered_set<std::string> terms;
  const std::size_t first = different_terms(maker, 0, 4000, terms);
  // Far on as well every message brings words that nobody had: 1,500,000 at 200,000 is 7.5 a message.
  const std::size_t later = different_terms(maker, 196'000, 4000, terms) - first;
  MESSAGE("different terms of 4,000 messages: ", first, "; of 4,000 others, new: ", later);
  CHECK(first > 4000 * 12);
  CHECK(later > 4000 * 10);
}

TEST_CASE("bench/mail_maker: planted words have the hits that are told") {
  for (const std::uint64_t planned : {2000u, 200'000u}) {
    const MailMaker maker(words(), {.planned = planned});
    for (const Planted planted : {Planted::twenty, Planted::two_thousand, Planted::half}) {
      for (const std::uint64_t number : {0u, 7u, 1999u}) {
        std::uint64_t hits = 0;
        for (std::uint64_t i = 0; i < 3000; ++i)
          hits += maker.planted(planted, Place::body, i) == maker.planted(planted, Place::body, number);
        CHECK(hits == maker.holders(planted, number, 3000));
      }
    }
    CHECK(maker.holders(Planted::twenty, 1, planned) == 20);
    CHECK(maker.planted(Planted::twenty, Place::body, 1) != maker.planted(Planted::twenty, Place::subject, 1));
  }
}

TEST_CASE("bench/mail_maker: without the corpus the lists of the project do") {
  const CorpusWords lists = read_corpus_words("/nonexistent", std::string(VANTHU_SOURCE_DIR) + "/tests/bench/words");
  CHECK_FALSE(lists.from_corpus);
  CHECK(std::count(lists.english.begin(), lists.english.end(), "the") > 100);
  CHECK(std::find(lists.vietnamese.begin(), lists.vietnamese.end(), "văn") != lists.vietnamese.end());
}
