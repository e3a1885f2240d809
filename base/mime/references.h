// Message-ids and subjects for threading and sorting: RFC 5256, RFC 5322 §3.6.4. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace base {

inline constexpr std::size_t kMaxReferences = 1000;  // the first and the newest ones are kept

// "<a@b> <c@d>" -> {"a@b", "c@d"}: ids in order, each once, normalised (below). Words outside angle brackets are
// skipped, unless there is no "<" at all: then words with "@" count (old senders).
std::vector<std::string> message_ids(std::string_view value);

// One id without angle brackets, comments, quotes and blanks; empty when there is none. Case is kept.
std::string normalised_message_id(std::string_view value);

struct BaseSubject {
  std::string text;  // base subject, casemapped (compare bytes); may be empty
  bool is_reply_or_forward = false;
};
// RFC 5256 §2.1 on a raw Subject value; "Re: [list] Fwd: x" -> "X". Knows "TL:" (trả lời) and "CT:"/"FW:"/"FWD:"
// (chuyển tiếp) too.
BaseSubject base_subject(std::string_view raw_subject);

}  // namespace base
