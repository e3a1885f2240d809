// What IMAP calls the envelope of a message (RFC 9051 §7.5.2): the fields as they stand in the header, unfolded.
// A value type.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/mime/address.h"

namespace base {

// All text is valid UTF-8 without NUL: 8-bit bytes that were not UTF-8 are guessed (decode_guess). Encoded words stay
// encoded. Absent fields are nullopt, present but empty ones "". Of a repeated field the first one counts.
// sender and reply_to are as written; IMAP's "same as From when absent" is applied when an ENVELOPE is rendered.
struct Envelope {
  std::optional<std::string> date;
  std::optional<std::string> subject;
  std::vector<Address> from;
  std::vector<Address> sender;
  std::vector<Address> reply_to;
  std::vector<Address> to;
  std::vector<Address> cc;
  std::vector<Address> bcc;
  std::optional<std::string> in_reply_to;
  std::optional<std::string> message_id;
  bool operator==(const Envelope&) const = default;
};

}  // namespace base
