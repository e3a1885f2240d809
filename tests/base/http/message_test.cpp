// Headers, forms, cookies, targets.
#include "base/http/message.h"

#include <doctest/doctest.h>

#include "base/http/reply.h"
#include "base/http/request_target.h"

TEST_CASE("http/headers: names compare without case, set replaces all") {
  base::HttpHeaders headers;
  headers.add("Accept", "text/html");
  headers.add("accept", "text/plain");
  CHECK(headers.get("ACCEPT") == "text/html");
  CHECK(headers.all().size() == 2);
  headers.set("Accept", "x");
  CHECK(headers.all().size() == 1);
  CHECK(headers.get("accept") == "x");
  headers.set("Other", headers.get("accept"));
  CHECK(headers.get("other") == "x");
  headers.remove("ACCEPT");
  CHECK_FALSE(headers.has("Accept"));
  CHECK(headers.get("Accept").empty());
}

TEST_CASE("http/headers: tokens in comma lists") {
  base::HttpHeaders headers;
  headers.add("Connection", "Upgrade,  Close ");
  headers.add("connection", "x");
  CHECK(headers.has_token("connection", "close"));
  CHECK(headers.has_token("connection", "X"));
  CHECK_FALSE(headers.has_token("connection", "clos"));
  CHECK_FALSE(headers.has_token("connection", ""));
}

TEST_CASE("http/form: fields are decoded in their order") {
  using Fields = std::vector<std::pair<std::string, std::string>>;
  struct Case {
    const char* text;
    Fields fields;
  };
  const Case cases[] = {
      {"", {}},
      {"a=1&b=2", {{"a", "1"}, {"b", "2"}}},
      {"address=lan%40ubnd.vn&new=m%E1%BA%ADt+kh%E1%BA%A9u", {{"address", "lan@ubnd.vn"}, {"new", "mật khẩu"}}},
      {"a&=b&&c==", {{"a", ""}, {"", "b"}, {"c", "="}}},
      {"a=%&b=%4&c=%zz&d=%41", {{"a", "%"}, {"b", "%4"}, {"c", "%zz"}, {"d", "A"}}},
  };
  for (const Case& one : cases) CHECK(base::parse_form(one.text) == one.fields);
  CHECK(base::parse_form("a=1&b=2&c=3", 2).size() == 2);
}

TEST_CASE("http/cookie: values by name") {
  base::HttpHeaders headers;
  headers.add("Cookie", "a=1; sid=\"xyz\";  b=c=d");
  headers.add("Cookie", "late=2");
  CHECK(base::http_cookie(headers, "a") == "1");
  CHECK(base::http_cookie(headers, "sid") == "xyz");
  CHECK(base::http_cookie(headers, "b") == "c=d");
  CHECK(base::http_cookie(headers, "late") == "2");
  CHECK(base::http_cookie(headers, "A").empty());
}

TEST_CASE("http/target: origin, absolute and asterisk forms, and what is refused") {
  struct Case {
    const char* target;
    const char* path;  // null: refused
    const char* query;
  };
  const Case cases[] = {
      {"/", "/", ""},
      {"/a%20b?x=%20", "/a b", "x=%20"},
      {"/a?b?c", "/a", "b?c"},
      {"http://mail.vn/x?y", "/x", "y"},
      {"HTTPS://mail.vn:443", "/", ""},
      {"http://mail.vn?q", "/", "q"},
      {"*", "*", ""},
      {"/..a/.b/...", "/..a/.b/...", ""},
      {"", nullptr, ""},
      {"x", nullptr, ""},
      {"http://", nullptr, ""},
      {"/a/../b", nullptr, ""},
      {"/%2e%2e/etc", nullptr, ""},
      {"/a/%2E", nullptr, ""},
      {"/..%2fetc", nullptr, ""},
      {"/%00", nullptr, ""},
      {"/%0d%0a", nullptr, ""},
      {"/%", nullptr, ""},
      {"/%4", nullptr, ""},
      {"/%g1", nullptr, ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.target);
    auto got = base::parse_http_target(one.target);
    REQUIRE(got.has_value() == (one.path != nullptr));
    if (!got) continue;
    CHECK(got->path == one.path);
    CHECK(got->query == one.query);
  }
}

TEST_CASE("http/target: the authority of the absolute form, and the name in a host") {
  CHECK(base::parse_http_target("http://mail.vn:81/x")->authority == "mail.vn:81");
  CHECK(base::parse_http_target("/x")->authority.empty());
  struct Case {
    const char* host;
    const char* name;  // null: refused
  };
  const Case cases[] = {
      {"mail.vn", "mail.vn"},
      {"MAIL.VN:443", "mail.vn"},
      {"mail.vn.", "mail.vn"},
      {"mail.vn:", "mail.vn"},
      {"127.0.0.1:10443", "127.0.0.1"},
      {"[::1]", "[::1]"},
      {"[::1]:443", "[::1]"},
      {"[2001:DB8::1]", "[2001:db8::1]"},
      {"", nullptr},
      {":443", nullptr},
      {".", nullptr},
      {"..", nullptr},
      {"a..", nullptr},
      {"a..b", nullptr},
      {".a", nullptr},
      {"a b", nullptr},
      {"a@b", nullptr},
      {"a/b", nullptr},
      {"a:b", nullptr},
      {"a:1:2", nullptr},
      {"a:123456", nullptr},
      {"[::1", nullptr},
      {"[]", nullptr},
      {"[::1]x", nullptr},
      {"[g]", nullptr},
      {"::1", nullptr},
      {"m\xc3\xa1y.vn", nullptr},
      {"a,b", nullptr},
  };
  for (const Case& one : cases) {
    CAPTURE(one.host);
    auto got = base::http_host_name(one.host);
    REQUIRE(got.has_value() == (one.name != nullptr));
    if (got) CHECK(*got == one.name);
  }
}

TEST_CASE("http/reply: made with its type") {
  CHECK(base::HttpReply::json(200, "{}").headers.get("content-type") == "application/json");
  CHECK(base::HttpReply::empty(204).status == 204);
  CHECK(base::HttpReply::redirect(303, "/x").headers.get("Location") == "/x");
  CHECK(base::http_reason(404) == "Not Found");
  CHECK(base::http_reason(299).empty());
}
