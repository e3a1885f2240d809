// Internal: the text of a mail cut into sentences of words, with the spellings of phones put right ("ko" = "không").
// Pure; linear time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policies/phrases/words.h"

namespace policies::speech {

struct Utterance {
  phrases::Words words;   // begin and end are bytes of the whole text; without the mark that ends the sentence
  std::string text;       // as written, in one line, with its end mark
  bool question = false;  // ended by "?"
  bool cut = false;       // it was longer than is read
  bool alone = false;     // fills its line
};

// `text`: visible() already. What stands behind a closing formula ("Trân trọng,") is a signature and left out.
std::vector<Utterance> utterances(std::string_view text);

}  // namespace policies::speech
