#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/fs/file_system.h"
#include "mailstore/search/shards/shard_writer.h"
#include "mailstore/search/shards/word_row.h"
#include "tests/mailstore/mail_house.h"

using namespace mailstore;
using namespace mailstore::search;
using tests::must;

namespace {

using Documents = std::vector<std::shared_ptr<const IndexedDocument>>;

std::shared_ptr<const IndexedDocument> document(std::int64_t content, const std::string& text,
                                                const std::string& subject = "") {
  ContentWords words;
  words.content = base::ContentId(content);
  words.subject = subject;
  words.words.text = text;
  WordForms forms;
  return std::make_shared<const IndexedDocument>(*make_indexed(words, forms, {}));
}

std::shared_ptr<const SealedShard> shard(base::FileSystem& files, const std::string& directory,
                                         const Documents& documents) {
  must(write_shard(files, directory, documents));
  return must(SealedShard::open(files, directory));
}

std::vector<std::string> all_terms(const SealedShard& shard, const std::string& beginning) {
  std::vector<std::string> out;
  must(shard.terms(beginning, [&](std::string_view term, std::size_t documents) {
    out.push_back(std::string(term) + " " + std::to_string(documents));
    return true;
  }));
  return out;
}

}  // namespace

TEST_CASE("search/indexed_document: terms ascend, each once; the row holds the words in order") {
  const auto made = document(7, "Công văn số 147/BC-UBND, công văn", "Hoà giải");
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < made->size(); ++i) terms.emplace_back(made->term(i));
  CHECK(std::is_sorted(terms.begin(), terms.end()));
  CHECK(std::adjacent_find(terms.begin(), terms.end()) == terms.end());
  for (const char* term : {"BEcông", "BFcong", "BEvăn", "NN147", "NSbc-ubnd", "NJ147/bc-ubnd", "SEhòa", "SFhoa"}) {
    INFO(term);
    CHECK(made->holds(term));
  }
  CHECK_FALSE(made->holds("BEcong"));
  CHECK_FALSE(made->holds("SEcông"));
  CHECK(must(row_holds(made->row, Field::body, word_forms("công văn số"), true)));
  CHECK(must(row_holds(made->row, Field::body, word_forms("cong van"), false)));
  CHECK_FALSE(must(row_holds(made->row, Field::body, word_forms("cong van"), true)));
  CHECK_FALSE(must(row_holds(made->row, Field::body, word_forms("văn công"), true)));
  CHECK_FALSE(must(row_holds(made->row, Field::subject, word_forms("công văn"), true)));
  CHECK(must(row_holds(made->row, Field::subject, word_forms("hòa giải"), true)));
}

TEST_CASE("search/word_row: what was put in comes out, of any words in any fields") {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    RowWords words;
    const unsigned different = 1 + random() % (round < 100 ? 3 : 2000);
    for (std::vector<WordMark>& field : words) {
      for (unsigned left = random() % (round % 7 == 0 ? 3000 : 30); left > 0; --left) {
        const WordForm form = word_form("w" + std::to_string(random() % different));
        field.push_back(!field.empty() && random() % 20 == 0 ? kNoNeighbour : word_mark(form));
      }
    }
    const std::string row = encode_row(words);
    CHECK(must(decode_row(row)) == words);
    // Cut and changed rows are read to an answer or an error, never beyond their end.
    for (int i = 0; i < 20 && !row.empty(); ++i) {
      std::string bad = row.substr(0, random() % row.size());
      if (!bad.empty()) bad[random() % bad.size()] = static_cast<char>(random());
      (void)decode_row(bad);
      (void)row_holds(bad, Field::body, word_forms("w1 w2"), true);
    }
  }
  CHECK(encode_row({}).empty());
  // Words without a mark: an answer, not memory for as many as it says.
  const std::string many = std::string(2, '\0') + std::string(4, '\xFF') + '\x7F' + std::string(5, '\0');
  CHECK_FALSE(decode_row(many));
  CHECK_FALSE(row_holds(many, Field::subject, word_forms("w1"), true));
}

TEST_CASE("search/word_row: names of attachments are no neighbours") {
  ContentWords words;
  words.words.attachment_names = {"bieu mau", "so lieu"};
  WordForms forms;
  const std::string row = make_indexed(words, forms, {})->row;
  CHECK(must(row_holds(row, Field::attachment, word_forms("so lieu"), true)));
  CHECK_FALSE(must(row_holds(row, Field::attachment, word_forms("mau so"), true)));
}

