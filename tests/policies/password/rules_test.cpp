#include "policies/password/rules.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using policies::password::check_new_password;
using policies::password::Person;
using policies::password::RuleSettings;

Person binh() {
  Person person;
  person.address = "binhnv@bimson.example";
  person.aliases = {"truongphong.vx@bimson.example"};
  person.full_name = "Nguyễn Văn Bình";
  person.phone = "+84 912 345 678";
  person.staff_code = "CB0147";
  person.unit_code = "BS.VX";
  person.unit_symbol = "VX";
  person.unit_mail = "vanxa";
  person.unit_name = "Phòng Văn hóa và Thông tin";
  person.office_name = "UBND thị xã Bỉm Sơn";
  person.birth_date = "1985-02-07";
  return person;
}

RuleSettings settings() {
  RuleSettings out;
  out.forbidden_words = {"123456", "Abc@123", "Phatlich"};
  return out;
}

// The failed rules, joined by a space.
std::string failed(const std::string& password, const Person& person = binh(), const RuleSettings& rules = settings()) {
  std::string out;
  for (const auto& rule : check_new_password(password, person, rules, {})) {
    out += (out.empty() ? "" : " ") + rule.rule;
    CHECK_FALSE(rule.text.vi.empty());
    CHECK_FALSE(rule.text.en.empty());
  }
  return out;
}

struct Row {
  std::string password;
  std::string failed;
};

TEST_CASE("password/rules: each forbidden shape is named by its rule") {
  const Row rows[] = {
      {"Kz#8wRt!q", ""},
      {"Sông Mã dạt dào 7!", ""},  // a phrase with marks and spaces
      {"Correct Horse Battery 7?", ""},
      {"Kz#8wRt", "length"},
      {"kz#8wrtqm", "classes"},
      {"KZ#8WRTQM", "classes"},
      {"Kz8wRtqmy", "classes"},
      {"Kz#wRt!qm", "classes"},
      {"Zk7#binhnv!Q", "contains-account contains-name"},
      {"Zk7#BinhNV!Q", "contains-account contains-name"},
      {"Zk7#truongphong.vx!Q", "contains-account contains-unit"},
      {"Zk7#CB0147qW", "contains-account"},
      {"Qz7#nguyen!Kw", "contains-name"},
      {"Qz7#NGUYỄN!kw", "contains-name"},
      {"Qz7#Bình!kwzt", "contains-name"},
      {"Qz7#hnib!Kwzt", "contains-name"},  // reversed
      {"Qz7#b1nh!Kwzt", "contains-name"},  // digits for letters
      {"Qz7#Bỉm Sơn!kw", ""},              // apart: two words of four letters, as any phrase
      {"Qz7#BimSon!kwp", "contains-unit"},
      {"Qz7#vanxa!Kwp", "contains-unit"},
      {"Qz7#Van!kwptz", "contains-name"},  // three letters of the name, alone
      {"Qz7#v4n-Kwptz", "contains-name"},
      {"Qz7#Vàng óng!k", ""},  // the same letters at the head of another word
      {"Qz7#VX!kwpm", "contains-unit"},
      {"Qz7#AVXB!kwpm", ""},  // the two letters inside another word
      {"Qz#07021985k", "contains-birth-date"},
      {"Qz#7-2-1985k", "contains-birth-date"},
      {"Qz#1985kwpRt", "contains-birth-date"},
      {"Qz#0912 3kWp", "contains-phone"},
      {"Qz#45678kWp", "contains-phone sequence"},
      {"Qz#1234kWpm", "sequence"},
      {"Qz#9876kWpm", "sequence"},
      {"Qz#7abcdWpm", "sequence"},
      {"Qz#7DCBAwpm", "sequence"},
      {"Qz#7qwerWpm", "sequence"},
      {"Qz#71QAZwpm", "sequence"},
      {"Qz#7aaaaWpm", "sequence"},
      {"Kwpm7!@#$z", "sequence"},
      {"Vnpt@2026", "dictionary"},
      {"Matkhau@75", "dictionary"},
      {"Mật khẩu @75", "dictionary"},
      {"Thanhhoa@2025", "dictionary"},
      {"P@ssw0rd!", "dictionary"},
      {"Xinchaovietnam#7", "dictionary"},
      {"Hanoi#75kW", "dictionary"},
      {"zQ-Phátlịch.77", "forbidden-word"},
      {"Abc@123kWz", "dictionary forbidden-word"},
      {"123456", "length classes contains-phone sequence forbidden-word"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.password);
    CHECK(failed(row.password) == row.failed);
  }
}

