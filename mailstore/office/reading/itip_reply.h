// The answer of a calendar program to a task's VTODO (RFC 5546 §3.4.3 REPLY, §3.4.7 COUNTER; RFC 6047), said in our
// reply words, so that everything behind it is the same as for a written answer. Reads only what it needs; hostile
// input ends soon. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/mime/message.h"

namespace mailstore::office {

struct ItipReply {
  std::int64_t task = 0;        // of UID "nv-<task>@…"
  std::string attendee;         // whose answer it is: an address, ASCII letters lower case; "" = several or none
  std::optional<int> sequence;  // of the VTODO that is answered
  std::string words;  // "NHẬN", "TIẾN ĐỘ 60%", "XONG", "TỪ CHỐI <comment>", "CHUYỂN TỚI <address>", "GIA HẠN <date>
                      // <comment>"; never empty
};

// Nothing: no such part, another UID, or an answer that says nothing (TENTATIVE, NEEDS-ACTION).
std::optional<ItipReply> read_itip_reply(const base::ParsedMessage& message, std::string_view bytes);
// The text of the calendar part alone.
std::optional<ItipReply> parse_itip_reply(std::string_view calendar);

}  // namespace mailstore::office
