// Internal to base/crypto: what the signed attributes of a CMS signer say beside the digest (RFC 5652 §11, RFC 5035), read strictly.
#pragma once

#include <optional>
#include <string_view>

#include "base/crypto/cms.h"
#include "base/crypto/openssl_objects.h"

namespace base {

// The claimed signing time; nothing when there is none that can be read.
std::optional<Timestamp> claimed_time(CMS_SignerInfo* signer);

// What is wrong with the attributes of this signer; nothing when they are in order. The signature over them is not looked at.
// `content`: what was signed.
std::optional<SignatureReason> attribute_fault(CMS_ContentInfo* cms, CMS_SignerInfo* signer, X509* certificate, std::string_view content);

}  // namespace base
