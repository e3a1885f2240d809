// Any bytes as a reply message, and as the HTML of one: what is the writer's own is part of the input, and reading it
// again changes nothing.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/mime/message.h"
#include "base/text/utf8.h"
#include "mailstore/office/reading/html_quote.h"
#include "mailstore/office/reading/reply_text.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using policies::replies::Cut;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto text = mailstore::office::reply_text(base::parse_message(bytes), bytes);
  require(base::is_valid_utf8(text.text));
  require(!text.text_below || text.text.empty());
  const auto html = mailstore::office::split_html_reply(bytes);
  require(html.own.size() + html.after.size() <= 4 * size);  // a line end in <pre> becomes "<br>"
  require(html.cut != Cut::none || html.after.empty());
  const auto again = mailstore::office::split_html_reply(html.own);
  require(again.cut == Cut::none || html.cut == Cut::none || again.own.size() <= html.own.size());
  return 0;
}
