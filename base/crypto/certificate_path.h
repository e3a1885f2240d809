// Internal to base/crypto: is a signer's certificate good? Chain to a trusted root, validity at a time, use,
// revocation.
#pragma once

#include <vector>

#include "base/crypto/cms.h"
#include "base/crypto/openssl_objects.h"

namespace base {

struct PathVerdict {
  std::vector<SignatureReason> reasons;  // empty: good
  bool revocation_checked = false;
};

// valid_at: when the certificates must be valid. known_at: by when a revocation counts.
PathVerdict check_path(X509* certificate, STACK_OF(X509) * untrusted, const TrustStore& trust, Timestamp valid_at,
                       Timestamp known_at, SignatureUse use);

}  // namespace base
