// The one day that was most likely meant by words nobody can be sure of: "đầu tuần sau" → its first working day, "nộp
// ngày 15/12" → that day. For the question back, which offers it for one confirming word; nothing is applied by it.
// Pure.
#pragma once

#include <optional>

#include "policies/phrases/deadline_resolve.h"

namespace policies::phrases {

// Of the words begin … end, `end` not included (at most the first 24 of them are read). Nothing when two days or none
// may be meant, and for feasts, lunar days, what recurs, "5h" and "next Friday".
std::optional<Deadline> likely_deadline(const Words& words, std::size_t begin, std::size_t end,
                                        const Resolver& resolver);

}  // namespace policies::phrases
