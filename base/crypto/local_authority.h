// The certificate authority that an office's own server makes for itself (see certificate.h for the others).
// Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto/certificate.h"
#include "base/result.h"

namespace base {

// As make_authority(), for servers of these names only (RFC 5280 §4.2.1.10): whoever trusts it, trusts it for nothing
// else, and whoever steals its key gets no more. `permitted`: DNS names, each with what is below it, and literal IP
// addresses; at least one. Errors: bad_input.
Result<CertificateAndKey> make_local_authority(std::string_view common_name, const std::vector<std::string>& permitted,
                                               Timestamp now, int days);

}  // namespace base
