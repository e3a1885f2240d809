#include "base/text/in_ascii.h"

#include <doctest/doctest.h>

TEST_CASE("text/in ascii: letters lose their marks, everything else that is not ASCII is a question mark") {
  CHECK(base::in_ascii("Không có hộp thư này; ĐƯỜNG Đặng") == "Khong co hop thu nay; DUONG Dang");
  CHECK(base::in_ascii("Kho\xCC\x82ng") == "Khong");  // decomposed
  CHECK(base::in_ascii("a\tb\x7F\r\n") == "a\tb\x7F\r\n");
  CHECK(base::in_ascii("中 ﬁ") == "? fi");
  CHECK(base::in_ascii("\xC3 z") == "? z");
  CHECK(base::in_ascii("").empty());
}
