// What stands in a file of certificates and revocation lists, item by item; and is a certificate good for signing here?
// Pure functions over bytes; thread-safe; nothing speaks to the network.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto/cms.h"
#include "base/result.h"

namespace base {

struct RevocationListInfo {
  std::string issuer;  // RFC 2253 form, UTF-8
  // The same for every list that may take another's place: issuer, its key and the list's scope. 64 hex digits.
  std::string series;
  Timestamp this_update;
  std::optional<Timestamp> next_update;
  std::string number;  // lower-case hex, "" when it has none
  std::size_t entries = 0;
  bool incremental = false;        // a delta list (RFC 5280 §5.2.4): says only what changed
  std::string sha256_fingerprint;  // over the DER form
};

struct TrustMaterial {
  std::optional<CertificateInfo> certificate;  // exactly one of the two
  std::optional<RevocationListInfo> list;
  std::string pem;  // this item alone
};

inline constexpr std::size_t kMaxTrustMaterial = 1000;  // items of one file

// PEM: every certificate and list in the order of the file; other text around them is skipped, other PEM blocks are
// counted in `private_keys` (never read) or refused. Without any "-----BEGIN": one certificate or list in DER. Errors:
// bad_input with a sentence that names what is wrong (nothing there, an item that cannot be read, too many).
struct TrustMaterialFile {
  std::vector<TrustMaterial> items;
  std::size_t private_keys = 0;
};
Result<TrustMaterialFile> read_trust_material(std::string_view text);

// The first certificate of `pem`, the others as intermediates: good for that use at `at`? Empty: yes.
// Errors: bad_input (no certificate).
Result<std::vector<SignatureReason>> check_certificate(std::string_view pem, const TrustStore& trust, Timestamp at,
                                                       SignatureUse use);

}  // namespace base
