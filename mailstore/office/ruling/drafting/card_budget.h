// Every party gets a card of its own with the files of the mail in it, and every card is kept whole: what one mail
// makes is bounded, or a file of 2 MB and a long list of parties fill the disk.
#pragma once

#include <cstdint>

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// Bytes of all cards of one mail. A plan of 10 MB (14 MB as mail) to 60 wards is 822 MB.
inline constexpr std::int64_t kMostCardBytes = 900LL << 20;

// The ruling itself, or the answer that says how much it would have been and what helps; then nothing is done, and an
// open question stays open. Errors: of the database.
base::Result<Ruling> within_card_budget(const RulingTools& tools, const Intake& intake, Ruling ruling);

}  // namespace mailstore::office
