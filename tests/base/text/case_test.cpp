#include "base/text/case.h"
#include "base/text/search_form.h"

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
      {"", "", true},
      {"", "x", true},
      {"x", "", false},
      {"công", "Gửi CÔNG văn", true},
      {"cong", "công", false},
      {"BC-ubnd", "147/bc-UBND", true},
      {"ế", "đê\u0301n", true},
      {"abc", "ab c", false},
      {"Đà Nẵng", "họp tại \u00D0à Nẵng", true},
      {"\u00F0à", "ĐÀ NẴNG", true},
      {"\u0256i", "Đi", true},
      {"da", "đa", false},
      {"VĂN", "v\u01CEn", true},
      {"nghiệmthu", "nghi\u00ADệm\u2060th\u200Bu", true},
      {"ng\u200Dhi", "nghi", true},
      {"\u00AD", "xyz\u00E0", false},
      {"\u00AD", "\u00E0\u00AD", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.needle);
    const CasemapFinder finder(row.needle);
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
  // And of long texts that are not ASCII: a tone may stand where a piece would end.
  for (std::size_t at = (64 << 10) - 40; at < (64 << 10) + 8; ++at) {
    std::string text(at, '.');
    text += "công văn hoa\u0300 giải";
    text.append(100000, '.');
    CHECK(CasemapFinder("VĂN HOÀ GIẢI").contains_in_raw(text));
    CHECK_FALSE(CasemapFinder("văn hoa giải").contains_in_raw(text));
  }
  std::string letters;  // without a single ASCII letter
  for (int i = 0; i < 50000; ++i) letters += "đ日";
  CHECK(CasemapFinder("日Đ日ế").contains_in_raw(letters + "ế" + letters));
  CHECK_FALSE(CasemapFinder("ếế").contains_in_raw(letters + "ế" + letters));
  const std::string wide = letters.substr(0, 100000);
  CHECK(CasemapFinder(wide).contains_in_raw(letters + letters));  // a needle longer than a piece
  const std::string long_needle(3000, 'y');
  CHECK(CasemapFinder(long_needle).contains_in_raw(std::string(5000, 'Y')));
}

TEST_CASE("case: a needle is found exactly where its search form stands in the text's") {
  const std::string texts[] = {"Hoàn thành",
                               "hoa\u0300n",
                               "NGHI\u00ADỆM thu",
                               "Ðà Nẵng ðá",
                               "straße ﬁn",
                               "\u1EE7y ban \u1E9E \u1FB3 \u1780\u17B4",
                               std::string(70000, 'x') + "cuối",
                               std::string(65530, 'x') + "cuối cùng" + std::string(70000, 'y'),
                               "\xE1\xBB",
                               "a\xE1\x80z",
                               "中文"};
  const std::string needles[] = {"oà",       "HOÀ",  "nghiệm", "đà",     "ĐÁ", "SS", "fi", "ủy",
                                 "xxcuối c", "cuối", "\uFFFD", "\u00AD", "",   "文", "z"};
  for (const std::string& text : texts) {
    std::string form;
    base::visit_search_form(text, [&](std::string_view piece) {
      form += piece;
      return true;
    });
    if (text.size() < 1000) CHECK(form == base::search_form(text));
    for (const std::string& needle : needles) {
      const std::string wanted = base::search_form(needle);
      if (wanted.empty()) continue;
      INFO(text.substr(0, 40) << " / " << needle);
      CHECK(base::CasemapFinder(needle).contains_in_raw(text) == (form.find(wanted) != std::string::npos));
    }
  }
}
