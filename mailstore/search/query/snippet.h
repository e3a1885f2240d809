// A few words of the text around the first match. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mailstore/search/query/query_tree.h"

namespace mailstore::search {

inline constexpr std::size_t kSnippetCharacters = 200;

// The word nodes that a hit may show: those not under a negation.
std::vector<const Node*> shown_words(const Node& tree);

// One line, at most kSnippetCharacters code points, "…" where text was left out. Without a match in `text`: `preview`.
std::string make_snippet(std::string_view text, std::string_view preview, const std::vector<const Node*>& wanted,
                         WordForms& forms);

}  // namespace mailstore::search
