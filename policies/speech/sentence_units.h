// Internal: one sentence with everything in it that a row of the lexicon may be, whatever its side. Pure; linear.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policies/speech/lexicon.h"
#include "policies/speech/sentences.h"

namespace policies::speech {

struct Unit {
  const Row* row = nullptr;  // nullptr: the writer's own unit, a filler
  std::size_t end = 0;
  Captures captures;
};

inline bool is_act(const Row& row) { return row.act != Act::none && row.act != Act::thanks; }

// REQUIRES: text, sentence and hearing outlive it.
class SentenceUnits {
 public:
  SentenceUnits(std::string_view text, const Utterance& sentence, const Hearing& hearing);
  SentenceUnits(const SentenceUnits&) = delete;
  SentenceUnits& operator=(const SentenceUnits&) = delete;

 protected:
  ~SentenceUnits() = default;

  std::string_view text_;
  const Utterance& sentence_;
  const Hearing& hearing_;
  const phrases::Words words_;
  std::vector<Token> tokens_;
  WordBits bits_;
  std::vector<bool> known_, exactly_, capital_;
  Reading reading_;
  SlotEnds slots_;
  std::vector<std::vector<Unit>> units_;  // of each word those that begin with it

 private:
  std::vector<bool> written() const;
  std::vector<bool> flags() const;
  std::vector<bool> capitals() const;
  void find_units(std::size_t at);
  std::size_t own_name_end(const std::string& name, std::size_t at) const;

  int steps_;
};

}  // namespace policies::speech
