// CMS signatures (RFC 5652) over bytes: made with a PEM key, verified against given roots at a given time, with CRLs when
// given. Three-valued: valid, invalid (shown to be wrong), indeterminate (could not be judged). There is no way to leave a
// check out. OpenSSL only in the .cpp files. Everything here is thread-safe; nothing speaks to the network.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto/certificate.h"
#include "base/result.h"

namespace base {

enum class SignatureOutcome { valid, indeterminate, invalid };   // in rising order of gravity
const char* to_string(SignatureOutcome outcome);                  // "valid", "indeterminate", "invalid"
inline SignatureOutcome worse(SignatureOutcome a, SignatureOutcome b) { return a < b ? b : a; }

enum class SignatureReason {
  // invalid
  wrong_digest,               // the content is not what was signed
  wrong_signature,            // the signature does not fit the signer's key
  untrusted_chain,            // no chain to a trusted root, or a broken one
  expired_at_signing,         // the certificate (or one above it) had expired at the signing time
  not_yet_valid,              // … was not yet valid then
  revoked,                    // … was revoked by the time of verification
  wrong_key_usage,            // the certificate is not for signing
  signing_time_in_future,     // the claimed signing time is after the time of verification
  other_certificate,          // the signed attributes name another certificate than the one that stands with the signature
  // indeterminate
  no_revocation_information,  // the certificate names a CRL or OCSP place, or a CRL exists, but no fresh one was given
  weak_algorithm,             // MD5 or SHA-1, or a key under 112 bits of strength (RSA 2048)
  no_signer_certificate,      // the signer's certificate is not in the message
  malformed,                  // no CMS signed data, or it cannot be processed
  no_signer,                  // signed data without any signer
};
const char* to_string(SignatureReason reason);     // "wrong_digest"
SignatureOutcome outcome_of(SignatureReason reason);

// What the signer's certificate must be good for.
enum class SignatureUse {
  mail,       // RFC 8550: e-mail protection when an extended key usage is given, and digitalSignature or nonRepudiation
  document,   // digitalSignature or nonRepudiation
};

// Trusted roots and CRLs, read once. Immutable, cheap to copy (shared), thread-safe.
class TrustStore {
 public:
  TrustStore();   // trusts nothing
  // roots_pem: certificates in PEM, any number (intermediates count as anchors too: who adds them trusts them).
  // crls: each a PEM text (one or more CRLs) or one DER. Errors: bad_input (a text that cannot be read).
  static Result<TrustStore> open(std::string_view roots_pem, const std::vector<std::string>& crls = {});
  std::size_t root_count() const;
  std::size_t crl_count() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

struct SignerVerdict {
  SignatureOutcome outcome = SignatureOutcome::indeterminate;
  std::vector<SignatureReason> reasons;          // empty when valid
  std::optional<CertificateInfo> certificate;    // of the signer; nothing when it is not in the message
  std::string certificate_pem;
  std::optional<Timestamp> signing_time;         // as claimed in the signed attributes
  std::string digest;                            // "SHA256"; as the library names it
  bool revocation_checked = false;               // a fresh CRL covered every certificate below the root
};

struct CmsVerdict {
  SignatureOutcome outcome = SignatureOutcome::indeterminate;   // the worst of the signers
  std::vector<SignatureReason> reasons;                         // of the whole, when no signer can be named
  std::vector<SignerVerdict> signers;                           // every one, in the order of the message
  std::string content;                                          // of opaque signatures: what was signed
};

inline constexpr std::size_t kMaxCmsSigners = 16;          // more: indeterminate, malformed
inline constexpr std::size_t kMaxCmsCertificates = 100;

// `at`: when the signature is known to have existed (arrival of the mail; now for a file in the hand). Certificates must be
// valid at the claimed signing time (at `at` when none is claimed), and not revoked by `at`. `der`: BER or DER; trailing
// bytes are ignored (PDF pads with zeros). Content of detached signatures is taken as it stands, without any conversion.
CmsVerdict verify_detached(std::string_view der, std::string_view content, const TrustStore& trust, Timestamp at, SignatureUse use);
CmsVerdict verify_opaque(std::string_view der, const TrustStore& trust, Timestamp at, SignatureUse use);

// Is this CMS signed data at all (not enveloped, not compressed)?
bool is_signed_data(std::string_view der);
// How many bytes of it belong to the signed data, 0 when it is none; the rest is padding, or something that hides there.
std::size_t signed_data_size(std::string_view der);

struct CmsSigner {
  std::string certificate_pem;     // the signer's; further certificates in it go into the message (intermediates)
  std::string key_pem;             // PKCS#8 without a pass phrase
};

// SHA-256, with signing time and the signer's certificate (CAdES: signing-certificate-v2, RFC 5035). Returns DER.
// Errors: bad_input (unreadable, key and certificate do not fit, no signer).
Result<std::string> sign_detached(std::string_view content, const std::vector<CmsSigner>& signers, Timestamp signing_time);
Result<std::string> sign_opaque(std::string_view content, const std::vector<CmsSigner>& signers, Timestamp signing_time);

}  // namespace base
