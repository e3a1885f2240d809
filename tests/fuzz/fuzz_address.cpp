// Any bytes as an address list and as a strict address; a strict address survives writing and reading.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/mime/address.h"
#include "base/mime/builder.h"
#include "base/text/utf8.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto list = base::parse_address_list(bytes);
  int depth = 0;
  for (const base::Address& a : list) {
    require(base::is_valid_utf8(a.name + a.route + a.mailbox + a.host));
    if (a.kind == base::Address::Kind::group_begin) ++depth;
    if (a.kind == base::Address::Kind::group_end) --depth;
    require(depth == 0 || depth == 1);
  }
  require(depth == 0);
  base::format_address_list(list, base::HeaderEncoding::utf8);
  require(base::format_address_list(list, base::HeaderEncoding::encoded_words).find('\0') == std::string::npos);
  if (const auto spec = base::parse_addr_spec(bytes)) {
    const auto again = base::parse_addr_spec(base::quote_local_part(spec->local) + '@' + spec->domain);
    require(again.has_value() && *again == *spec);
  }
  return 0;
}
