// SEARCH by text believes what dictionaries know, looks at the rest, and asks of each key only what is still open.
#include <doctest/doctest.h>

#include "tests/server/imap/imap_house.h"
#include "tests/server/imap/transcript.h"

namespace {

// Knows something of messages by their place among those asked for.
struct Known : mailstore::TextCandidates {
  base::Co<std::vector<mailstore::TextKnown>> narrow(mailstore::TextQuery query,
                                                     std::vector<mailstore::TextSubject> subjects) override {
    asked.push_back(query.needle + " " + std::to_string(subjects.size()));
    std::vector<mailstore::TextKnown> out(subjects.size(), mailstore::TextKnown::nothing);
    if (!out.empty()) out.front() = mailstore::TextKnown::yes;
    if (out.size() > 2) out[2] = mailstore::TextKnown::no;
    co_return out;
  }
  std::vector<std::string> asked;
};

}  // namespace

TEST_CASE("imap/search: what dictionaries know is not looked at, what they do not know is") {
  tests::TempDirectory folder;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + folder / "vanthu.db";
  tests::ImapHouse house(engine.open());
  Known known;
  server::imap::ImapParts parts = house.parts(*house.gate, house.receive);
  parts.candidates = &known;
  server::imap::ImapService service(parts, tests::ImapHouse::settings());
  tests::Transcript transcript(service);
  const std::string append = "C: a APPEND INBOX {@m+}\nC@ m\nS: a OK <*>\n";
  // All four hold "office": the third is said not to, the first would be found for any needle.
  CHECK(transcript.play("M m\n| Subject: to the office\n|\n| body\nS: * OK <*>\n"
                        "C: a1 LOGIN binh@bimson.example Rung-Thong-88!\nS: a1 OK <*>\n" +
                        append + append + append + append +
                        "C: b SELECT INBOX\nS~ b OK <*>\n"
                        "C: c SEARCH SUBJECT office\nS: * SEARCH 1 2 4\nS: c OK <*>\n"
                        "C: d SEARCH SUBJECT elsewhere\nS: * SEARCH 1\nS: d OK <*>\n"
                        "C: e SEARCH NOT SUBJECT office\nS: * SEARCH 3\nS: e OK <*>\n"
                        "C: f SEARCH 2 SUBJECT elsewhere\nS: * SEARCH 2\nS: f OK <*>\n") == "");
  CHECK(known.asked == std::vector<std::string>{"office 4", "elsewhere 4", "office 4", "elsewhere 1"});
}
