#include "policies/speech/pattern.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/text/fold.h"
#include "policies/speech/word_lists.h"

namespace policies::speech {

namespace {

// Filled while the tables are compiled, under the guard of their function-local static; only read later.
struct Vocabulary {
  std::unordered_map<std::string, int> exact, folded;
  std::unordered_set<int> exact_alone, folded_alone;  // "nhé", not the "thường" of "bình thường"
};
Vocabulary& vocabulary() {
  static Vocabulary words;
  return words;
}

int number_of(std::unordered_map<std::string, int>& all, std::string word) {
  return all.emplace(std::move(word), static_cast<int>(all.size())).first->second;
}

int look_up(const std::unordered_map<std::string, int>& all, const std::string& word) {
  const auto found = all.find(word);
  return found == all.end() ? -1 : found->second;
}

std::uint64_t bit_of(int number) { return std::uint64_t{1} << (static_cast<unsigned>(number) % 64); }

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> out;
  for (;;) {
    const auto at = text.find(by);
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

Slot slot_named(std::string_view name) {
  constexpr std::array<std::string_view, static_cast<std::size_t>(Slot::count)> names{
      "",       "due",    "day",  "less", "percent",  "number", "who",   "unit",   "instead", "name",   "reason",
      "remark", "middle", "text", "type", "document", "lack",   "field", "filter", "period",  "object", "fact"};
  const auto found = std::find(names.begin() + 1, names.end(), name);
  if (found == names.end()) std::abort();
  return static_cast<Slot>(found - names.begin());
}

void add_alternative(std::string_view alternative, Item& item) {
  if (alternative.starts_with('@')) {
    item.slot = slot_named(alternative.substr(1));
    return;
  }
  if (alternative.starts_with('$')) {
    for (const std::string_view word : split(word_list(alternative.substr(1)), '|')) add_alternative(word, item);
    return;
  }
  std::vector<Entry> words;
  for (const std::string_view word : split(alternative, '_')) words.push_back(entry_of(word));
  if (words.size() == 1) {
    vocabulary().exact_alone.insert(words.front().exact);
    vocabulary().folded_alone.insert(words.front().folded);
  }
  item.words.push_back(std::move(words));
}

bool is_particle(const Token& token) {
  static const std::vector<Entry> particles = [] {
    std::vector<Entry> out;
    for (const std::string_view word : split(word_list("particle"), '|')) {
      const Entry entry{look_up(vocabulary().exact, base::exact_form(word)),
                        look_up(vocabulary().folded, base::fold(word))};
      out.push_back(entry);
    }
    return out;
  }();
  return std::any_of(particles.begin(), particles.end(), [&](const Entry& entry) { return matches(token, entry); });
}

class Matcher {
 public:
  Matcher(const Pattern& pattern, SlotEnds& slots, const std::vector<Token>& tokens, int& steps,
          std::vector<Found>& out)
      : pattern_(pattern), slots_(slots), tokens_(tokens), steps_(steps), out_(out) {}

  void run(std::size_t item, std::size_t at, const Captures& captures) {
    if (--steps_ < 0) return;
    if (item == pattern_.items.size()) {
      const bool known = std::any_of(out_.begin(), out_.end(), [&](const Found& found) { return found.end == at; });
      if (!known) out_.push_back({at, captures});
      return;
    }
    const Item& wanted = pattern_.items[item];
    std::size_t first = at;
    if (item > 0 && !wanted.close) {
      // Without a particle first, so that a pattern may name one itself.
      take(wanted, item, first, captures);
      while (first < tokens_.size() && first < at + 3 && is_particle(tokens_[first]))
        take(wanted, item, ++first, captures);
    } else {
      take(wanted, item, first, captures);
    }
    if (wanted.optional) run(item + 1, at, captures);
  }

 private:
  void take(const Item& wanted, std::size_t item, std::size_t at, const Captures& captures) {
    if (at >= tokens_.size() || steps_ < 0) return;
    const Token& token = tokens_[at];
    const auto& index = token.plain ? wanted.by_folded : wanted.by_exact;
    const int key = token.plain ? token.folded : token.exact;
    const bool none = key < 0 || ((token.plain ? wanted.some_folded : wanted.some_exact) & bit_of(key)) == 0;
    auto begin = none ? index.end() : std::lower_bound(index.begin(), index.end(), std::pair{key, std::uint16_t{0}});
    for (; begin != index.end() && begin->first == key; ++begin) {
      const auto& words = wanted.words[begin->second];
      --steps_;
      if (at + words.size() > tokens_.size()) continue;
      bool same = true;
      for (std::size_t i = 0; same && i < words.size(); ++i) same = matches(tokens_[at + i], words[i]);
      if (same) run(item + 1, at + words.size(), captures);
    }
    if (wanted.slot == Slot::none) return;
    steps_ -= 2;
    for (const std::size_t end : slots_.of(wanted.slot, at)) {
      Captures more = captures;
      more.slots[static_cast<std::size_t>(wanted.slot)] = {static_cast<std::uint16_t>(at),
                                                           static_cast<std::uint16_t>(end)};
      run(item + 1, end, more);
    }
  }

  const Pattern& pattern_;
  SlotEnds& slots_;
  const std::vector<Token>& tokens_;
  int& steps_;
  std::vector<Found>& out_;
};

}  // namespace

Entry entry_of(std::string_view word) {
  return {number_of(vocabulary().exact, base::exact_form(word)), number_of(vocabulary().folded, base::fold(word))};
}

Pattern compile(std::string_view notation) {
  Pattern pattern;
  for (std::string_view part : split(notation, ' ')) {
    if (part.empty()) std::abort();
    Item item;
    if (part.size() > 1 && part.ends_with('?')) {
      item.optional = true;
      part.remove_suffix(1);
    }
    if (part.starts_with('~')) {
      item.close = true;
      part.remove_prefix(1);
    }
    for (const std::string_view alternative : split(part, '|')) add_alternative(alternative, item);
    // The longest first: "xong rồi" before "xong".
    std::stable_sort(item.words.begin(), item.words.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    for (std::uint16_t i = 0; i < item.words.size(); ++i) {
      item.by_exact.emplace_back(item.words[i].front().exact, i);
      item.by_folded.emplace_back(item.words[i].front().folded, i);
      item.some_exact |= bit_of(item.words[i].front().exact);
      item.some_folded |= bit_of(item.words[i].front().folded);
    }
    std::sort(item.by_exact.begin(), item.by_exact.end());
    std::sort(item.by_folded.begin(), item.by_folded.end());
    pattern.items.push_back(std::move(item));
  }
  return pattern;
}

std::vector<Token> tokens_of(const phrases::Words& words) {
  std::vector<Token> out;
  out.reserve(words.size());
  for (const phrases::Word& word : words) {
    const bool plain = word.exact == word.folded;
    out.push_back({look_up(vocabulary().exact, word.exact), look_up(vocabulary().folded, word.folded), plain});
  }
  return out;
}

bool is_known(const Token& token) {
  const auto& alone = vocabulary();
  return alone.exact_alone.contains(token.exact) || (token.plain && alone.folded_alone.contains(token.folded));
}

bool is_written(const std::string& exact) { return look_up(vocabulary().exact, exact) >= 0; }

bool is_folded(const std::string& folded) { return look_up(vocabulary().folded, folded) >= 0; }

bool matches(const Token& token, const Entry& entry) {
  return (token.exact >= 0 && token.exact == entry.exact) ||
         (token.plain && token.folded >= 0 && token.folded == entry.folded);
}

void match(const Pattern& pattern, SlotEnds& slots, const std::vector<Token>& tokens, std::size_t at, int& steps,
           std::vector<Found>& out) {
  Matcher(pattern, slots, tokens, steps, out).run(0, at, {});
}

}  // namespace policies::speech
