// What a person who registers a certificate or trusts a root should be told. Pure. Internal to directory/.
#pragma once

#include <string_view>
#include <vector>

#include "base/crypto/trust_material.h"
#include "directory/certificates/certificates.h"

namespace directory {

Notice notice(std::string_view code, std::string vi, std::string en);

// Of one item of `trust add`; `trust`: what is trusted afterwards (roots and lists).
std::vector<Notice> trust_notices(const base::TrustMaterial& item, const std::vector<TrustedItem>& trusted,
                                  base::Timestamp now);

// Of a certificate to be registered. `chain`: its text with what stood beside it. `addresses`: of the account.
std::vector<Notice> certificate_notices(const base::CertificateInfo& certificate, std::string_view chain,
                                        const base::TrustStore& trust, const std::vector<std::string>& addresses,
                                        base::Timestamp now);

}  // namespace directory
