#include "mailstore/search/query/snippet.h"

#include <algorithm>

#include "base/text/utf8.h"

namespace mailstore::search {
namespace {

constexpr std::size_t kBefore = 60;            // code points shown before the match, about
constexpr std::size_t kMaxLookedAt = 1 << 20;  // bytes of the text

void collect(const Node& node, std::vector<const Node*>& out) {
  if (node.kind == NodeKind::negation) return;
  if (node.kind == NodeKind::words || node.kind == NodeKind::number) out.push_back(&node);
  for (const Node& child : node.children) collect(child, out);
}

bool matches(const Node& node, std::size_t i, const WordForm& word) {
  const WordForm& wanted = node.words[i];
  if (node.exact) return word.exact == wanted.exact;
  const bool last = i + 1 == node.words.size();
  return node.prefix && last ? word.folded.starts_with(wanted.folded) : word.folded == wanted.folded;
}

// Where the words of `node` stand in a row in the text; npos when nowhere.
std::size_t find_words(std::string_view text, const Node& node, WordForms& forms) {
  if (node.words.empty()) return std::string_view::npos;
  struct Begun {
    std::size_t at, matched;
  };
  std::vector<Begun> begun;  // rows of which some words have been seen
  WordReader reader(text);
  for (Word word; reader.next(word);) {
    const WordForm& form = forms.of(text, word);
    begun.push_back({word.begin, 0});
    std::erase_if(begun, [&](const Begun& row) { return !matches(node, row.matched, form); });
    for (Begun& row : begun) {
      if (++row.matched == node.words.size()) return row.at;
    }
  }
  return std::string_view::npos;
}

std::string one_line(std::string_view text) {
  std::string out;
  bool blank = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = base::next_code_point(text, at);
    if (c <= 0x20 || c == 0x7F || c == 0xA0) {
      blank = !out.empty();
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    if (c == base::kReplacement) base::append_code_point(out, c);
    else out += text.substr(begin, at - begin);
  }
  return out;
}

}  // namespace

std::vector<const Node*> shown_words(const Node& tree) {
  std::vector<const Node*> out;
  collect(tree, out);
  return out;
}

std::string make_snippet(std::string_view text, std::string_view preview, const std::vector<const Node*>& wanted,
                         WordForms& forms) {
  text = base::utf8_prefix_bytes(text, kMaxLookedAt);
  std::size_t match = std::string_view::npos;
  for (const Node* node : wanted) {
    std::size_t at = std::string_view::npos;
    if (node->kind == NodeKind::words) {
      at = find_words(text, *node, forms);
    } else {
      Node as_words;
      as_words.words = word_forms(node->number.symbol.empty() ? node->number.number : node->number.symbol);
      at = find_words(text, as_words, forms);
    }
    match = std::min(match, at);
  }
  if (match == std::string_view::npos)
    return std::string(base::utf8_prefix_code_points(one_line(preview), kSnippetCharacters));
  std::size_t begin = match, characters = 0;
  while (begin > 0 && (characters < kBefore || (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)) {
    --begin;
    if ((static_cast<unsigned char>(text[begin]) & 0xC0) != 0x80) ++characters;
  }
  if (begin > 0) {  // to the beginning of a word, when one is near
    const std::size_t blank = text.find_first_of(" \n\t", begin);
    if (blank < match) begin = blank + 1;
  }
  const std::string line = one_line(text.substr(begin, 8 * kSnippetCharacters));
  std::string out = begin > 0 ? "…" : "";
  const std::size_t room = kSnippetCharacters - 2;
  const std::string_view shown = base::utf8_prefix_code_points(line, room);
  out += shown;
  if (shown.size() < line.size() || begin + 8 * kSnippetCharacters < text.size()) out += "…";
  return out;
}

}  // namespace mailstore::search
