#include "base/mime/address.h"

#include <doctest/doctest.h>

using namespace base;

namespace {

// "name|route|mailbox|host" of each entry, groups as "{name" and "}".
std::string shown(std::string_view value) {
  std::string out;
  for (const Address& a : parse_address_list(value)) {
    if (!out.empty()) out += " / ";
    if (a.kind == Address::Kind::group_begin) out += '{' + a.name;
    else if (a.kind == Address::Kind::group_end) out += '}';
    else out += a.name + '|' + a.route + '|' + a.mailbox + '|' + a.host;
  }
  return out;
}

}  // namespace

TEST_CASE("mime/address: header text to addresses, also from broken senders") {
  const char* rows[][2] = {
      {"", ""},
      {"a@b", "||a|b"},
      {"<a@b>", "||a|b"},
      {"Ann <a@b>", "Ann||a|b"},
      {"\"Ann, B.\" <a@b>", "Ann, B.||a|b"},
      {"Ann B. Cee <a@b>, d@e", "Ann B. Cee||a|b / ||d|e"},
      {"a@b (Ann)", "Ann||a|b"},
      {"(Ann) <a@b>", "Ann||a|b"},
      {"a (x) @ (y) b", "y||a|b"},
      {"\"a b\"@c", "||a b|c"},
      {"\"a\\\"b\"@c", "||a\"b|c"},
      {"a@[127.0.0.1]", "||a|[127.0.0.1]"},
      {"<@x,@y:a@b>", "|@x,@y|a|b"},
      {"Team: a@b, C <c@d>;", "{Team / ||a|b / C||c|d / }"},
      {"undisclosed-recipients:;", "{undisclosed-recipients / }"},
      {"A:;, b@c", "{A / } / ||b|c"},
      {"Open: a@b", "{Open / ||a|b / }"},
      {"a@b; c@d", "||a|b / ||c|d"},
      {"=?utf-8?q?Doe,_J?= <a@b>", "=?utf-8?q?Doe,_J?=||a|b"},
      {"=?utf-8?q?a?= =?utf-8?q?b?= <a@b>", "=?utf-8?q?a?= =?utf-8?q?b?=||a|b"},
      {"Nguyễn Văn <văn@việt.vn>", "Nguyễn Văn||văn|việt.vn"},
      {"caf\xE9 <a@b>", "café||a|b"},
      {"postmaster", "||postmaster|"},
      {"Just A Name", "Just A Name|||"},
      {"Ann <a@b", "Ann||a|b"},
      {"<a@b, c@d", "||a|b / ||c|d"},
      {"\"Ann <a@b>", "||Ann <a@b>|"},
      {"a@b <c@d>", "a@b||c|d"},
      {"<>", "|||"},
      {",,a@b,,", "||a|b"},
      {"a@b@c", "||a@b|c"},
      {"Name a@b", "Name||a|b"},
      {"<a@b> <c@d>", "||a|b / ||c|d"},
      {"Ann\r\n <a@b>,\r\n\tc@d", "Ann||a|b / ||c|d"},
      {"(unclosed a@b", ""},
      {"John.Q.Public@b", "||John.Q.Public|b"},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row[0]));
    CHECK(shown(row[0]) == row[1]);
  }
}

TEST_CASE("mime/address: strict addr-spec of SMTP and account names") {
  for (const char* good :
       {"a@b", "a.b+c@d.e-f.vn", "\"a b\"@c", "văn@việt.vn", "a@[127.0.0.1]", "a@[IPv6:::1]", "x_y@d_m.vn"}) {
    CAPTURE(std::string(good));
    CHECK(parse_addr_spec(good).has_value());
  }
  for (const char* bad : {"", "a", "@b", "a@", ".a@b", "a.@b", "a..b@c", "a b@c", "a@b c", "<a@b>", "a@-b", "a@b-",
                          "a@b..c", "a@b.", "\"a@b", "a@[", "a\r\n@b", "a@b\xFF", "a@[x]y"}) {
    CAPTURE(std::string(bad));
    CHECK_FALSE(parse_addr_spec(bad).has_value());
  }
  CHECK(parse_addr_spec("\"a\\\"b\"@c")->local == "a\"b");
}

TEST_CASE("mime/address: written addresses are read back") {
  for (const char* local : {"a", "a.b", "a b", "a\"b", "", "ă", "a..b", "a\\b"}) {
    const Address a = Address::of("", local, "x.vn");
    CAPTURE(a.addr_spec());
    const auto back = parse_addr_spec(a.addr_spec());
    REQUIRE(back.has_value());
    CHECK(back->local == local);
  }
}

TEST_CASE("mime/address: a field of too many addresses is cut") {
  std::string many;
  for (std::size_t i = 0; i < kMaxAddresses + 10; ++i) many += "a@b,";
  CHECK(parse_address_list(many).size() == kMaxAddresses);
}
