#include "base/text/fold.h"

#include <doctest/doctest.h>

#include <unicode/uchar.h>

#include "base/text/utf8.h"

using namespace base;

TEST_CASE("text/fold: marks, case and compatibility forms are dropped") {
  CHECK(fold("Công văn ĐẾN") == "cong van den");
  CHECK(fold("CÔNG VĂN") == fold("cong van"));
  CHECK(fold("Co\u0302ng va\u0306n") == "cong van");
  CHECK(fold("hòa") == "hoa");
  CHECK(fold("hoà") == "hoa");
  CHECK(fold("Ưu tiên: ỨNG") == "uu tien: ung");
  CHECK(fold("Straße ﬁn Å") == "strasse fin a");
  CHECK(fold("ＡＢＣ①") == "abc1");
  CHECK(fold("ΣΊΣΥΦΟΣ") == "σισυφοσ");
  CHECK(fold("日本") == "日本");
  CHECK(fold("147/BC-UBND") == "147/bc-ubnd");
  CHECK(is_valid_utf8(fold("\xFFx\xC3")));
  CHECK(fold("กำ") == fold("กํา"));  // vowel signs of other scripts stay
}

TEST_CASE("text/fold: exact form unifies only spelling habits") {
  const char* same[][2] = {{"hoà", "hòa"},
                           {"hoá", "hóa"},
                           {"HOÀ", "hòa"},
                           {"khoẻ", "khỏe"},
                           {"uỷ ban", "ủy ban"},
                           {"thuỷ", "thủy"},
                           {"ho\u0061\u0300", "hòa"},
                           {"Uỷ", "ủy"},
                           {"luỹ", "lũy"},
                           {"tuỵ", "tụy"},
                           {"loè", "lòe"}};
  for (const auto& pair : same) {
    CAPTURE(pair[0]);
    CHECK(exact_form(pair[0]) == exact_form(pair[1]));
  }
  const char* different[][2] = {{"hoa", "hòa"}, {"văn", "van"}, {"đến", "den"},
                                {"quý", "qúy"}, {"hòa", "hóa"}, {"tuy", "tùy"}};
  for (const auto& pair : different) {
    CAPTURE(pair[0]);
    CHECK(exact_form(pair[0]) != exact_form(pair[1]));
  }
  CHECK(exact_form("quỳnh") == "quỳnh");
  CHECK(lower_form("HOÀ ĐẾN") == "hoà đến");
}

TEST_CASE("text/fold: a letter that looks like a Vietnamese one is that one, everywhere") {
  for (const char* d : {"\u00D0", "\u00F0", "\u0189", "\u0256", "Đ", "đ"}) {
    CAPTURE(d);
    CHECK(fold(d) == "d");
    CHECK(exact_form(d) == "đ");
    CHECK(lower_form(d) == "đ");
  }
  CHECK(clean_letters("\u00D0\u0189 \u00F0\u0256") == "ĐĐ đđ");
  CHECK(exact_form("\u00D0à Nẵng") == exact_form("đà nẵng"));
  CHECK(fold("\u00D0à Nẵng") == "da nang");
  CHECK(lower_form("Q\u00D0-UBND") == "qđ-ubnd");
  // Converters of old fonts write the breve of ă as a caron, also with a tone behind, in one letter or apart.
  CHECK(exact_form("v\u01CEn") == "văn");
  CHECK(exact_form("va\u030Cn") == "văn");
  CHECK(exact_form("n\u01CE\u0301m") == exact_form("nắm"));
  CHECK(lower_form("N\u01CD\u0301M") == "nắm");
  CHECK(clean_letters("Đường Hà Nội 147") == "Đường Hà Nội 147");
  CHECK(exact_form("da") != exact_form("đa"));
}

TEST_CASE("text/fold: what nobody sees is no letter") {
  // As ICU has it, for every code point.
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const bool ignorable = u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
    if (is_invisible(c) != ignorable) FAIL_CHECK("code point " << static_cast<std::uint32_t>(c));
  }
  for (const char* hidden :
       {"\u00AD", "\u200B", "\u200D", "\u200E", "\u2060", "\uFE0F", "\uFEFF", "\u034F", "\u202A"}) {
    const std::string word = std::string("nghi") + hidden + "ệm" + hidden;
    CAPTURE(word);
    CHECK(fold(word) == "nghiem");
    CHECK(exact_form(word) == "nghiệm");
    CHECK(lower_form(word) == "nghiệm");
    CHECK(clean_letters(word) == "nghiệm");
  }
  CHECK(exact_form("\u2014\u00A0…") == "\u2014\u00A0…");  // dashes, blanks and dots are seen
}
