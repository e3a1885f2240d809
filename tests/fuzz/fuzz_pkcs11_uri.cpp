// Any bytes as a pkcs11: URI: what is read keeps its promises, and no error quotes the text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/crypto/pkcs11_uri.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto uri = base::parse_pkcs11_uri(bytes);
  if (!uri) {
    require(uri.error().code == base::ErrorCode::bad_input);
    // Long enough that our own sentences cannot hold it by chance.
    if (size > 300) require(base::describe(uri.error()).find(bytes.substr(0, 300)) == std::string::npos);
    return 0;
  }
  require(uri->module_path.empty() || uri->module_path.front() == '/');
  require(uri->pin_source.empty() || uri->pin_source.front() == '/');
  for (const std::string* text : {&uri->token, &uri->object, &uri->pin_value, &uri->pin_source, &uri->module_path}) {
    require(text->find('\0') == std::string::npos);
  }
  return 0;
}
