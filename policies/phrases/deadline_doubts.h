// Times that were perhaps meant as a deadline, without a word that says so: "gửi lại đầu tuần sau", "trước rằm tháng
// Chạp", "báo cáo vào ngày 15/12", "send it tomorrow". They are looked for only where no deadline was found, and asked
// back: a task that was to have a deadline must not go out without one. Pure; linear time.
#pragma once

#include <vector>

#include "policies/phrases/deadline_resolve.h"

namespace policies::phrases {

// At most one for each sentence. `words` were cut from `text`.
std::vector<UnclearDeadline> doubtful_times(std::string_view text, const Words& words, const Resolver& resolver);

// "không thời hạn", "Hạn: không", "no deadline": the leader wants none.
bool wants_no_deadline(const Words& words);

}  // namespace policies::phrases
