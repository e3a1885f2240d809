#include "base/text/case.h"

#include <doctest/doctest.h>

#include <string>

using namespace base;

TEST_CASE("text/case: ASCII words compare and are found without case, other letters are not touched") {
  CHECK(equals_ignoring_case("FeTch", "fETCH"));
  CHECK_FALSE(equals_ignoring_case("fetch", "fetc"));
  CHECK_FALSE(equals_ignoring_case("Ă", "ă"));
  CHECK(starts_with_ignoring_case("Content-Type", "content-"));
  CHECK(ends_with_ignoring_case("a.EML", ".eml"));
  CHECK(find_ignoring_case("xxNeedle", "nEED") == 2);
  CHECK(find_ignoring_case("xx", "") == 0);
  CHECK(find_ignoring_case("xx", "xxx") == std::string_view::npos);
  CHECK(find_ignoring_case("abab", "AB", 1) == 2);
  CHECK(AsciiCaseLess()("Alpha", "beta"));
  CHECK_FALSE(AsciiCaseLess()("alpha", "ALPHA"));
}

TEST_CASE("text/case: casemap compares as i-unicode-casemap (RFC 5051)") {
  CHECK(casemap("văn") == casemap("VĂN"));
  CHECK(casemap("va\u0306n") == casemap("VĂN"));
  CHECK(casemap("a\u0302\u0323") == casemap("Ậ"));
  CHECK(casemap("đ") == casemap("Đ"));
  CHECK(casemap("văn") != casemap("van"));
  CHECK(casemap("straße") != "");
}

TEST_CASE("text/case: a finder sees what is there and nothing else") {
  struct Row {
    const char* needle;
    const char* text;
    bool found;
  };
  const Row rows[] = {
      {"", "", true},          {"", "x", true},           {"x", "", false},       {"công", "Gửi CÔNG văn", true},
      {"cong", "công", false}, {"BC-ubnd", "147/bc-UBND", true}, {"ế", "đê\u0301n", true}, {"abc", "ab c", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.needle);
    const CasemapFinder finder(row.needle);
    CHECK(finder.contains(casemap(row.text)) == row.found);
    CHECK(finder.contains_in_raw(row.text) == row.found);
  }
}

TEST_CASE("text/case: hits across the inner windows of long ASCII texts are found") {
  for (std::size_t at = 4080; at < 4110; ++at) {
    std::string text(9000, 'x');
    text.replace(at, 6, "NeedLe");
    CHECK(CasemapFinder("needle").contains_in_raw(text));
    CHECK_FALSE(CasemapFinder("needle!").contains_in_raw(text));
  }
  const std::string long_needle(3000, 'y');
  CHECK(CasemapFinder(long_needle).contains_in_raw(std::string(5000, 'Y')));
}
