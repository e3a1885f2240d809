// What the index keeps of one content: its terms, and its words in their order for phrases (word_row.h). Pure values;
// made once, then kept in memory until a shard of many is written.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "mailstore/search/query/words.h"
#include "mailstore/store/contents/content_text.h"

namespace mailstore::search {

struct IndexedDocument {
  base::ContentId content;
  std::string letters;              // the terms one behind the other, ascending by bytes, each once
  std::vector<std::uint32_t> ends;  // where each ends in `letters`
  std::string row;

  std::size_t size() const { return ends.size(); }
  std::string_view term(std::size_t number) const {
    const std::size_t begin = number == 0 ? 0 : ends[number - 1];
    return std::string_view(letters).substr(begin, ends[number] - begin);
  }
  // Number of the first term that is not less than `term`; size() when there is none.
  std::size_t lower_bound(std::string_view term) const;
  bool holds(std::string_view term) const;
  std::size_t bytes() const { return letters.size() + 4 * ends.size() + row.size(); }
};

// Asked now and then while a large text is read; yes: what is being made is given up.
using GiveUp = std::function<bool()>;

// Nothing when it was given up.
std::optional<IndexedDocument> make_indexed(const ContentWords& words, WordForms& forms, const GiveUp& give_up);

}  // namespace mailstore::search
