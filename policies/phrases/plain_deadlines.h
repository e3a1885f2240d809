// Deadlines without a word like "hạn" or "trước", where only one day can be meant: "thứ 6 này gửi a nhé", "hết tháng 12
// phải xong", "hoàn thành tuần này". Read only where no other deadline was found. Pure; linear time.
#pragma once

#include <cstddef>

#include "policies/phrases/clauses.h"
#include "policies/phrases/deadline_resolve.h"

namespace policies::phrases {

struct PlainDeadline {
  std::size_t begin = 0, end = 0;    // words; end 0: none
  std::optional<Deadline> deadline;  // nothing: see problem
  Problem problem = Problem::vague;
};
// The first one of the clause at or behind `from`.
PlainDeadline plain_deadline(const Words& words, const Clause& clause, std::size_t from, const Resolver& resolver);

}  // namespace policies::phrases
