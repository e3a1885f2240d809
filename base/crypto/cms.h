// CMS signatures (RFC 5652) over bytes: made with a PEM key, verified against given roots at a given time, with CRLs
// when given. Three-valued: valid, invalid (shown to be wrong), indeterminate (could not be judged). There is no way to
// leave a check out. OpenSSL only in the .cpp files. Everything here is thread-safe; nothing speaks to the network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto/certificate.h"
#include "base/result.h"

namespace base {

enum class SignatureOutcome { valid, indeterminate, invalid };  // in rising order of gravity
const char* to_string(SignatureOutcome outcome);                // "valid", "indeterminate", "invalid"
inline SignatureOutcome worse(SignatureOutcome a, SignatureOutcome b) { return a < b ? b : a; }

enum class SignatureReason {
  // invalid
  wrong_digest,            // the content is not what was signed
  wrong_signature,         // the signature does not fit the signer's key
  untrusted_chain,         // no chain to a trusted root, or a broken one
  expired_at_signing,      // the certificate (or one above it) had expired at the signing time
  not_yet_valid,           // … was not yet valid then
  revoked,                 // … was revoked by the time of verification
  wrong_key_usage,         // the certificate is not for signing
  signing_time_in_future,  // the claimed signing time is after the time of verification
  other_certificate,       // the signed attributes name another certificate than the one that stands with the signature
  // indeterminate
  no_revocation_information,  // the certificate names a CRL or OCSP place, or a CRL exists, but no fresh one was given
  weak_algorithm,             // MD5 or SHA-1, or a key under 112 bits of strength (RSA 2048)
  no_signer_certificate,      // the signer's certificate is not in the message
  malformed,                  // no CMS signed data, or it cannot be processed
  no_signer,                  // signed data without any signer
  expired_since_signing,      // claimed long ago, the certificate has expired since, and no time stamp proves the claim
};
const char* to_string(SignatureReason reason);  // "wrong_digest"
SignatureOutcome outcome_of(SignatureReason reason);

// What the signer's certificate must be good for.
enum class SignatureUse {
  mail,      // RFC 8550: e-mail protection when an extended key usage is given, and digitalSignature or nonRepudiation
  document,  // digitalSignature or nonRepudiation
  time_stamp,  // RFC 3161 §2.3: the extended key usage timeStamping alone, critical
};

// How much is reckoned for one message or file, in octets that go through a digest; a signer counts as kSignerCost of
// them.
class VerifyBudget {
 public:
  explicit VerifyBudget(std::uint64_t octets) : left_(octets) {}
  // False: that much is not left, and nothing was taken.
  bool spend(std::uint64_t octets) {
    if (octets > left_) return false;
    left_ -= octets;
    return true;
  }
  std::uint64_t left() const { return left_; }

 private:
  std::uint64_t left_;
};
inline constexpr std::uint64_t kSignerCost =
    1u << 20;  // public keys and the chain of a signer: about as long as hashing this

// Trusted roots and CRLs, read once. Immutable, cheap to copy (shared), thread-safe.
class TrustStore {
 public:
  TrustStore();  // trusts nothing
  // roots_pem: certificates in PEM, any number (intermediates count as anchors too: who adds them trusts them).
  // crls: each a PEM text (one or more CRLs) or one DER. Errors: bad_input (a text that cannot be read).
  // known_pem: certificates known here beside, any number: the signer's when a message leaves it out (RFC 8550 §2.3).
  // They trust nobody: the chain is judged all the same.
  static Result<TrustStore> open(std::string_view roots_pem, const std::vector<std::string>& crls = {},
                                 std::string_view known_pem = {});
  std::size_t root_count() const;
  std::size_t crl_count() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

struct SignerVerdict {
  SignatureOutcome outcome = SignatureOutcome::indeterminate;
  std::vector<SignatureReason> reasons;        // empty when valid
  std::optional<CertificateInfo> certificate;  // of the signer; nothing when it is not in the message
  std::string certificate_pem;
  std::optional<Timestamp> signing_time;  // as claimed in the signed attributes
  std::optional<Timestamp> proven_time;   // of a valid RFC 3161 time stamp over this signature
  std::string digest;                     // "SHA256"; as the library names it
  std::string message_digest;  // of the content, as the signed attributes say it: raw bytes; empty without attributes
  bool revocation_checked = false;  // a fresh CRL covered every certificate below the root
};

struct CmsVerdict {
  SignatureOutcome outcome = SignatureOutcome::indeterminate;  // the worst of the signers
  std::vector<SignatureReason> reasons;                        // of the whole, when no signer can be named
  std::vector<SignerVerdict> signers;                          // every one, in the order of the message
  std::string content;                                         // of opaque signatures: what was signed
  bool too_much = false;  // the budget did not suffice: indeterminate, nothing was judged
};

inline constexpr std::size_t kMaxCmsSigners = 16;  // more: indeterminate, malformed
inline constexpr std::size_t kMaxCmsCertificates = 100;

// A claim about the time is believed this long; an older one must be proven when the certificate has expired since.
inline constexpr std::int64_t kClaimBelievedDays = 5;

// `at`: when the signature is known to have existed (arrival of the mail; now for a file in the hand). Certificates
// must be valid at the time that an RFC 3161 time stamp proves, else at the claimed signing time (at `at` when none is
// claimed), and not revoked by `at`. `der`: BER or DER; trailing bytes are ignored (PDF pads with zeros). Content of
// detached signatures is taken as it stands, without any conversion; `pieces`: it lies in several places, one behind
// the other. No budget: as much as it takes.
CmsVerdict verify_detached(std::string_view der, std::string_view content, const TrustStore& trust, Timestamp at,
                           SignatureUse use, VerifyBudget* budget = nullptr);
CmsVerdict verify_detached(std::string_view der, std::span<const std::string_view> pieces, const TrustStore& trust,
                           Timestamp at, SignatureUse use, VerifyBudget* budget = nullptr);
CmsVerdict verify_opaque(std::string_view der, const TrustStore& trust, Timestamp at, SignatureUse use,
                         VerifyBudget* budget = nullptr);
// An RFC 3161 time stamp token over `pieces`: the one signer is the authority that stamps, proven_time what it says.
// The authority must be trusted and its certificate be good at `at`.
CmsVerdict verify_time_stamp(std::string_view token, std::span<const std::string_view> pieces, const TrustStore& trust,
                             Timestamp at, VerifyBudget* budget = nullptr);

// Is this CMS signed data at all (not enveloped, not compressed)?
bool is_signed_data(std::string_view der);
// How many bytes of it belong to the signed data, 0 when it is none; the rest is padding, or something that hides
// there.
std::size_t signed_data_size(std::string_view der);

struct CmsSigner {
  std::string certificate_pem;  // the signer's; further certificates in it go into the message (intermediates)
  std::string key_pem;          // PKCS#8 without a pass phrase
};

// SHA-256, with signing time and the signer's certificate (CAdES: signing-certificate-v2, RFC 5035). Returns DER.
// Errors: bad_input (unreadable, key and certificate do not fit, no signer).
Result<std::string> sign_detached(std::string_view content, const std::vector<CmsSigner>& signers,
                                  Timestamp signing_time);
Result<std::string> sign_opaque(std::string_view content, const std::vector<CmsSigner>& signers,
                                Timestamp signing_time);

}  // namespace base