TEST_CASE("search/sealed_shard: terms, contents and rows stay the same through a merge") {
  tests::TempDirectory dir;
  const auto files = base::make_file_system();
  Documents all;
  for (int i = 0; i < 60; ++i) {
    all.push_back(document(
        1000 + i * 7, "chung thư" + std::to_string(i % 5) + (i % 2 ? " lẻ" : " chẵn số") + " w" + std::to_string(i)));
  }
  // The middle third came last: the merged shard's contents do not ascend.
  std::vector<std::shared_ptr<const SealedShard>> parts;
  parts.push_back(shard(*files, dir / "a", Documents(all.begin(), all.begin() + 20)));
  parts.push_back(shard(*files, dir / "b", Documents(all.begin() + 40, all.end())));
  parts.push_back(shard(*files, dir / "c", Documents(all.begin() + 20, all.begin() + 40)));
  must(merge_shards(*files, dir / "m", parts));
  const auto merged = must(SealedShard::open(*files, dir / "m"));
  CHECK(merged->size() == 60);

  std::mt19937 random(9);
  for (int round = 0; round < 50; ++round) {
    std::vector<base::ContentId> wanted;
    for (std::int64_t id = 990; id < 1430; ++id) {
      if (random() % 100 < static_cast<unsigned>(round * 2)) wanted.emplace_back(id);
    }
    const DocumentNumbers within = merged->among(wanted);
    CHECK(std::is_sorted(within.begin(), within.end()));
    std::vector<base::ContentId> there;
    for (DocumentNumber number : within) there.push_back(merged->contents()[number]);
    std::sort(there.begin(), there.end());
    std::vector<base::ContentId> expected, odd;
    for (const auto& one : all) {
      if (std::binary_search(wanted.begin(), wanted.end(), one->content)) expected.push_back(one->content);
    }
    CHECK(there == expected);
    for (DocumentNumber number : must(merged->with_term("BElẻ", within))) odd.push_back(merged->contents()[number]);
    std::sort(odd.begin(), odd.end());
    std::erase_if(expected, [](base::ContentId content) { return (content.value - 1000) / 7 % 2 == 0; });
    CHECK(odd == expected);
  }
  for (const auto& one : all) {
    CHECK(merged->holds(one->content));
    const DocumentNumbers number = merged->among({&one->content, 1});
    REQUIRE(number.size() == 1);
    CHECK(must(merged->row(number[0])) == one->row);
  }
  CHECK_FALSE(merged->holds(base::ContentId(1001)));
  CHECK(must(merged->frequency("BEchung")) == 60);
  CHECK(must(merged->frequency("BEnirgends")) == 0);
  CHECK(must(merged->with_term("BEw33")).size() == 1);
  CHECK(all_terms(*merged, "BEthư") ==
        std::vector<std::string>{"BEthư0 12", "BEthư1 12", "BEthư2 12", "BEthư3 12", "BEthư4 12"});
  const DocumentNumbers everything = must(merged->with_term("BEchung"));
  CHECK(must(merged->with_beginning("BEw1", everything, 100)).size() == 11);
  CHECK(must(merged->with_beginning("BEw1", everything, 11)).size() == 11);
  CHECK(merged->with_beginning("BEw1", everything, 10).error().code == base::ErrorCode::bad_input);
}

TEST_CASE("search/sealed_shard: replaced, its directory goes with the last reader; damaged, it does not open") {
  tests::TempDirectory dir;
  const auto files = base::make_file_system();
  {
    must(write_shard(*files, dir / "a", Documents{document(1, "một"), document(2, "hai")}));
    const auto reader = must(SealedShard::open(*files, dir / "a"));
    reader->replaced();
    CHECK(must(reader->with_term("BEmột")).size() == 1);
  }
  CHECK_FALSE(std::filesystem::exists(dir / "a"));

  must(write_shard(*files, dir / "b", Documents{document(1, "một"), document(2, "hai")}));
  {
    std::fstream file(dir / "b/documents", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(26);
    file.put('x');
  }
  CHECK(SealedShard::open(*files, dir / "b").error().code == base::ErrorCode::corrupt);
  std::filesystem::remove(dir / "b/iamglass");
  CHECK_FALSE(SealedShard::open(*files, dir / "b"));
  CHECK(SealedShard::open(*files, dir / "none").error().code == base::ErrorCode::not_found);
}
