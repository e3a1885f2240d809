// Any bytes as a file of certificates and revocation lists: each item is one thing, and is read again as itself.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/crypto/trust_material.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = base::read_trust_material({reinterpret_cast<const char*>(data), size});
  if (!file) {
    require(file.error().code == base::ErrorCode::bad_input);
    return 0;
  }
  require(!file->items.empty() && file->items.size() <= base::kMaxTrustMaterial);
  for (const base::TrustMaterial& item : file->items) {
    require(item.certificate.has_value() != item.list.has_value());
    const auto again = base::read_trust_material(item.pem);
    require(again && again->items.size() == 1);
    if (item.certificate)
      require(again->items[0].certificate->sha256_fingerprint == item.certificate->sha256_fingerprint);
    else require(again->items[0].list->series == item.list->series);
  }
  return 0;
}
