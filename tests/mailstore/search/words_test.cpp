#include <doctest/doctest.h>

#include "mailstore/search/document_numbers.h"
#include "mailstore/search/fields.h"
#include "mailstore/search/snippet.h"
#include "mailstore/search/words.h"

using namespace mailstore::search;

namespace {

std::string words_of(std::string_view text, bool folded) {
  std::string out;
  for (const WordForm& form : word_forms(text)) out += (out.empty() ? "" : " ") + (folded ? form.folded : form.exact);
  return out;
}

std::string numbers_of(std::string_view text) {
  std::string out;
  for (const DocumentNumber& n : find_document_numbers(text)) out += (out.empty() ? "" : " ") + (n.year.empty() ? n.joined() : n.joined_with_year());
  return out;
}

std::string snippet_of(std::string_view text, std::string_view query) {
  base::Result<Node> tree = parse_query(query, base::Timestamp(0));
  REQUIRE(tree);
  return make_snippet(text, "preview", shown_words(*tree));
}

}  // namespace

TEST_CASE("search/words: exact and folded forms") {
  CHECK(words_of("Công văn số 147/BC-UBND, ĐẾN!", false) == "công văn số 147 bc ubnd đến");
  CHECK(words_of("Công văn số 147/BC-UBND, ĐẾN!", true) == "cong van so 147 bc ubnd den");
  CHECK(words_of("hòa hoà", false) == "hòa hòa");
  CHECK(words_of("hòa hoà", true) == "hoa hoa");
  CHECK(words_of("Co\xCC\x82ng", false) == "công");   // NFD
  CHECK(words_of("a\xFF" "b \xE2\x80\x9Cx\xE2\x80\x9D", false) == "a b x");
  CHECK(words_of("漢字kana", false) == "漢 字 kana");
  CHECK(words_of("", false).empty());
  CHECK(words_of("... -- !", false).empty());
  CHECK(words_of(std::string(100, 'x'), false) == std::string(kMaxWordBytes, 'x'));
}

TEST_CASE("search/words: the remembered form equals the fresh one") {
  WordForms forms;
  const std::string_view text = "Quyết định quyết định QUYET dinh";
  WordReader reader(text);
  for (Word word; reader.next(word);) {
    const WordForm fresh = word_form(word.of(text));
    const WordForm& known = forms.of(text, word);
    CHECK(known.exact == fresh.exact);
    CHECK(known.folded == fresh.folded);
  }
}

TEST_CASE("search/numbers: found in running text") {
  CHECK(numbers_of("Số: 147/BC-UBND ngày 14/3/2016") == "147/bc-ubnd");
  CHECK(numbers_of("Căn cứ 147 /BC-UBND và 05/ BNV-VP") == "147/bc-ubnd 5/bnv-vp");
  CHECK(numbers_of("Thông tư 04/2016/TT-GDĐT.") == "4/2016/tt-gddt");
  CHECK(numbers_of("45/CV-UBND; 12a/QĐ-BNV") == "45/cv-ubnd 12a/qd-bnv");
  CHECK(numbers_of("45/cv-ubnd (45/QĐ-STTTT)") == "45/cv-ubnd 45/qd-stttt");
  CHECK(numbers_of("http://x.vn/2016/abc 1/2 10/10/2020 and/or").empty());
  CHECK(numbers_of("1234567/UBND").empty());
  CHECK(numbers_of("/").empty());
  CHECK(numbers_of("5/").empty());
}

TEST_CASE("search/numbers: a query word") {
  CHECK(parse_document_number("147")->number == "147");
  CHECK(parse_document_number("0147")->number == "147");
  CHECK(parse_document_number("147/bc-ubnd")->joined() == "147/bc-ubnd");
  CHECK(parse_document_number("Số: 147/BC-UBND")->joined() == "147/bc-ubnd");
  CHECK(parse_document_number("BC-UBND")->symbol == "bc-ubnd");
  CHECK(!parse_document_number(""));
  CHECK(!parse_document_number("147/"));
  CHECK(!parse_document_number("147/BC-UBND x"));
  CHECK(!parse_document_number("1234567"));
}

TEST_CASE("search/fields: names and aliases in any spelling") {
  CHECK(find_field("from")->field == Field::from);
  CHECK(find_field("Từ")->field == Field::from);
  CHECK(find_field("TIEUDE")->field == Field::subject);
  CHECK(find_field("nộidung")->field == Field::body);
  CHECK(find_field("re") == nullptr);
  CHECK(find_field("") == nullptr);
}

TEST_CASE("search/snippet: around the first match") {
  CHECK(snippet_of("Kính gửi: các phòng", "gui") == "Kính gửi: các phòng");
  CHECK(snippet_of("một hai", "zzz") == "preview");
  std::string text;
  for (int i = 0; i < 300; ++i) text += "chữ" + std::to_string(i) + "\n";
  text += "Quyết  định số 5\n" + text;
  const std::string found = snippet_of(text, "\"quyết định\"");
  CHECK(found.find("Quyết định số 5") != std::string::npos);
  CHECK(found.starts_with("…"));
  CHECK(found.ends_with("…"));
  CHECK(snippet_of("quyet dinh roi Quyết định", "\"quyết định\"") == "quyet dinh roi Quyết định");
  CHECK(snippet_of("a b c", "-b") == "preview");
}
