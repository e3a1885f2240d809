// Packed text of a content: any bytes are taken or refused, and what is taken packs and unpacks to the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mailstore/store/contents/content_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = mailstore::unpack_text({reinterpret_cast<const char*>(data), size});
  if (!text) return 0;
  auto again = mailstore::unpack_text(mailstore::pack_text(*text));
  if (!again || again->header != text->header || again->text != text->text || again->body != text->body ||
      again->attachment_names != text->attachment_names || again->body_cut != text->body_cut ||
      again->header_cut != text->header_cut) {
    std::abort();
  }
  return 0;
}
