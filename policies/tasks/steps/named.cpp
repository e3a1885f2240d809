#include "policies/tasks/steps/named.h"

#include <algorithm>

#include "policies/phrases/words.h"

namespace policies::tasks {

namespace {

using phrases::Word;
using phrases::Words;

constexpr std::size_t kMostWords = 60;  // of a text that are looked at

// Number of words of `text` from `at` that the whole of `name` covers, 0: it does not begin with it.
std::size_t covers(const Words& text, std::size_t at, const Words& name, std::size_t from = 0) {
  if (from >= name.size() || text.size() - at < name.size() - from) return 0;
  for (std::size_t i = from; i < name.size(); ++i) {
    if (text[at + i - from].folded != name[i].folded) return 0;
  }
  return name.size() - from;
}

// "đ/c", "đồng chí", "anh": words in front of a person's name.
std::size_t skip_forms_of_address(const Words& text) {
  std::size_t at = 0;
  for (;;) {
    if (const auto count = phrases::match_longest(text, at, {"đồng chí", "cho", "cán bộ", "chuyên viên"}); count > 0) {
      at += count;
    } else if (at + 2 < text.size() && phrases::is_word(text[at], "đ") && phrases::is_mark(text[at + 1], '/') &&
               phrases::is_word(text[at + 2], "c")) {
      at += 3;
    } else if (at + 1 < text.size() &&
               phrases::is_any(text[at], {"anh", "chị", "em", "ông", "bà", "cô", "chú", "bác", "mr", "ms", "mrs"})) {
      ++at;
    } else {
      return at < text.size() ? at : 0;
    }
    while (at + 1 < text.size() && phrases::is_mark(text[at], '.')) ++at;
  }
}

// Words that many names begin with; what follows them is a name of its own.
std::size_t common_words(const Words& name, std::size_t at) {
  return phrases::match_longest(name, at,
                                {"ubnd", "ủy ban nhân dân", "phường", "xã", "thị trấn", "thị xã", "phòng", "ban",
                                 "trung tâm", "chi cục", "trạm", "đội"});
}

// How many words of `text` from `at` name this one; 0: it is another.
std::size_t fit(const Words& text, std::size_t at, const Nameable& one) {
  const Words name = phrases::split_words(one.name, kMostWords);
  std::size_t best = covers(text, at, name);
  if (!one.person) {
    for (std::size_t from = common_words(name, 0); from > 0 && from < name.size();) {
      best = std::max(best, covers(text, at, name, from));
      const std::size_t more = common_words(name, from);
      if (more == 0) break;
      from += more;
    }
  } else if (!name.empty()) {
    best = std::max(best, covers(text, at, name, name.size() - 1));  // the given name stands last
  }
  if (!one.address.empty()) best = std::max(best, covers(text, at, phrases::split_words(one.address, kMostWords)));
  if (!one.code.empty()) best = std::max(best, covers(text, at, phrases::split_words(one.code, kMostWords)));
  return best;
}

std::string rest_from(std::string_view text, const Words& words, std::size_t at) {
  if (at >= words.size()) return {};
  while (at < words.size() && words[at].kind == Word::Kind::mark && words[at].exact != "\n") ++at;
  return at < words.size() ? std::string(text.substr(words[at].begin)) : std::string();
}

}  // namespace

Named named_among(const std::vector<Nameable>& all, std::string_view text) {
  Named found;
  const Words words = phrases::split_words(text, kMostWords);
  std::size_t open = 0;  // "<tu@x>"
  while (open < words.size() && words[open].kind == Word::Kind::mark) ++open;
  const std::size_t polite =
      open + skip_forms_of_address(Words(words.begin() + static_cast<std::ptrdiff_t>(open), words.end()));
  std::size_t longest = 0, end = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t plain = fit(words, open, all[i]);
    const std::size_t after = all[i].person && polite > open ? fit(words, polite, all[i]) : 0;
    const std::size_t count = std::max(plain, after);
    if (count == 0 || count < longest) continue;
    found.several = count == longest;
    longest = count;
    end = (plain >= after ? open : polite) + count;
    found.index = static_cast<int>(i);
  }
  if (found.several) found.index = -1;
  if (found.index >= 0) found.rest = rest_from(text, words, end);
  return found;
}

Named named_party(const Task& task, std::string_view text) {
  std::vector<Nameable> all;
  std::vector<int> places;
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    const TaskParty& party = task.parties[i];
    if (party.removed() || party.reassigned_to) continue;
    all.push_back({party.name, party.address, party.unit ? party.unit_code : std::string(), !party.unit});
    places.push_back(static_cast<int>(i));
  }
  Named found = named_among(all, text);
  if (found.index >= 0) found.index = places[static_cast<std::size_t>(found.index)];
  return found;
}

Named named_hand(const TaskParty& party, std::string_view text) {
  std::vector<Nameable> all;
  std::vector<int> places;
  for (std::size_t i = 0; i < party.hands.size(); ++i) {
    if (!is_open(party.hands[i].state)) continue;
    all.push_back({party.hands[i].name, party.hands[i].address, {}, true});
    places.push_back(static_cast<int>(i));
  }
  Named found = named_among(all, text);
  if (found.index >= 0) found.index = places[static_cast<std::size_t>(found.index)];
  return found;
}

}  // namespace policies::tasks
