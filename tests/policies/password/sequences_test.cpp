#include "policies/password/sequences.h"

#include <doctest/doctest.h>

#include "policies/password/dictionary.h"
#include "policies/password/folding.h"
#include "policies/password/strength.h"

namespace {

using namespace policies::password;

TEST_CASE("password/sequences: runs of four, in both directions, anywhere") {
  for (const char* bad :
       {"1234", "x4321", "0987", "7890", "abcd", "zyxw", "asdf", "poiu", "mnbv", "2wsx", "zaq1", "----", "7777"}) {
    CAPTURE(bad);
    CHECK(has_sequence(bad));
  }
  for (const char* good : {"", "123", "1243", "abc", "acbd", "aaabbb", "135792468", "kz#8wrt"}) {
    CAPTURE(good);
    CHECK_FALSE(has_sequence(good));
  }
}

TEST_CASE("password/dictionary: folded words are found, others are not") {
  CHECK(is_common_word("matkhau"));
  CHECK(is_common_word("vnpt"));
  CHECK(is_common_word("bimson"));
  CHECK_FALSE(is_common_word("Matkhau"));
  CHECK_FALSE(is_common_word(""));
  CHECK_FALSE(is_common_word("kzwrt"));
}

TEST_CASE("password/folding: marks, case, digits for letters") {
  const Folded folded = fold_password("MẬT kh@u 1Đ3");
  CHECK(folded.plain == "mat kh@u 1d3");
  CHECK(folded.leet_i == "mat khau ide");
  CHECK(folded.leet_l == "mat khau lde");
  CHECK(folded.digits == "13");
  CHECK(fold_words("Nguyễn  Văn-Bình") == std::vector<std::string>{"nguyen", "van", "binh"});
  CHECK(letter_runs("ab1c--de") == std::vector<std::string>{"ab", "c", "de"});
}

TEST_CASE("password/strength: more is stronger, words about the person weaken, endless input is cut") {
  CHECK(strength_bits("a", {}) < strength_bits("kZ8#wRt!qM", {}));
  CHECK(strength_bits("Zwrtkbatuc", {"zwrtkbatuc"}) < strength_bits("Zwrtkbatuc", {}));
  CHECK(strength_bits(std::string(100000, 'k'), {}) >= 0);
  CHECK(strength_bits("", {}) == 0);
}

}  // namespace
