// Threads of messages: the REFERENCES and ORDEREDSUBJECT algorithms of RFC 5256 §3. Pure; no recursion follows the
// depth of a thread, and n references take n log n steps whatever they say (ancestry.h). Long mailboxes take their
// time: not for an event loop.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mailstore/store/types.h"

namespace server::imap {

struct ThreadMessage {
  std::uint32_t number = 0;  // as the answer names it
  const mailstore::SortKeys* keys = nullptr;
};

// The thread-lists of a THREAD answer, "(2)(3 6 (4 23)(44 7 96))". `messages` in the order of the mailbox.
std::string thread_by_references(const std::vector<ThreadMessage>& messages);
std::string thread_by_subject(const std::vector<ThreadMessage>& messages);

}  // namespace server::imap
