#include "policies/dispatch/document_number.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "base/text/fold.h"

namespace {

using namespace policies::dispatch;

TEST_CASE("dispatch/types: the decree's table") {
  REQUIRE(document_types().size() == 32);
  std::set<std::string> abbreviations;
  int named = 0, copies = 0;
  for (const DocumentType& type : document_types()) {
    CHECK(document_type(type.ordinal).name_vi == type.name_vi);
    CHECK(base::fold(type.name_vi) == type.folded_name);
    CHECK(base::fold(type.abbreviation) == type.folded_abbreviation);
    CHECK_FALSE(type.name_en.empty());
    if (type.is_copy) ++copies;
    else if (!type.abbreviation.empty()) ++named;
    if (!type.abbreviation.empty()) CHECK(abbreviations.insert(base::lower_form(type.abbreviation)).second);
  }
  CHECK(named == 27);
  CHECK(copies == 3);
  CHECK(document_type(kOfficialLetter).name_vi == "Công văn");
  CHECK(document_type(kLetterOfThanks).name_vi == "Thư công");
}

TEST_CASE("dispatch/types: as clerks type them") {
  const auto ordinal = [](const char* text) {
    const TypeMatch m = find_document_type(text);
    return m ? m.type->ordinal : 0;
  };
  CHECK(ordinal("BC") == 14);
  CHECK(ordinal("bc") == 14);
  CHECK(ordinal(" báo cáo. ") == 14);
  CHECK(ordinal("BAO CAO") == 14);
  CHECK(ordinal("Báo Cáo") == 14);
  CHECK(ordinal("Quyết định (cá biệt)") == 2);
  CHECK(ordinal("QĐ") == 2);
  CHECK(ordinal("qđ") == 2);
  CHECK(ordinal("qd") == 2);
  CHECK(ordinal("qyđ") == 5);
  CHECK(ordinal("ttr") == 16);
  CHECK(ordinal("CV") == 18);
  CHECK(ordinal("công văn") == 18);
  CHECK(ordinal("sao y") == 30);
  CHECK(ordinal("SY") == 30);
  CHECK(ordinal("giấy uỷ quyền") == 22);  // the other place of the tone
  CHECK(ordinal("HĐ") == 17);
  CHECK(ordinal("ĐA") == 12);
  CHECK(ordinal("xyz") == 0);
  CHECK(ordinal("") == 0);
  CHECK(ordinal("bảo cáo") == 0);  // wrong marks are a wrong word
  CHECK_FALSE(find_document_type("HĐ").other);
  REQUIRE(find_document_type("hd"));
  CHECK(find_document_type("hd").type->ordinal == 8);
  REQUIRE(find_document_type("hd").other);
  CHECK(find_document_type("hd").other->ordinal == 17);
  CHECK(find_document_type("DA").type->ordinal == 13);
  CHECK(find_document_type("DA").other->ordinal == 12);
  CHECK_FALSE(find_document_type("bc").other);
  for (const DocumentType& type : document_types()) {
    CAPTURE(type.name_en);
    CHECK(ordinal(std::string(type.name_en).c_str()) == type.ordinal);
  }
  CHECK(ordinal("Official Letter") == 18);
  CHECK(ordinal("communique") == 6);
  CHECK(type_of_abbreviation("hđ")->ordinal == 17);
  CHECK(type_of_abbreviation("HD")->ordinal == 8);
  CHECK(type_of_abbreviation("UBND") == nullptr);
  CHECK(type_of_abbreviation("") == nullptr);
}

struct Case {
  const char* text;
  int number;
  const char* symbol;
  int year = 0;
  const char* letter = "";
};

TEST_CASE("dispatch/number: tolerant reading") {
  const Case cases[] = {
      {"147/BC-UBND", 147, "BC-UBND"},
      {"Số: **147** /BC-UBND", 147, "BC-UBND"},
      {"Số:147/BC-UBND", 147, "BC-UBND"},
      {"so 147 / BC-UBND", 147, "BC-UBND"},
      {"Số, ký hiệu: 147/BC-UBND", 147, "BC-UBND"},
      {"1132/STTTT-CNTT", 1132, "STTTT-CNTT"},
      {"05/UBND-VX", 5, "UBND-VX"},
      {"5/UBND-VX", 5, "UBND-VX"},
      {"45/CV-UBND", 45, "CV-UBND"},
      {"15/QĐ-BNV", 15, "QĐ-BNV"},
      {"15/qđ-bnv", 15, "qđ-bnv"},
      {"15/Q\xC3\x90-BNV", 15, "QĐ-BNV"},  // Ð, the Icelandic letter
      {"15/Q\u0189-BNV", 15, "QĐ-BNV"},    // and the African one
      {"15/q\u00F0-bnv", 15, "qđ-bnv"},
      {"15/Q\u00ADĐ\u200B-B\u2060NV", 15, "QĐ-BNV"},  // what nobody sees
      {"147/BC\u2010UBND", 147, "BC-UBND"},
      {"147/BC\u2011UBND", 147, "BC-UBND"},  // the no-break hyphen of word processors
      {"147/BC\u2013UBND", 147, "BC-UBND"},
      {"147\u202F/\u00A0BC-UBND", 147, "BC-UBND"},
      {"147\uFF0F"
       "BC-UBND",
       147, "BC-UBND"},
      {"15/QĐ – BNV", 15, "QĐ-BNV"},
      {"15 / QĐ\xC2\xA0-\xC2\xA0"
       "BNV",
       15, "QĐ-BNV"},
      {"51/2016/QĐ-UBND", 51, "QĐ-UBND", 2016},
      {"12a/KH-UBND", 12, "KH-UBND", 0, "a"},
      {"7816/VPCP-TTĐT", 7816, "VPCP-TTĐT"},
      {"03/BC-TTr.H", 3, "BC-TTr.H"},
      {"\"147/BC-UBND\"", 147, "BC-UBND"},
      {"12/UBND", 12, "UBND"},
      {"12/BC-P1", 12, "BC-P1"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto number = parse_document_number(c.text);
    REQUIRE(number);
    CHECK(number->number == c.number);
    CHECK(number->symbol == c.symbol);
    CHECK(number->year == c.year);
    CHECK(number->letter == c.letter);
    // What is written reads back.
    CHECK(parse_document_number(format_document_number(*number)) == *number);
  }
}

TEST_CASE("dispatch/number: what is none") {
  for (const char* text :
       {"", "147", "/BC-UBND", "0/BC-UBND", "1234567/BC-UBND", "147/", "147/123", "01/9/2017", "147/BC-UBND và 2",
        "BC-UBND/147", "147/BC_", "147/BC-", "ngày 147/BC-UBND", "147//BC-UBND"}) {
    CAPTURE(text);
    if (std::string(text) == "147/BC_") {
      CHECK(parse_document_number(text));  // the mark-up of mail text falls away
    } else {
      CHECK_FALSE(parse_document_number(text));
    }
  }
  CHECK_FALSE(parse_document_number("147/" + std::string(5000, 'A')));
  CHECK_FALSE(parse_document_number("147/" + std::string(kMaxSymbolBytes + 1, 'A')));
}

TEST_CASE("dispatch/number: found inside a sentence") {
  const auto number = find_document_number("V/v trả lời Công văn số 1132/STTTT-CNTT ngày 01/9/2017 của Sở");
  REQUIRE(number);
  CHECK(format_document_number(*number) == "1132/STTTT-CNTT");
  CHECK(format_document_number(*find_document_number("ngày 01/9/2017, Báo cáo 147/BC-UBND - về việc")) ==
        "147/BC-UBND");
  CHECK(format_document_number(*find_document_number("(05/UBND-VX).")) == "05/UBND-VX");
  CHECK_FALSE(find_document_number("ngày 01/9/2017"));
  CHECK_FALSE(find_document_number("đạt 3/4 kế hoạch 2017"));
}

TEST_CASE("dispatch/number: writing") {
  CHECK(format_number(5) == "05");
  CHECK(format_number(10) == "10");
  CHECK(format_document_number({5, "", 0, "UBND-VX"}) == "05/UBND-VX");
  CHECK(compose_symbol(document_type(14), "UBND", "VX") == "BC-UBND");
  CHECK(compose_symbol(document_type(kOfficialLetter), "UBND", "VX") == "UBND-VX");
  CHECK(compose_symbol(document_type(kOfficialLetter), "UBND", "") == "UBND");
  CHECK(compose_symbol(document_type(30), "UBND", "") == "SY-UBND");
}

TEST_CASE("dispatch/number: a symbol taken apart") {
  CHECK(split_symbol("BC-UBND").type->ordinal == 14);
  CHECK(split_symbol("BC-UBND").office == "UBND");
  CHECK(split_symbol("STTTT-CNTT").type->ordinal == kOfficialLetter);
  CHECK(split_symbol("STTTT-CNTT").office == "STTTT");
  CHECK(split_symbol("STTTT-CNTT").unit == "CNTT");
  CHECK(split_symbol("CV-UBND").type->ordinal == kOfficialLetter);
  CHECK(split_symbol("CV-UBND").office == "UBND");
  CHECK(split_symbol("TTr-UBND").type->ordinal == 16);
  CHECK(split_symbol("TTr-NV", "TTr").type->ordinal == kOfficialLetter);
  CHECK(split_symbol("TTr-NV", "TTr").unit == "NV");
  CHECK(split_symbol("hđ-UBND").type->ordinal == 17);
  CHECK(split_symbol("UBND").office == "UBND");
}

TEST_CASE("dispatch/number: the date line") {
  CHECK(date_line("Bỉm Sơn", *policies::calendar::make_date(2017, 9, 8)) == "Bỉm Sơn, ngày 08 tháng 9 năm 2017");
  CHECK(date_line("", *policies::calendar::make_date(2020, 1, 5)) == "ngày 05 tháng 01 năm 2020");
  CHECK(date_line("", *policies::calendar::make_date(2020, 2, 29)) == "ngày 29 tháng 02 năm 2020");
  CHECK(date_line("", *policies::calendar::make_date(2020, 12, 31)) == "ngày 31 tháng 12 năm 2020");
}

TEST_CASE("dispatch/number: one document has one key") {
  const auto key = [](const char* issuer, const char* number, int year) {
    return duplicate_key(issuer, *parse_document_number(number), year);
  };
  CHECK(key("vanthu@bimson.example", "147/BC-UBND", 2017) == key("VanThu@BimSon.example ", "Số: 147 / bc-ubnd", 2017));
  CHECK(key("a", "05/QĐ-UBND", 2017) == key("a", "5/2017/qđ-ubnd", 0));
  CHECK(key("a", "147/BC-UBND", 2017) != key("a", "147/BC-UBND", 2018));
  CHECK(key("a", "147/BC-UBND", 2017) != key("b", "147/BC-UBND", 2017));
  CHECK(key("a", "147/HD-UBND", 2017) != key("a", "147/HĐ-UBND", 2017));
  CHECK(key("a", "14/BC-UBND", 2017) != key("a", "147/BC-UBND", 2017));
  CHECK(same_document_number(*parse_document_number("51/2016/QĐ-UBND"), *parse_document_number("51/qđ-ubnd")));
  CHECK_FALSE(same_document_number(*parse_document_number("51/QD-UBND"), *parse_document_number("51/QĐ-UBND")));
}

}  // namespace

namespace {

std::string numbers_of(std::string_view text) {
  std::string out;
  for (const DocumentNumber& number : find_document_numbers(text, 1000)) {
    const NumberWords words = number_words(number);
    out += (out.empty() ? "" : " ") + (words.year.empty() ? words.joined() : words.joined_with_year());
  }
  return out;
}

}  // namespace

TEST_CASE("dispatch/number: all of a running text, as a search compares them") {
  CHECK(numbers_of("Số: 147/BC-UBND ngày 14/3/2016") == "147/bc-ubnd");
  CHECK(numbers_of("Số: 147/BC–UBND ngày 14/3/2016") == "147/bc-ubnd");
  CHECK(numbers_of("Căn cứ 147 /BC-UBND và 05/ BNV-VP") == "147/bc-ubnd 5/bnv-vp");
  CHECK(numbers_of("Thông tư 04/2016/TT-GDĐT.") == "4/2016/tt-gddt");
  CHECK(numbers_of("45/CV-UBND; 12a/Q\u00D0-BNV") == "45/cv-ubnd 12a/qd-bnv");
  CHECK(numbers_of("45/cv-ubnd (45/QĐ-STTTT)") == "45/cv-ubnd 45/qd-stttt");
  CHECK(numbers_of("http://x.vn/2016/abc 1/2 10/10/2020 and/or").empty());
  CHECK(numbers_of("1234567/UBND").empty());
  CHECK(numbers_of("/").empty());
  CHECK(numbers_of("5/").empty());
  // A dash that may belong to the symbol or part it from what follows: found by both.
  CHECK(numbers_of("147/BC-UBND - PHÒNG") == "147/bc-ubnd-phong 147/bc-ubnd");
  CHECK(numbers_of("147/BC-UBND - phòng") == "147/bc-ubnd");
  // Of any length; the one at the end too.
  const std::string filler(200000, 'x');
  CHECK(numbers_of("1/BC-UBND\n" + filler + "\n/ " + filler + "\n2/BC-UBND") == "1/bc-ubnd 2/bc-ubnd");
  std::string list;
  for (int i = 1; i <= 3000; ++i) list += std::to_string(i) + "/BC-UBND, ";
  CHECK(find_document_numbers(list, 100000).size() == 3000);
  CHECK(find_document_numbers(list, 100).size() == 100);
}

TEST_CASE("dispatch/number: as it is asked for, a number or a symbol alone too") {
  CHECK(parse_number_words("147")->number == "147");
  CHECK(parse_number_words("0147")->number == "147");
  CHECK(parse_number_words("12A")->number == "12a");
  CHECK(parse_number_words("147/bc-ubnd")->joined() == "147/bc-ubnd");
  CHECK(parse_number_words("147/BC–UBND")->joined() == "147/bc-ubnd");
  CHECK(parse_number_words("Số: 147/BC-UBND")->joined() == "147/bc-ubnd");
  CHECK(parse_number_words("BC-UBND")->symbol == "bc-ubnd");
  CHECK(parse_number_words("BC-UBND")->number.empty());
  CHECK(parse_number_words("Q\u00D0\u2011UBND")->symbol == "qd-ubnd");
  for (const char* none : {"", "147/", "147/BC-UBND x", "1234567", "A", "-", "147 148"}) {
    CAPTURE(none);
    CHECK_FALSE(parse_number_words(none));
  }
}
