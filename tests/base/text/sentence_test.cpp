#include "base/sentence.h"

#include <doctest/doctest.h>

#include <type_traits>

#include "base/error.h"

using base::Error;
using base::ErrorCode;
using base::Sentence;

TEST_CASE("base/sentence: one line for everybody, Vietnamese first; a missing language leaves no slash") {
  CHECK(one_line(Sentence("Đã đóng.", "Closed.")) == "Đã đóng. / Closed.");
  CHECK(one_line(Sentence("", "Closed.")) == "Closed.");
  CHECK(one_line(Sentence("Đã đóng.", "")) == "Đã đóng.");
  CHECK(one_line(Sentence()).empty());
  CHECK(one_line(base::protocol_words("bad section")) == "bad section");
  CHECK(Sentence().empty());
  CHECK_FALSE(base::protocol_words("x").empty());
  // One language alone, or none told apart, is no sentence.
  CHECK_FALSE(std::is_constructible_v<Sentence, const char*>);
  CHECK_FALSE(std::is_constructible_v<Sentence, std::string>);
}

TEST_CASE("base/error: people get a sentence in both languages whatever went wrong") {
  const Error own = Error::permanent(ErrorCode::not_found, {"Không có hộp thư này.", "No such mailbox."}, "box 7");
  CHECK(in_words(own) == Sentence("Không có hộp thư này.", "No such mailbox."));
  CHECK(describe(own) == "not_found: No such mailbox. (box 7)");
  CHECK_FALSE(own.temporary);
  CHECK(Error::transient(ErrorCode::busy, {"Bận.", "Busy."}).temporary);
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code) {
    const Error error = Error::permanent(static_cast<ErrorCode>(code), base::protocol_words("bad section"));
    CAPTURE(to_string(error.code));
    CHECK(in_words(error).vi.size() > 10);
    CHECK(in_words(error).en == "bad section");
    CHECK(describe(error) == std::string(to_string(error.code)) + ": bad section");
  }
}
