// Any bytes are a dictionary file, its index or a list: they are taken or refused, with sums that fit or not. And a
// dictionary made of the input's lines finds in each line whatever is cut out of it.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/text/case.h"
#include "base/text/search_form.h"
#include "mailstore/substring/builder.h"
#include "mailstore/substring/dictionary.h"
#include "tests/fuzz/memory_files.h"

using namespace mailstore::substring;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

void read_all(const std::string& bytes) {
  tests::MemoryFiles files(bytes);
  const auto dictionary = Dictionary::open(files, "d", 1);
  if (!dictionary) return;
  const Term terms[] = {{"A", false, false}, {"B", true, false}, {"A", true, true}};
  for (std::size_t section = 0; section < kSections; ++section) {
    (void)(*dictionary)->look(static_cast<Section>(section), terms);
    (void)(*dictionary)->open_documents(static_cast<Section>(section));
  }
  (void)(*dictionary)->check();
}

// The same bytes as the index of a file, all sums right.
void read_as_index(const std::string& bytes) {
  std::string file = encode_head(Family::contents) + bytes;  // chunks may lie anywhere in it
  Foot foot;
  foot.ids_at = foot.index_at = file.size();
  foot.ids_sum = checksum({});
  foot.index_sum = checksum(bytes);
  read_all(file + bytes + encode_foot(foot));
}

void read_lists(std::string_view in) {
  DocumentSet set(77);
  std::vector<std::uint32_t> documents;
  for (std::string_view left = in; take_list(left, set) && !left.empty();) {
  }
  for (std::string_view left = in; take_list(left, 77, documents);) {
    for (const std::uint32_t document : documents) demand(document < 77 && set.has(document));
    if (left.empty()) break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  read_all(input);
  read_as_index(input);
  read_lists(input);
  if (size < 4) return 0;

  Builder builder(Family::contents);
  std::vector<std::string> texts;
  for (std::size_t at = 2; at < size && texts.size() < 20;) {
    const std::size_t end = std::min(input.find('\n', at), size);
    texts.push_back(input.substr(at, end - at));
    builder.begin_document(static_cast<std::int64_t>(texts.size()));
    demand(builder.add_text(Section::body, texts.back()) || texts.back().size() > 100000);
    at = end + 1;
  }
  tests::MemoryFiles files;
  demand(builder.write(files, "d").has_value());
  const auto made = Dictionary::open(files, "d", 1);
  demand(made.has_value() && (*made)->check().has_value());
  const std::string& from = texts[data[0] % texts.size()];
  if (from.empty()) return 0;
  const std::string needle = from.substr(data[1] % from.size(), 1 + data[0] / 8);
  const Question question = question_of(base::search_form(needle));
  if (question.terms.empty()) return 0;
  auto sets = (*made)->look(Section::body, question.terms);
  demand(sets.has_value());
  for (std::size_t i = 1; i < sets->size(); ++i) sets->front().keep_common((*sets)[i]);
  const base::CasemapFinder finder(needle);
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    const bool found = finder.contains_in_raw(texts[i]), maybe = sets->front().has(i);
    demand(!found || maybe);
    demand(!question.proves || found == maybe);
  }
  return 0;
}
