#include "base/crypto/cms.h"

namespace base {

const char* to_string(SignatureOutcome outcome) {
  switch (outcome) {
    case SignatureOutcome::valid: return "valid";
    case SignatureOutcome::indeterminate: return "indeterminate";
    case SignatureOutcome::invalid: return "invalid";
  }
  return "invalid";
}

const char* to_string(SignatureReason reason) {
  switch (reason) {
    case SignatureReason::wrong_digest: return "wrong_digest";
    case SignatureReason::wrong_signature: return "wrong_signature";
    case SignatureReason::untrusted_chain: return "untrusted_chain";
    case SignatureReason::expired_at_signing: return "expired_at_signing";
    case SignatureReason::not_yet_valid: return "not_yet_valid";
    case SignatureReason::revoked: return "revoked";
    case SignatureReason::wrong_key_usage: return "wrong_key_usage";
    case SignatureReason::signing_time_in_future: return "signing_time_in_future";
    case SignatureReason::other_certificate: return "other_certificate";
    case SignatureReason::no_revocation_information: return "no_revocation_information";
    case SignatureReason::weak_algorithm: return "weak_algorithm";
    case SignatureReason::no_signer_certificate: return "no_signer_certificate";
    case SignatureReason::malformed: return "malformed";
    case SignatureReason::no_signer: return "no_signer";
    case SignatureReason::expired_since_signing: return "expired_since_signing";
  }
  return "malformed";
}

SignatureOutcome outcome_of(SignatureReason reason) {
  switch (reason) {
    case SignatureReason::no_revocation_information:
    case SignatureReason::weak_algorithm:
    case SignatureReason::no_signer_certificate:
    case SignatureReason::malformed:
    case SignatureReason::no_signer:
    case SignatureReason::expired_since_signing: return SignatureOutcome::indeterminate;
    default: return SignatureOutcome::invalid;
  }
}

}  // namespace base
