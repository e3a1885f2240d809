// Internal to base/crypto: how many certificates and signers CMS signed data holds, read by the lengths alone. A
// certificate costs OpenSSL a quarter of a millisecond to read, so 25 MB of them would cost ten seconds before anybody
// could count them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace base {

struct CmsShape {
  std::size_t certificates = 0;
  std::size_t signers = 0;
  std::size_t size = 0;  // octets of the whole; what follows is no part of it
};

// Nothing when this is no signed data (RFC 5652 §5.1) in BER or DER, or nests too deep. Says nothing about what the
// members hold.
std::optional<CmsShape> read_cms_shape(std::string_view der);

}  // namespace base