TEST_CASE("password/rules: administrators need twelve characters") {
  Person person = binh();
  CHECK(failed("Kz#8wRt!q", person).empty());
  person.administrator = true;
  CHECK(failed("Kz#8wRt!q", person) == "length");
  CHECK(check_new_password("Kz#8wRt!q", person, settings(), {}).front().text.vi ==
        "Mật khẩu phải có ít nhất 12 ký tự.");
  CHECK(failed("Kz#8wRt!qMy2", person).empty());
}

TEST_CASE("password/rules: characters are counted, not bytes, and marks do not make a class") {
  CHECK(failed("ộộộỪ1!").starts_with("length"));  // 6 characters, 14 bytes
  CHECK(failed("ậpKĩnh7!").empty());              // exactly 8
  RuleSettings three = settings();
  CHECK(failed("sông mã dào 7", binh(), three) == "classes");
  CHECK(policies::password::rule_text("classes", three, false)
            .text.vi.starts_with("Mật khẩu phải có đủ 4 loại"));  // not "at least 4 of 4"
  three.classes = 3;
  CHECK(policies::password::rule_text("classes", three, false)
            .text.vi.starts_with("Mật khẩu phải có ít nhất 3 trong 4 loại"));
  CHECK(failed("sông mã dào 7", binh(), three).empty());
}

TEST_CASE("password/rules: a patterned password fails the strength estimate, a setting of 0 asks nothing") {
  RuleSettings rules = settings();
  rules.minimum_strength_bits = 200;
  CHECK(failed("Kz#8wRt!q", binh(), rules) == "strength");
  rules.minimum_strength_bits = 0;
  CHECK(failed("Kz#8wRt!q", binh(), rules).empty());
}

TEST_CASE("password/rules: the history is asked only for a password that is good otherwise") {
  int asked = 0;
  const auto used = [&](std::string_view) {
    ++asked;
    return true;
  };
  const auto good = check_new_password("Kz#8wRt!q", binh(), settings(), used);
  REQUIRE(good.size() == 1);
  CHECK(good[0].rule == "history");
  CHECK(good[0].text.en == "The last 3 passwords must not be used again.");
  CHECK(asked == 1);
  CHECK(check_new_password("short", binh(), settings(), used).size() >= 1);
  CHECK(asked == 1);
}

TEST_CASE("password/rules: endless and odd input is answered quickly") {
  CHECK(failed(std::string(300, 'x') + "A1!") == "too-long");
  CHECK(failed(std::string("Kz#8\x00wRt!q", 10)).find("length") == std::string::npos);
  CHECK(failed("Kz#8\xff\xfewRtq").find("length") == std::string::npos);
  CHECK_FALSE(failed("").empty());
  Person nobody;
  CHECK(failed("Kz#8wRt!q", nobody).empty());
}

TEST_CASE("password/rules: a person with short names is protected by the joined form") {
  Person person;
  person.full_name = "Lê An";
  CHECK(failed("Qz7#LeAn!kw", person) == "contains-name");
  CHECK(failed("Qz7#anle!Kw", person) == "contains-name");
  CHECK(failed("Qz7#Span!kwt", person).empty());
}

TEST_CASE("password/rules: the page can say the rules") {
  const auto rules = policies::password::describe_rules(settings(), true);
  CHECK(rules.size() >= 8);
  CHECK(rules[0].text.en == "The password must have at least 12 characters.");
  CHECK(policies::password::rule_text("one-time-expired", settings(), false).text.vi.find("hết hạn") !=
        std::string::npos);
}

}  // namespace
