// The few changes a message may see before its bytes are hashed and fixed for ever (design section 3). Pure,
// thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/mime/address.h"

namespace mailstore {

// A message that has passed more hops than this runs in a circle (RFC 5321 §6.3).
inline constexpr std::size_t kMaxReceived = 50;

struct SubmissionFacts {
  base::Timestamp now;
  std::string message_id;                         // for a message that has none, without brackets
  const base::Address* sender = nullptr;          // set: the person who acts for a role address; becomes Sender:
  std::string_view our_id;                        // in Authentication-Results
  std::function<bool(std::string_view)> taken{};  // Message-IDs, normalised, that only mails of this server bear
};

// Submission (RFC 6409 §8): Bcc removed; Date and Message-ID added when missing; Sender set when somebody acts for
// another. A Message-ID of ours is replaced: an answer to this mail would pass for one to ours. Verdicts in our name
// are removed as at port 25: colleagues would believe them.
std::string edit_submission(std::string bytes, const SubmissionFacts& facts);
// Port 25 (RFC 8601 §5): Authentication-Results that carry our own id are removed, whoever wrote them. A Message-ID
// that is ours, is none that a program could put into In-Reply-To, or stands there twice is replaced; one that is
// missing is added. So what answers this mail says so. Of `facts` Message-ID, `our_id` and `taken` count.
std::string edit_received(std::string bytes, const SubmissionFacts& facts);
// APPEND and import: lone LF becomes CRLF; everything else stays.
std::string edit_appended(std::string bytes);

std::size_t count_received(std::string_view message);

}  // namespace mailstore
