#include "base/mime/references.h"

#include <doctest/doctest.h>

#include "base/text/case.h"

using namespace base;

TEST_CASE("mime/references: message ids") {
  using Ids = std::vector<std::string>;
  CHECK(message_ids("<a@b> <c@d>") == Ids{"a@b", "c@d"});
  CHECK(message_ids("<a@b><a@b>\r\n <c@d>") == Ids{"a@b", "c@d"});
  CHECK(message_ids("Your message of today <a@b> (c)") == Ids{"a@b"});
  CHECK(message_ids("a@b c@d word") == Ids{"a@b", "c@d"});
  CHECK(message_ids("<\"a\"@b> <c @d>") == Ids{"a@b", "c@d"});
  CHECK(message_ids("<a@b <c@d>") == Ids{"c@d"});
  CHECK(message_ids("").empty());
  CHECK(message_ids("<>").empty());
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "<" + std::to_string(i) + "@x> ";
  const Ids kept = message_ids(many);
  CHECK(kept.size() == kMaxReferences);
  CHECK(kept.front() == "0@x");
  CHECK(kept.back() == "2999@x");
  CHECK(normalised_message_id(" <A@b> (x)") == "A@b");
  CHECK(normalised_message_id("a@b") == "a@b");
  CHECK(normalised_message_id("") == "");
}

TEST_CASE("mime/references: base subjects (RFC 5256 section 2.1)") {
  struct Row {
    const char* raw;
    const char* base;
    bool reply;
  };
  const Row rows[] = {
      {"x", "x", false},
      {"Re: x", "x", true},
      {"RE:x", "x", true},
      {"re [5]: x", "x", true},
      {"Fwd: Re: FW: x", "x", true},
      {"x (fwd)", "x", true},
      {"x (fwd) (FWD)  ", "x", true},
      {"[list] x", "x", false},
      {"[list] Re: x", "x", true},
      {"Re: [list] x", "x", true},
      {"[a] [b] x", "x", false},
      {"[only]", "[only]", false},
      {"[fwd: x]", "x", true},
      {"[Fwd: Re: x]", "x", true},
      {"TL: x", "x", true},
      {"=?utf-8?q?Re:_V=C4=83n?=", "Văn", true},
      {"  a   b\t c ", "a b c", false},
      {"", "", false},
      {"Re:", "", true},
      {"reply", "reply", false},
      {"[unclosed", "[unclosed", false},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.raw));
    const BaseSubject subject = base_subject(row.raw);
    CHECK(subject.text == casemap(row.base));
    CHECK(subject.is_reply_or_forward == row.reply);
  }
}
