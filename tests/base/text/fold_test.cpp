#include "base/text/fold.h"

#include <doctest/doctest.h>

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
  const char* same[][2] = {{"hoà", "hòa"}, {"hoá", "hóa"}, {"HOÀ", "hòa"}, {"khoẻ", "khỏe"}, {"uỷ ban", "ủy ban"}, {"thuỷ", "thủy"},
                           {"ho\u0061\u0300", "hòa"}, {"Uỷ", "ủy"}, {"luỹ", "lũy"}, {"tuỵ", "tụy"}, {"loè", "lòe"}};
  for (const auto& pair : same) {
    CAPTURE(pair[0]);
    CHECK(exact_form(pair[0]) == exact_form(pair[1]));
  }
  const char* different[][2] = {{"hoa", "hòa"}, {"văn", "van"}, {"đến", "den"}, {"quý", "qúy"}, {"hòa", "hóa"}, {"tuy", "tùy"}};
  for (const auto& pair : different) {
    CAPTURE(pair[0]);
    CHECK(exact_form(pair[0]) != exact_form(pair[1]));
  }
  CHECK(exact_form("quỳnh") == "quỳnh");
  CHECK(lower_form("HOÀ ĐẾN") == "hoà đến");
}
