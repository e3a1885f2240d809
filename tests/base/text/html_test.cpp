#include "base/text/html.h"

#include <doctest/doctest.h>

namespace {

using base::escape_html;

TEST_CASE("text/html: what would be markup becomes text") {
  CHECK(escape_html("<a b=\"c\">&'") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
  CHECK(escape_html("Ủy ban nhân dân\tphường\r\nLam Sơn") == "Ủy ban nhân dân\tphường\r\nLam Sơn");
  CHECK(escape_html("") == "");
}

TEST_CASE("text/html: broken bytes and control characters are shown as such") {
  CHECK(escape_html("x\xff") == "x\xEF\xBF\xBD");
  CHECK(escape_html(std::string_view("a\0b\x1b[0m\x7f", 8)) ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD[0m\xEF\xBF\xBD");
}

}  // namespace
