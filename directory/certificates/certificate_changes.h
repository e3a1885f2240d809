// The transactions behind Certificates. Blocking; thread-safe. Internal to directory/.
#pragma once

#include <string_view>
#include <vector>

#include "base/crypto/trust_material.h"
#include "directory/certificates/certificates.h"

namespace directory {

struct ChangeParts {
  Directory& directory;
  const base::Clock& clock;
  base::IdMaker& ids;
};

// Errors: bad_input: a certificate that is no authority, an incremental list. Changes nothing.
base::Result<void> check_trust_material(const base::TrustMaterialFile& file);
// REQUIRES: checked. Fills added and unchanged, and a notice per older list.
base::Result<TrustAdded> change_add_trust(const ChangeParts& parts, const base::TrustMaterialFile& file,
                                          std::string_view actor);
base::Result<void> change_remove_trust(const ChangeParts& parts, const TrustedItem& item, std::string_view actor);

// False: it was there.
base::Result<bool> change_add_certificate(const ChangeParts& parts, RegisteredCertificate& certificate,
                                          std::string_view actor);
base::Result<void> change_remove_certificate(const ChangeParts& parts, RegisteredCertificate& certificate,
                                             std::string_view actor);

// "AB:CD …" → "abcd…". Errors: bad_input: fewer than 8 or more than 64 hex digits.
base::Result<std::string> fingerprint_prefix(std::string_view text);

}  // namespace directory
