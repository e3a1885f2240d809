// Every kind of event, from the variant's own list: its words are its own, what it holds survives, the format stays.
#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/text/encoding.h"
#include "mailstore/office/journal/event_sentence.h"
#include "tests/mailstore/mail_house.h"
#include "tests/mailstore/office/event_samples.h"

namespace {

using namespace mailstore::office;

const EventMessageFacts kFacts{"nhatky@bimson.example", "UBND thị xã Bỉm Sơn"};

template <class Body>
void check_kind(std::set<std::string>& words_of_others) {
  const std::vector<Body> samples = tests::samples<Body>();
  std::set<std::string> words;
  for (const Body& body : samples) {
    const Event event = tests::event(5, body);
    const std::string json = to_json(event);
    INFO(json);
    const Event back = tests::must(parse_event(json));
    REQUIRE(std::holds_alternative<Body>(back.body));
    CHECK(to_json(back) == json);
    CHECK(std::string(type_of(back)) == type_of(event));
    CHECK(json.find("\"type\":\"" + std::string(type_of(event)) + "\"") != std::string::npos);
    CHECK(about(back) == about(event));
    CHECK(sentence_of(back) == sentence_of(event));
    CHECK_FALSE(sentence_of(event).vi.empty());
    CHECK_FALSE(sentence_of(event).en.empty());
    CHECK(has_outputs(back) == has_outputs(event));
    CHECK(task_of(back) == task_of(event));
    CHECK(is_only_words(back) == is_only_words(event));
    words.insert(type_of(event));
  }
  // The samples show all words of the kind, and no other kind has one of them.
  CHECK(words == std::set<std::string>(Kind<Body>::kWords.begin(), Kind<Body>::kWords.end()));
  for (const std::string& word : words) CHECK(words_of_others.insert(word).second);
}

template <class... Bodies>
void check_kinds(std::type_identity<std::variant<Bodies...>>) {
  std::set<std::string> words;
  (check_kind<Bodies>(words), ...);
  CHECK(words.size() >= sizeof...(Bodies));
}

}  // namespace

TEST_CASE("office/event kinds: every kind has words of its own and samples that come back as they were") {
  check_kinds(std::type_identity<EventBody>());
}

// What a store holds today must be written the same tomorrow: a line for each sample, the digest of its message and its
// JSON. A new kind adds lines; a changed line is a changed format.
TEST_CASE("office/event kinds: JSON and messages are what they always were") {
  std::ifstream in(std::string(VANTHU_SOURCE_DIR) + "/tests/mailstore/office/events/samples.txt", std::ios::binary);
  std::string now, kept;
  std::set<std::string> lines;
  while (std::getline(in, kept)) lines.insert(kept);
  REQUIRE_FALSE(lines.empty());
  for (const auto& events : {tests::all_samples(), tests::journal_of_town(), tests::later_samples()}) {
    for (const Event& event : events) {
      now = base::to_hex(base::sha256(event_message(event, kFacts))) + " " + to_json(event);
      INFO(now);
      CHECK(lines.erase(now) == 1);
    }
  }
  CHECK(lines.empty());
}

TEST_CASE("office/event kinds: what the kinds say of themselves") {
  using policies::dispatch::ExchangeStatus;
  using policies::tasks::EventKind;
  CHECK(task_of(tests::event(1, tests::assigned())) == tests::kTask);
  CHECK(task_of(tests::event(1, tests::step(EventKind::accepted))) == tests::kTask);
  CHECK(task_of(tests::event(1, Answered{"unsigned", "", "", tests::kTask, 0, false})) == 0);  // it changes nothing
  CHECK(is_only_words(tests::event(1, Answered{})));
  CHECK(is_only_words(tests::event(1, tests::step(EventKind::commented))));
  CHECK_FALSE(is_only_words(tests::event(1, tests::step(EventKind::accepted))));
  CHECK_FALSE(has_outputs(tests::event(1, BookOpened{})));
  CHECK_FALSE(has_outputs(tests::event(1, tests::arrived())));
  CHECK_FALSE(has_outputs(tests::event(1, tests::status(1, 0, ExchangeStatus::arrived))));
  CHECK(has_outputs(tests::event(1, tests::status(1, 0, ExchangeStatus::refused))));
  CHECK(needs_cause(tests::event(1, tests::assigned())));
  CHECK_FALSE(needs_cause(tests::event(1, tests::dispatched(1))));
  Event registered = tests::event(2, DocumentRegistered{});
  REQUIRE(document_of(registered) != nullptr);
  *document_of(registered) = 7;
  CHECK(std::get<DocumentRegistered>(registered.body).document == 7);
  Event arrived = tests::event(2, tests::arrived());
  CHECK(document_of(arrived) == nullptr);
}
