// Internal: clauses in which the writer tells how things stand, without a word of reason in front: "mẫu của phường chưa
// có", "em đang ốm", "tỉnh giục rồi". Pure; a clause is at most kFactWords words.
#pragma once

#include <cstddef>

#include "policies/speech/slots.h"

namespace policies::speech {

// The end of the clause that begins at `at` and tells a state of things that can be a reason; 0: none. One that could
// turn the sentence round, tells of another act or asks is none.
std::size_t fact_end(const Reading& reading, std::size_t at);

// Does the fact at `at` begin with somebody else: "Phường Hạc Thành thiếu người"? Then a request behind it may be his.
bool is_of_others(const Reading& reading, std::size_t at);

// The end of what somebody is busy with: "số liệu của các xã", "văn bản trả lời"; 0: none.
std::size_t object_end(const Reading& reading, std::size_t at);

}  // namespace policies::speech
