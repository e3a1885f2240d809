#include "policies/speech/sentence_units.h"

#include <algorithm>

#include "base/text/fold.h"

namespace policies::speech {

namespace {

using phrases::Word;
using phrases::Words;

constexpr int kSteps = 60000;  // of the matcher for one sentence

bool is_first_capital(std::string_view raw) {
  if (raw.size() < 2 || base::lower_form(raw) == raw) return false;
  const std::size_t first = static_cast<unsigned char>(raw[0]) < 0x80   ? 1
                            : static_cast<unsigned char>(raw[0]) < 0xE0 ? 2
                                                                        : 3;
  const std::string_view rest = raw.substr(std::min(first, raw.size()));
  return base::lower_form(raw.substr(0, first)) != raw.substr(0, first) && base::lower_form(rest) == rest;
}

// In a sentence with marks "cho" is no "chờ" whose mark was forgotten.
Words plain_words(std::string_view text, Words words) {
  Lexicon::get();
  const bool marked = std::any_of(words.begin(), words.end(), [&](const Word& word) {
    const std::string_view raw = text.substr(word.begin, word.end - word.begin);
    return word.kind == Word::Kind::letters &&
           std::any_of(raw.begin(), raw.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  });
  for (Word& word : words) {
    if (marked && word.exact == word.folded && word.kind == Word::Kind::letters && is_written(word.exact))
      word.folded.clear();
  }
  return words;
}

}  // namespace

SentenceUnits::SentenceUnits(std::string_view text, const Utterance& sentence, const Hearing& hearing)
    : text_(text),
      sentence_(sentence),
      hearing_(hearing),
      words_(plain_words(text, sentence.words)),
      tokens_((Lexicon::get(), tokens_of(words_))),
      bits_(bits_of(tokens_)),
      known_(flags()),
      exactly_(written()),
      capital_(capitals()),
      reading_{text, words_, known_, capital_, hearing, exactly_},
      slots_(reading_),
      steps_(kSteps) {
  units_.resize(words_.size());
  for (std::size_t at = 0; at < words_.size(); ++at) find_units(at);
}

std::vector<bool> SentenceUnits::written() const {
  std::vector<bool> out;
  for (const Word& word : words_) out.push_back(is_written(word.exact));
  return out;
}

std::vector<bool> SentenceUnits::flags() const {
  std::vector<bool> out;
  for (const Token& token : tokens_) out.push_back(is_known(token));
  return out;
}

std::vector<bool> SentenceUnits::capitals() const {
  std::vector<bool> out;
  for (const Word& word : words_)
    out.push_back(word.kind == Word::Kind::letters &&
                  is_first_capital(text_.substr(word.begin, word.end - word.begin)));
  return out;
}

void SentenceUnits::find_units(std::size_t at) {
  std::vector<const CompiledRow*> rows;
  Lexicon::get().candidates(tokens_[at], rows);
  std::vector<Found> found;
  for (const CompiledRow* compiled : rows) {
    if (!compiled->pattern.may_stand_in(bits_)) continue;
    const Row& row = *compiled->row;
    found.clear();
    match(compiled->pattern, slots_, tokens_, at, steps_, found);
    for (const Found& one : found) units_[at].push_back({&row, one.end, one.captures});
  }
  for (const std::string& name : hearing_.own_names) {
    if (const std::size_t end = own_name_end(name, at); end != 0) units_[at].push_back({nullptr, end, {}});
  }
}

std::size_t SentenceUnits::own_name_end(const std::string& name, std::size_t at) const {
  const Words own = phrases::split_words(name, 12);
  if (own.empty() || at + own.size() > words_.size()) return 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const bool same = own[i].exact == words_[at + i].exact ||
                      (words_[at + i].exact == words_[at + i].folded && own[i].folded == words_[at + i].folded);
    if (!same) return 0;
  }
  return at + own.size();
}

}  // namespace policies::speech
