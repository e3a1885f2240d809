// Internal to base/crypto: what the signed attributes of a CMS signer say beside the digest (RFC 5652 §11, RFC 5035),
// read strictly.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/crypto/cms.h"
#include "base/crypto/openssl_objects.h"

namespace base {

// The claimed signing time; nothing when there is none that can be read.
std::optional<Timestamp> claimed_time(CMS_SignerInfo* signer);

// What is wrong with the attributes of this signer; nothing when they are in order. The signature over them is not
// looked at. `content`: what was signed; may be left empty when it is no SET.
std::optional<SignatureReason> attribute_fault(CMS_ContentInfo* cms, CMS_SignerInfo* signer, X509* certificate,
                                               std::string_view content);

// The digest of the content in the signed attributes (RFC 5652 §11.2); empty when there is none.
std::string claimed_digest(CMS_SignerInfo* signer);

// The RFC 3161 token over this signature that stands unsigned beside it (RFC 3161 appendix A); empty when there is
// none, or several.
std::string time_stamp_token(CMS_SignerInfo* signer);
// The bytes of the signature itself, over which a time stamp is made.
std::string_view signature_value(CMS_SignerInfo* signer);

// What a token says of its time (TSTInfo, RFC 3161 §2.4.2), when it was made over these pieces with a digest that is
// not weak.
std::optional<Timestamp> stamped_time(std::string_view tst_info, std::span<const std::string_view> pieces);

}  // namespace base
