// Every row of the lists, and how many plain intentions are lost. VANTHU_SOURCE_DIR
#include <doctest/doctest.h>

#include <iostream>

#include "rows.h"

using namespace speech_rows;

namespace {

void check_file(const std::string& file, std::size_t at_least) {
  const auto rows = read_rows(file);
  REQUIRE(rows.size() >= at_least);
  int plain = 0, nothing = 0, wrong = 0, traps = 0;
  for (const Row& row : rows) {
    const Speech speech = read(row.sides, row.sentence);
    INFO(row.name() << " => " << shown(speech));
    CHECK(difference(row, speech) == "");
    wrong += wrongly_certain(row, speech) ? 1 : 0;
    traps += row.acts.empty() ? 1 : 0;
    if (row.acts.empty() || row.acts.front().act == "thanks") continue;
    ++plain;
    nothing += lost(row, speech) ? 1 : 0;
  }
  std::cout << file << ": " << rows.size() << " sentences, " << traps << " traps; of " << plain
            << " plain intentions lost: " << nothing << "; wrongly certain: " << wrong << "\n";
  CHECK(wrong == 0);
  CHECK(nothing * 100 <= plain * 5);
  CHECK(traps * 4 >= static_cast<int>(rows.size()));
}

}  // namespace

TEST_CASE("speech: the sentences of an office") { check_file("sentences.txt", 500); }

TEST_CASE("speech: the habits of eighteen people") { check_file("habits.txt", 150); }

TEST_CASE("speech: what strangers write") { check_file("strangers.txt", 90); }
