// Internal to base/crypto: PKCS#11 libraries loaded once each, through libp11.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/crypto/openssl_objects.h"
#include "base/crypto/pkcs11_uri.h"
#include "base/crypto/signing_key.h"
#include "base/thread_annotations.h"

namespace base {

class TokenModule;  // one library

struct TokenModules::Impl {
  Impl();
  ~Impl();

  // One thread at a time inside any library: what they promise about threads is not always so.
  Mutex mutex;
  std::map<std::string, std::unique_ptr<TokenModule>> by_path GUARDED_BY(mutex);

  struct Found {
    ossl::Key key;
    std::string certificate_pem;  // beside the key in the token; may be ""
  };
  // Errors as of SigningKey::from_token.
  Result<Found> find_key(const Pkcs11Uri& uri, const std::string& module_path);
  // A token did not sign: the next find_key() looks at the slots anew and signs in again.
  void set_stale() REQUIRES_LOCK(mutex);
};

}  // namespace base
