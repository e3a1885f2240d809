// Any text is parsed or refused with a place; what is parsed can be planned, printed and shown in a snippet.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text/utf8.h"
#include "mailstore/search/query/query_plan.h"
#include "mailstore/search/query/snippet.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailstore::search;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const base::Result<Node> tree = parse_query(text, base::Timestamp::from_seconds(1795422720));
  for (const auto& number : policies::dispatch::find_document_numbers(text, 1000))
    (void)policies::dispatch::number_words(number);
  if (!tree) return tree.error().code == base::ErrorCode::bad_input ? 0 : (std::abort(), 0);
  (void)to_string(*tree);
  if (const base::Result<std::vector<Branch>> branches = plan(*tree)) {
    if (branches->empty() || branches->size() > kMaxBranches) std::abort();
    (void)to_string(*branches);
  }
  WordForms forms;
  const std::string snippet = make_snippet(text, "", shown_words(*tree), forms);
  if (base::code_point_count(snippet) > kSnippetCharacters) std::abort();
  return 0;
}
