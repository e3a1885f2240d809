// Internal to base/crypto: what a SigningKey holds, and how a signature is made with it.
#pragma once

#include <atomic>
#include <vector>

#include "base/crypto/openssl_objects.h"
#include "base/crypto/signing_key.h"

namespace base {

struct SigningKey::Impl {
  // Keeps the library and its slots as long as the key lives; destroyed after the key. Null for PEM.
  std::shared_ptr<TokenModules::Impl> modules;
  std::vector<ossl::Cert> certificates;  // the signer's first
  ossl::Key key;
  CertificateInfo info;
  std::string pem;                           // the signer's
  mutable std::atomic<bool> failed = false;  // a token did not sign with it
};

// The certificates of `certificate_pem` with `key`, checked to fit. Errors: bad_input.
Result<std::shared_ptr<SigningKey::Impl>> make_signing_key(std::string_view certificate_pem, ossl::Key key);

}  // namespace base
