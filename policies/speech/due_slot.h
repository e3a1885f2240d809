// Internal: times in a sentence beyond one slot: where a clause gives somebody a day. Pure; linear.
#pragma once

#include <cstddef>

#include "policies/speech/slots.h"

namespace policies::speech {

// "…, thứ 6 nộp": the mark or "rồi" behind which somebody is given a day; the end of the words: there is none.
std::size_t day_clause(const Reading& reading, std::size_t begin);

}  // namespace policies::speech
