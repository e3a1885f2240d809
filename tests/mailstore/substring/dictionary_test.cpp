// Dictionary files: what is written is found, damage never gives a wrong answer, merging keeps every word of every
// living document.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <random>
#include <set>

#include "mailstore/substring/builder.h"
#include "mailstore/substring/merge.h"
#include "mailstore/substring/octet_find.h"
#include "mailstore/substring/shelf.h"
#include "tests/storage_engines.h"

using namespace mailstore::substring;

namespace {

template <class T>
T good(base::Result<T> result) {
  if (!result) FAIL(base::describe(result.error()));
  return std::move(*result);
}
void good(base::Result<void> result) {
  if (!result) FAIL(base::describe(result.error()));
}

using Ids = std::vector<std::int64_t>;
using Texts = std::map<std::int64_t, std::string>;  // by id: words with blanks between

Ids found(const Dictionary& dictionary, Section section, const Term& term) {
  const Term terms[] = {term};
  const auto sets = good(dictionary.look(section, terms));
  const Ids ids = good(dictionary.ids());
  Ids out;
  for (std::uint32_t i = 0; i < dictionary.documents(); ++i) {
    if (sets[0].has(i)) out.push_back(ids[i]);
  }
  return out;
}

Ids scanned(const Texts& texts, const Term& term) {
  const std::string pattern = (term.begins ? " " : "") + term.octets + (term.ends ? " " : "");
  Ids out;
  for (const auto& [id, text] : texts) {
    if ((" " + text + " ").find(pattern) != std::string::npos) out.push_back(id);
  }
  return out;
}

Texts random_texts(std::mt19937& random, std::int64_t first, int count) {
  Texts out;
  for (int i = 0; i < count; ++i) {
    std::string text = "ALL";
    if (i % 2 == 0) text += " HALF";
    if (i % 97 == 0) text += " RARE" + std::to_string(first + i);
    for (unsigned w = random() % 60; w > 0; --w) {
      text += ' ';
      for (unsigned n = 1 + random() % 4; n > 0; --n) text += static_cast<char>('A' + random() % 8);
    }
    out[first + 7 * i] = text;
  }
  return out;
}

std::shared_ptr<const Dictionary> shelve(Shelf& shelf, const Texts& texts) {
  Builder builder(Family::contents);
  for (auto it = texts.rbegin(); it != texts.rend(); ++it) {  // in any order
    builder.begin_document(it->first);
    REQUIRE(builder.add_text(Section::body, it->second));
  }
  good(builder.write(shelf.files(), shelf.next_path()));
  good(shelf.add());
  return shelf.all(Family::contents).back();
}

const std::vector<Term> kTerms = {{"ALL", true, true},  {"HALF", false, false}, {"A", false, false},
                                  {"AB", true, false},  {"BC", false, true},    {"CDE", false, false},
                                  {"H", true, true},    {"GHA", true, true},    {"RARE", true, false},
                                  {"ZZ", false, false}, {"A", true, false},     {"ARE", false, false}};

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}
void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

TEST_CASE("substring/dictionary: octets are found wherever they stand") {
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    std::string text, needle;
    for (unsigned n = random() % 100; n > 0; --n) text += static_cast<char>('a' + random() % 3);
    for (unsigned n = 1 + random() % 5; n > 0; --n) needle += static_cast<char>('a' + random() % 3);
    const std::size_t from = random() % (text.size() + 2);
    CHECK(find_octets(text, needle, from) == (from > text.size() ? std::string::npos : text.find(needle, from)));
  }
}

TEST_CASE("substring/dictionary: lists of documents keep what was put in, whatever shape fits them") {
  std::mt19937 random(4);
  for (const std::uint32_t of : {1u, 7u, 64u, 65u, 1000u}) {
    for (int round = 0; round < 50; ++round) {
      std::vector<std::uint32_t> in, out;
      for (std::uint32_t i = 0; i < of; ++i) {
        if (round == 0 || random() % static_cast<unsigned>(round + 1) == 0) in.push_back(i);
      }
      std::string bytes;
      put_list(bytes, in, of);
      bytes += "x";
      std::string_view left = bytes, set_left = bytes, skipped = bytes;
      REQUIRE(take_list(left, of, out));
      CHECK(out == in);
      DocumentSet set(of);
      REQUIRE(take_list(set_left, set));
      CHECK(set.count() == in.size());
      for (const std::uint32_t document : in) CHECK(set.has(document));
      REQUIRE(skip_list(skipped));
      CHECK((left == "x" && set_left == "x" && skipped == "x"));
    }
  }
}

TEST_CASE("substring/dictionary: what is entered is found, and nothing else") {
  const tests::TempDirectory dir;
  const auto files = base::make_file_system();
  auto shelf = good(Shelf::open(*files, dir / "words"));
  std::mt19937 random(5);
  const Texts texts = random_texts(random, 1000, 3000);
  const auto dictionary = shelve(*shelf, texts);
  for (const Term& term : kTerms) {
    INFO(term.octets);
    CHECK(found(*dictionary, Section::body, term) == scanned(texts, term));
    CHECK(found(*dictionary, Section::header, term).empty());
  }
  for (int round = 0; round < 300; ++round) {
    Term term{"", random() % 2 == 0, random() % 2 == 0};
    for (unsigned n = 1 + random() % 4; n > 0; --n) term.octets += static_cast<char>('A' + random() % 9);
    CHECK(found(*dictionary, Section::body, term) == scanned(texts, term));
  }
  good(dictionary->check());
}

