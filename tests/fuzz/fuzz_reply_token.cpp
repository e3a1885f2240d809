// Reply tokens and the words behind XIN SỐ: whatever is read was written by us, or is nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "mailstore/office/reading/number_request.h"
#include "mailstore/office/reading/reply_token.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailstore::office;
  static const ReplyKeys keys({ReplyKey{0, std::string(32, 'k')}});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto token = keys.read_local_part(text)) {
    if (keys.read_local_part(keys.local_part(*token)) != token) std::abort();
  }
  static_cast<void>(keys.read_message_id(text));
  static_cast<void>(looks_like_reply(text));
  static_cast<void>(read_number_wish(text));
  return 0;
}
