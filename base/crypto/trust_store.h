// Internal to base/crypto: what a TrustStore holds.
#pragma once

#include <vector>

#include "base/crypto/cms.h"
#include "base/crypto/openssl_objects.h"

namespace base {

struct TrustStore::Impl {
  std::unique_ptr<X509_STORE, ossl::Freer<X509_STORE_free>> store;
  std::size_t roots = 0;
  std::vector<ossl::Crl> crls;
  std::vector<ossl::Cert> known;  // may be a signer's that a message leaves out; trusted for nothing
};

}  // namespace base
