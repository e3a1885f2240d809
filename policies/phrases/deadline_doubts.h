// Times that were perhaps meant as a deadline, without a word that says so: "gửi lại đầu tuần sau", "trước rằm tháng
// Chạp", "báo cáo vào ngày 15/12", "send it tomorrow". They are looked for only where no deadline was found, and asked
// back: a task that was to have a deadline must not go out without one. Pure; linear time.
#pragma once

#include <vector>

#include "policies/phrases/clauses.h"
#include "policies/phrases/deadline_resolve.h"

namespace policies::phrases {

struct Doubts {
  std::vector<Deadline> found;           // only one day can be meant (plain_deadlines.h)
  std::vector<UnclearDeadline> unclear;  // at most one for each sentence, and those of plain_deadlines.h
};
// `words` were cut from `text`, `clauses` from both.
Doubts doubtful_times(std::string_view text, const Words& words, const std::vector<Clause>& clauses,
                      const Resolver& resolver);

// The words begin … end and the day that was likely meant by them.
UnclearDeadline unclear_deadline(std::string_view text, const Words& words, std::size_t begin, std::size_t end,
                                 Problem problem, const Resolver& resolver, bool with_candidate);

// "không thời hạn", "Hạn: không", "no deadline": the leader wants none.
bool wants_no_deadline(const Words& words);

}  // namespace policies::phrases
