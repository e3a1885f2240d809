// Internal: what one sentence means for one side. Pure; linear in the words of the sentence.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "policies/speech/sentences.h"
#include "policies/speech/speech.h"

namespace policies::speech {

struct Meaning {
  std::vector<Said> acts;   // one of each kind; plain talk is none
  bool covered = false;     // every word is accounted for
  bool talk = false;        // covered, and nothing but small talk
  bool names_file = false;  // covered, and speaks of a file that goes with it
  bool business = false;
};

// What it means on each of the sides, in their order. A side: one alone, or none.
std::vector<Meaning> meanings_of(std::string_view text, const Utterance& sentence, const Hearing& hearing,
                                 const std::vector<std::uint8_t>& sides);

}  // namespace policies::speech
