// The seals of offices: the keys with which an office's own mail is signed. A folder with, for the unit code BS,
//   BS.pem                  certificate chain (the office's first) and PKCS#8 key, or
//   BS.p11 (and BS.crt)     one line with a "pkcs11:" URI; the certificate chain, when the token does not hold it.
// Files are looked at again at most once a second. Thread-safe; reads files and speaks to tokens: on a pool.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto/signing_key.h"
#include "base/result.h"

namespace mailstore::signing {

class Seals {
 public:
  // directory: may be missing (no office has a seal). pkcs11_module: the PKCS#11 library for URIs that name none; may
  // be "". REQUIRES: one Seals per process (base::TokenModules). `clock` outlives it.
  static std::unique_ptr<Seals> open(std::string directory, std::string pkcs11_module, const base::Clock& clock);
  virtual ~Seals() = default;

  // The key of that office; nothing when it has no seal. An error when it has one that cannot be used (logged once per
  // change of the files): the caller must not go on unsigned. Errors: those of SigningKey; no_permission (others may
  // read the file).
  virtual base::Result<std::optional<base::SigningKey>> of(std::string_view unit_code) = 0;
  // Unit codes that have a seal file, sorted.
  virtual std::vector<std::string> unit_codes() = 0;

 protected:
  Seals() = default;
};

// The file name that stands for a unit code: '/', '%', control characters and a leading '.' as %XX.
std::string seal_name(std::string_view unit_code);

}  // namespace mailstore::signing
