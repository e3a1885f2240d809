// A private key that signs, with its certificate: from PEM, or in a PKCS#11 token that never gives the key away.
// Immutable, cheap to copy (shared), thread-safe: signing in tokens is one at a time. Keys and PINs are never in an
// error. Signing in a token can take up to a second: on a pool, never on a loop.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto/certificate.h"
#include "base/result.h"

namespace base {

// The PKCS#11 libraries that this process has loaded. A library knows one user per process, so REQUIRES: one of these
// at a time. Keys keep what they need alive. Thread-safe.
class TokenModules {
 public:
  TokenModules();
  ~TokenModules();
  TokenModules(const TokenModules&) = delete;
  TokenModules& operator=(const TokenModules&) = delete;

  struct Impl;
  const std::shared_ptr<Impl>& impl() const { return impl_; }

 private:
  std::shared_ptr<Impl> impl_;
};

class SigningKey {
 public:
  // certificate_pem: the signer's certificate first, then what else goes into the message (intermediates). key_pem:
  // PKCS#8 or traditional, no pass phrase; may be the same text. Errors: bad_input (unreadable, encrypted, they do not
  // fit).
  static Result<SigningKey> from_pem(std::string_view certificate_pem, std::string_view key_pem);

  // uri: RFC 7512 (pkcs11_uri.h). certificate_pem: as above; empty = the certificate beside the key in the token.
  // default_module: path of the PKCS#11 library when the URI names none. Errors: bad_input (URI, certificate does not
  // fit), not_found (token, key), auth_failed (PIN), unavailable (library or token cannot be used; temporary).
  static Result<SigningKey> from_token(TokenModules& modules, std::string_view uri, std::string_view certificate_pem,
                                       std::string_view default_module = {});

  const CertificateInfo& certificate() const;  // of the signer
  const std::string& certificate_pem() const;  // of the signer alone
  bool in_token() const;
  // A token did not sign with it (taken out, session lost): make the key anew by from_token().
  bool failed() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  explicit SigningKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

// As sign_detached and sign_opaque of cms.h. Errors: bad_input (no signer), unavailable (the token did not sign;
// temporary).
Result<std::string> sign_detached(std::string_view content, const std::vector<SigningKey>& signers,
                                  Timestamp signing_time);
Result<std::string> sign_opaque(std::string_view content, const std::vector<SigningKey>& signers,
                                Timestamp signing_time);

}  // namespace base
