// Any bytes as the calendar part of a reply: the words are valid UTF-8, one command of the grammar, and the address
// holds no blank.
#include <cstdint>
#include <cstdlib>

#include "base/text/utf8.h"
#include "mailstore/office/reading/itip_reply.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto reply = mailstore::office::parse_itip_reply(bytes);
  if (!reply) return 0;
  require(!reply->words.empty() && base::is_valid_utf8(reply->words));
  require(reply->task > 0);
  require(reply->words.size() <= 1200);
  require(reply->attendee.find_first_of(" \r\n") == std::string::npos);
  require(!reply->sequence || *reply->sequence >= 0);
  return 0;
}
