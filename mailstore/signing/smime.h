// S/MIME signatures of a message (RFC 8551): multipart/signed and application/pkcs7-mime signed-data, wherever they
// stand. Pure over bytes; never fails; thread-safe. Bounded: kMaxSmimeSignatures, kMaxSmimeDepth.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/crypto/signing_key.h"
#include "base/mime/message.h"
#include "mailstore/signing/verdict.h"

namespace mailstore::signing {

inline constexpr std::size_t kMaxSmimeSignatures = 32;
inline constexpr int kMaxSmimeDepth = 4;  // signatures inside opaque signatures

struct SmimeReport {
  Verdict verdict;
  // The entity that the outermost signature covers, header and body as signed ("Content-Type: …"); empty when the
  // message is not signed at its root. What is read from it (attachments, text) is what was signed.
  std::string signed_entity;
  // Every address of the one From field stands in a certificate of the outermost signature (RFC 8550 §3). Without it
  // the signature is somebody else's than the sender's.
  bool signer_is_from = false;
};

// `bytes`: the message (content, with or without our stored prefix) that `message` was parsed from. `at`: when it
// arrived. What the budget does not allow is Finding::too_many.
SmimeReport verify_smime(const base::ParsedMessage& message, std::string_view bytes, const base::TrustStore& trust,
                         base::Timestamp at, base::VerifyBudget* budget = nullptr);
// Parses first.
SmimeReport verify_smime(std::string_view bytes, const base::TrustStore& trust, base::Timestamp at);

// Is this part a signature of its own kind, or something encrypted? Looks at the header only.
bool is_smime_part(const base::Part& part);

// multipart/signed around an entity ("Content-Type: …" CRLF CRLF body, CRLF line ends), RFC 8551 §3.5.3. The returned
// entity goes into base::build_message_from_entity(). Errors: of base::sign_detached.
base::Result<std::string> sign_entity(std::string_view entity, const std::vector<base::CmsSigner>& signers,
                                      base::Timestamp now, std::string_view boundary_seed);
// The same by an office's seal (seals.h) or any other key. Waits for tokens.
base::Result<std::string> sign_entity(std::string_view entity, const std::vector<base::SigningKey>& signers,
                                      base::Timestamp now, std::string_view boundary_seed);

}  // namespace mailstore::signing
