// Any bytes as the body of a reply: the new text is part of it and is stable, and a command is one line that says all.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "policies/replies/quoted_reply.h"
#include "policies/replies/reply_grammar.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace policies::phrases;
  using namespace policies::replies;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const NewText text = new_text(bytes);
  require(text.text.size() <= size);
  require(!text.text_below || text.text.empty());
  const auto now = base::Timestamp::from_seconds(1795402800);
  const ReplyContext context{policies::calendar::shipped_calendar(), now, now + std::chrono::hours(240)};
  const Reply reply = parse_reply(text.text, context);
  if (reply.intent == Intent::comment) {
    require(reply.command_line.empty() && !reply.applies());
    return 0;
  }
  require(reply.percent >= 0 && reply.percent <= 100);
  require(!reply.command_line.empty() && reply.command_line.size() <= kMaxCommandLine);
  require(!reply.due || reply.due->due >= now);
  // The line alone means the same.
  const Reply again = parse_reply(reply.command_line, context);
  require(again.intent == reply.intent && again.problem == reply.problem && again.percent == reply.percent &&
          again.due == reply.due && again.reason == reply.reason && again.target == reply.target &&
          again.document_type == reply.document_type);
  return 0;
}
