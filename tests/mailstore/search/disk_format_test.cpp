// What lies on disk stays readable: marks of words and a row as they were written when the format was made. A change
// here is a change of the index's format.
#include <doctest/doctest.h>

#include <string>

#include "mailstore/search/shards/word_row.h"

using namespace mailstore::search;

namespace {

// The subject "147", the text "công văn", computed apart from the product by the grammar in word_row.h.
constexpr std::string_view kRow(
    "\x03\x20\x01\x00\x00\x00\x00\x02\xF8\x1A\x9E\x0D\x03\xF9\x23\x56\x98\x75\x12\xB3\xA4\xAC\xC0", 23);

}  // namespace

TEST_CASE("search/disk format: the mark of a word never changes") {
  CHECK(word_mark(word_form("công")) == 0xCD8D6FBB5);
  CHECK(word_mark(word_form("Văn")) == 0x506A78340);
  CHECK(word_mark(word_form("147")) == 0xC4F7D295E);
}

TEST_CASE("search/disk format: a row that was written before is read, and answers phrases") {
  const auto words = decode_row(kRow);
  REQUIRE(words);
  CHECK(words->at(0) == std::vector<WordMark>{0xC4F7D295E});
  CHECK(words->at(5) == std::vector<WordMark>{0xCD8D6FBB5, 0x506A78340});
  CHECK(*row_holds(kRow, Field::body, word_forms("công văn"), true));
  CHECK(*row_holds(kRow, Field::body, word_forms("cong van"), false));
  CHECK_FALSE(*row_holds(kRow, Field::body, word_forms("cong van"), true));
  CHECK(*row_holds(kRow, Field::subject, word_forms("147"), true));
  CHECK_FALSE(*row_holds(kRow, Field::body, word_forms("147"), true));
}
