// Threads of messages: the REFERENCES and ORDEREDSUBJECT algorithms of RFC 5256 §3. Pure; no recursion follows the
// depth of a thread, and n references take n log n steps whatever they say (ancestry.h). Long mailboxes take their
// time: not for an event loop.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace server::imap {

// Message-IDs and base subjects are given as numbers that are equal when they are (mailstore/store/mail_keys.h).
struct ThreadMessage {
  std::uint32_t number = 0;   // as the answer names it
  std::int64_t sent = 0;      // microseconds
  std::uint64_t id = 0;       // 0: none
  std::uint64_t subject = 0;  // 0: empty
  bool is_reply = false;      // base subject extraction took Re: or Fwd: away
  std::span<const std::uint64_t> references;
};

// The thread-lists of a THREAD answer, "(2)(3 6 (4 23)(44 7 96))". `messages` in the order of the mailbox.
std::string thread_by_references(const std::vector<ThreadMessage>& messages);
std::string thread_by_subject(const std::vector<ThreadMessage>& messages);

}  // namespace server::imap
