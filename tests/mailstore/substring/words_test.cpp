// How texts are cut into words, and what a needle says about the words of a text that holds it.
#include <doctest/doctest.h>

#include <random>
#include <set>

#include "base/text/case.h"
#include "base/text/search_form.h"
#include "mailstore/substring/narrowing.h"
#include "mailstore/substring/words.h"

using namespace mailstore::substring;

namespace {

std::string asked(std::string_view needle) { return to_string(question_of(base::search_form(needle))); }
std::string asked(const mailstore::TextQuery& query) { return to_string(question_of(query)); }

std::string words_of(std::string_view text) {
  const std::string form = base::search_form(text);
  std::string out;
  WordCutter cutter(form);
  for (Word word; cutter.next(word);) out += (out.empty() ? "" : " ") + form.substr(word.begin, word.end - word.begin);
  return out;
}

std::set<std::string> entries(std::string_view text) {
  const std::string form = base::search_form(text);
  std::set<std::string> out;
  WordCutter cutter(form);
  for (Word word; cutter.next(word);)
    entries_of(std::string_view(form).substr(word.begin, word.end - word.begin),
               [&](std::string_view entry) { out.emplace(entry); });
  return out;
}

// What a dictionary answers about one text.
bool may_hold(const std::set<std::string>& entries, const Question& question) {
  for (const Term& term : question.terms) {
    bool found = false;
    for (const std::string& entry : entries) {
      found = found || ("\n" + entry + "\n").find((term.begins ? "\n" : "") + term.octets + (term.ends ? "\n" : "")) !=
                           std::string::npos;
    }
    if (!found) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("substring/words: a text is cut at blanks and punctuation; Han stands alone") {
  CHECK(words_of("Công văn số 147/BC-UBND, a.b_c") == base::search_form("CÔNG") + " " + base::search_form("VĂN") + " " +
                                                          base::search_form("SỐ") + " 147 BC UBND A B C");
  CHECK(words_of("nghi\u00ADệm\u200Bthu") == base::search_form("NGHIỆMTHU"));
  CHECK(words_of("a\u2013b \u201Ccd\u201D…e\uFFFDf") == "A B CD E F");
  CHECK(words_of("中文x文") == "中 文 X 文");
  CHECK(words_of(" \r\n-").empty());
  CHECK(words_of("").empty());
}

TEST_CASE("substring/words: a needle constrains its first word by ending, its last by beginning, those between whole") {
  CHECK(asked("bao") == "BAO !");
  CHECK(asked("bao cao quy") == "^CAO$ BAO$ ^QUY");
  CHECK(asked("<abc@def>") == "^ABC$ ^DEF$");
  CHECK(asked("oà") == "OA\xCC\x80 !");
  CHECK(asked("x") == "X !");
  CHECK(asked(" x ") == "");
  CHECK(asked("a b") == "");
  CHECK(asked("a bc") == "^BC");
  CHECK(asked("") == "");
  CHECK(asked(" ") == "");
  CHECK(asked("/") == "");
  CHECK(asked("\u00AD") == "");
  CHECK(asked("文") == "^文$ !");
  CHECK(asked("x文") == "^文$");
  const std::string long_word(200, 'q');
  CHECK(asked(long_word) == std::string(32, 'Q'));  // both halves are the same
  CHECK(asked("a " + std::string(40, 'q') + " b") == "^" + std::string(40, 'Q') + "$");
  CHECK(asked("aa bb cc dd ee ff gg hh ii").size() == 6 * 4 + 5);  // the six that say most
}

TEST_CASE("substring/words: fields, names and needles that say nothing") {
  using enum mailstore::TextField;
  CHECK(asked({subject, "", "họp"}) == base::search_form("HỌP") + " !");
  CHECK(asked({header, "", "smtp"}) == "SMTP !");
  CHECK(asked({header, "List-Id", "smtp"}) == "SMTP ^LIST$ ^ID$");
  CHECK(asked({header, "List-Id", ""}) == "^LIST$ ^ID$");
  CHECK(asked({header, "bad name:", ""}) == "");
  CHECK(asked({text, "", std::string(70000, 'x')}) == "");
  CHECK(asked({body, "", ""}) == "");
}

TEST_CASE("substring/words: whatever stands in a text is allowed by its entries") {
  std::mt19937 random(7);
  const std::string letters[] = {"a",  "B",  "oà",     "ước", "đ",       "Ð", " ",      "\n", "-", "\u00AD",
                                 "中", "か", "\u2026", "9",   "e\u0301", "ﬁ", "\u1DC4", "x",  "y", "q"};
  int proved = 0;
  for (int round = 0; round < 4000; ++round) {
    std::vector<std::string> pieces;
    const bool long_words = round % 4 == 0;
    for (unsigned i = 0, n = 1 + random() % (long_words ? 300 : 40); i < n; ++i)
      pieces.push_back(letters[long_words && random() % 60 != 0 ? 17 + random() % 3 : random() % std::size(letters)]);
    std::string text, needle;
    const std::size_t from = random() % pieces.size(), to = from + 1 + random() % (pieces.size() - from);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      text += pieces[i];
      if (i >= from && i < to) needle += pieces[i];
    }
    const Question question = question_of(base::search_form(needle));
    const bool found = base::CasemapFinder(needle).contains_in_raw(text);
    const auto all = entries(text);
    INFO("text " << text << " needle " << needle);
    if (found) CHECK(may_hold(all, question));
    if (question.proves && may_hold(all, question)) {
      CHECK(found);
      ++proved;
    }
    // And of another text.
    std::string other = text;
    std::shuffle(other.begin(), other.end(), random);
    const auto others = entries(other);
    if (base::CasemapFinder(needle).contains_in_raw(other)) CHECK(may_hold(others, question));
    if (question.proves && may_hold(others, question)) CHECK(base::CasemapFinder(needle).contains_in_raw(other));
  }
  CHECK(proved > 100);
}
