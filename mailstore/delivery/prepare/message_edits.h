// The few changes a message may see before its bytes are hashed and fixed for ever (design section 3). Pure,
// thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/mime/address.h"

namespace mailstore {

// A message that has passed more hops than this runs in a circle (RFC 5321 §6.3).
inline constexpr std::size_t kMaxReceived = 50;

struct SubmissionFacts {
  base::Timestamp now;
  std::string message_id;                 // for a message that has none, without brackets
  const base::Address* sender = nullptr;  // set: the person who acts for a role address; becomes Sender:
  std::string_view our_id;                // in Authentication-Results
};

// Submission (RFC 6409 §8): Bcc removed; Date and Message-ID added when missing; Sender set when somebody acts for
// another. Verdicts in our name are removed as at port 25: colleagues would believe them.
std::string edit_submission(std::string bytes, const SubmissionFacts& facts);
// Port 25 (RFC 8601 §5): Authentication-Results that carry our own id are removed, whoever wrote them.
std::string edit_received(std::string bytes, std::string_view our_id);
// APPEND and import: lone LF becomes CRLF; everything else stays.
std::string edit_appended(std::string bytes);

std::size_t count_received(std::string_view message);

}  // namespace mailstore