TEST_CASE("substring/dictionary: many chunks, long words, and a document with too many words is open") {
  const tests::TempDirectory dir;
  const auto files = base::make_file_system();
  auto shelf = good(Shelf::open(*files, dir / "words"));
  Builder builder(Family::contents);
  builder.begin_document(1);
  std::string many;
  for (int i = 0; i < 60000; ++i) many += "w" + std::to_string(i) + " ";
  CHECK(builder.add_text(Section::body, many));
  CHECK(builder.add_text(Section::header, std::string(200, 'a') + "zz" + std::string(100, 'b')));
  builder.begin_document(2);
  CHECK_FALSE(builder.add_text(
      Section::body, many + [] {
        std::string more;
        for (int i = 0; i < 60000; ++i) more += "v" + std::to_string(i) + " ";
        return more;
      }()));
  builder.begin_document(3);
  CHECK_FALSE(builder.add_text(Section::body, std::string(9u << 20, 'q')));
  good(builder.write(*files, shelf->next_path()));
  good(shelf->add());
  const auto dictionary = shelf->all(Family::contents).front();
  CHECK(found(*dictionary, Section::body, {"W59999", true, true}) == Ids{1, 2});
  CHECK(found(*dictionary, Section::body, {"W1", true, true}) == Ids{1, 2});
  CHECK(found(*dictionary, Section::body, {"59999", false, true}) == Ids{1, 2});
  CHECK(found(*dictionary, Section::header, {"AAZZBB", false, false}) == Ids{1});
  CHECK(found(*dictionary, Section::header, {"BBB", false, true}) == Ids{1});
  CHECK(found(*dictionary, Section::header, {"AAA", true, false}) == Ids{1});
  const auto open = dictionary->open_documents(Section::body);
  CHECK(std::vector<std::uint32_t>(open.begin(), open.end()) == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE(
    "substring/dictionary: merged ones know the same; documents that are gone are gone; leftovers go at the next start") {
  const tests::TempDirectory dir;
  const auto files = base::make_file_system();
  std::mt19937 random(6);
  Texts all;
  {
    auto shelf = good(Shelf::open(*files, dir / "words"));
    for (int i = 0; i < 4; ++i) {
      const Texts texts = random_texts(random, 1000 + i, 400);  // ids of the four lie among each other
      (void)shelve(*shelf, texts);
      all.insert(texts.begin(), texts.end());
    }
    (void)shelve(*shelf, {*all.begin()});  // spoken for twice
    const std::string keep = bytes_of(dir / "words/2.words");
    MergeParts parts;
    parts.go_on = []() -> base::Result<void> { return {}; };
    parts.alive = [&](Ids ids) -> base::Result<Ids> {
      std::erase_if(ids, [](std::int64_t id) { return id % 5 == 0; });
      return ids;
    };
    REQUIRE(good(merge(*files, shelf->next_path(), shelf->all(Family::contents), parts)));
    good(shelf->add());
    CHECK(shelf->all(Family::contents).size() == 1);
    CHECK(good(files->list(dir / "words")).size() == 1);
    write_bytes(dir / "words/2.words", keep);  // as if killed before it was removed
    write_bytes(dir / "words/7.words.tmp", "begun");
  }
  std::erase_if(all, [](const auto& one) { return one.first % 5 == 0; });
  auto shelf = good(Shelf::open(*files, dir / "words"));
  CHECK(good(files->list(dir / "words")) == std::vector<std::string>{"6.words"});
  CHECK(shelf->next_path() == dir / "words/7.words");
  const auto merged = shelf->all(Family::contents).front();
  CHECK(merged->documents() == all.size());
  for (const Term& term : kTerms) CHECK(found(*merged, Section::body, term) == scanned(all, term));
}

TEST_CASE("substring/dictionary: whatever octet is changed or cut off, the answer is right or an error") {
  const tests::TempDirectory dir;
  const auto files = base::make_file_system();
  std::mt19937 random(8);
  const Texts texts = random_texts(random, 10, 40);
  std::string path, bytes;
  {
    auto shelf = good(Shelf::open(*files, dir / "words"));
    path = shelf->next_path();
    (void)shelve(*shelf, texts);
    bytes = bytes_of(path);
  }
  const Term terms[] = {{"A", false, false}, {"RARE", true, false}, {"HALF", true, true}};
  int refused = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 1 + random() % 3) {
    std::string bad = bytes;
    if (at % 5 == 0) bad.resize(at);
    else bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    write_bytes(path, bad);
    auto opened = Dictionary::open(*files, path, 1);
    auto sets = opened ? (*opened)->look(Section::body, terms) : opened.error();
    auto ids = opened ? (*opened)->ids() : opened.error();
    if (!sets || !ids) {
      ++refused;
      continue;
    }
    for (std::size_t i = 0; i < std::size(terms); ++i)
      CHECK(found(**opened, Section::body, terms[i]) == scanned(texts, terms[i]));
  }
  CHECK(refused > 100);
  auto shelf = good(Shelf::open(*files, dir / "words"));  // the last one was damaged: it is put away
  CHECK(shelf->all(Family::contents).empty());
  CHECK_FALSE(good(files->exists(path)));
}
