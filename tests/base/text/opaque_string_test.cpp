#include "base/text/opaque_string.h"

#include <doctest/doctest.h>

using namespace base;

TEST_CASE("text/opaque_string: one form for every keyboard (RFC 8265 section 4.2)") {
  CHECK(opaque_string("Mật khẩu 1").value() == "Mật khẩu 1");
  CHECK(opaque_string("Ma\u0323\u0302t").value() == "Mật");
  CHECK(opaque_string("a\u00A0b\u3000c").value() == "a b c");
  CHECK(opaque_string("ＡB").value() == "ＡB");  // width is kept
  CHECK(opaque_string("  x ").value() == "  x ");
  CHECK(opaque_string("🔑").has_value());
  for (const char* bad : {"", "a\tb", "a\x7F", "a\nb", "\xFF", "a\u00ADb", "\uE000", "\u2028", "\U0010FFFE"}) {
    CAPTURE(bad);
    REQUIRE_FALSE(opaque_string(bad).has_value());
    CHECK(opaque_string(bad).error().code == ErrorCode::bad_input);
  }
  CHECK_FALSE(opaque_string(std::string_view("a\0b", 3)).has_value());
}
