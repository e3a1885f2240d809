#include <doctest/doctest.h>

#include "mailstore/search/query/fields.h"
#include "mailstore/search/query/snippet.h"
#include "mailstore/search/query/words.h"

using namespace mailstore::search;

namespace {

std::string words_of(std::string_view text, bool folded) {
  std::string out;
  for (const WordForm& form : word_forms(text)) out += (out.empty() ? "" : " ") + (folded ? form.folded : form.exact);
  return out;
}

std::string snippet_of(std::string_view text, std::string_view query) {
  base::Result<Node> tree = parse_query(query, base::Timestamp(0));
  REQUIRE(tree);
  WordForms forms;
  return make_snippet(text, "preview", shown_words(*tree), forms);
}

}  // namespace

TEST_CASE("search/words: exact and folded forms") {
  CHECK(words_of("Công văn số 147/BC-UBND, ĐẾN!", false) == "công văn số 147 bc ubnd đến");
  CHECK(words_of("Công văn số 147/BC-UBND, ĐẾN!", true) == "cong van so 147 bc ubnd den");
  CHECK(words_of("hòa hoà", false) == "hòa hòa");
  CHECK(words_of("hòa hoà", true) == "hoa hoa");
  CHECK(words_of("Co\xCC\x82ng", false) == "công");  // NFD
  CHECK(words_of("a\xFF"
                 "b \xE2\x80\x9Cx\xE2\x80\x9D",
                 false) == "a b x");
  CHECK(words_of("漢字kana", false) == "漢 字 kana");
  CHECK(words_of("", false).empty());
  CHECK(words_of("... -- !", false).empty());
  CHECK(words_of(std::string(100, 'x'), false) == std::string(kMaxWordBytes, 'x'));
  CHECK(words_of("h\u1ECDp t\u1EA1i \u00D0\u00E0 N\u1EB5ng", false) ==
        "họp tại đà nẵng");  // eth, as old keyboards write it
  CHECK(words_of("\u0189\u00F0", true) == "dd");
}

TEST_CASE("search/words: what nobody sees parts no word and is none") {
  CHECK(words_of("biên bản nghi\u00ADệmthu", false) == "biên bản nghiệmthu");
  CHECK(words_of("nghi\u2060ệm\u200Bthu\u200E x\u202Ay", true) == "nghiemthu xy");
  CHECK(words_of("26\u00AD11", false) == "2611");
  CHECK(words_of("\uFEFFđầu \u00AD \u200D cuối\uFE0F", false) == "đầu cuối");
  CHECK(words_of("một\u00A0hai\u202Fba\u2009bốn\u2011năm", false) ==
        "một hai ba bốn năm");  // blanks and dashes do part
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
