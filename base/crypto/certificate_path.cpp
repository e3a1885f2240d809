#include "base/crypto/certificate_path.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>

#include "base/crypto/trust_store.h"

namespace base {

using namespace ossl;

namespace {

SignatureReason reason_of(int error) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return SignatureReason::expired_at_signing;
    case X509_V_ERR_CERT_NOT_YET_VALID: return SignatureReason::not_yet_valid;
    case X509_V_ERR_INVALID_PURPOSE: return SignatureReason::wrong_key_usage;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK: return SignatureReason::weak_algorithm;
    default: return SignatureReason::untrusted_chain;  // also everything that the library may learn to find later
  }
}

// A key usage, when there is one, must allow signatures (RFC 5280 §4.2.1.3).
bool may_sign(X509* certificate) {
  const std::uint32_t usage = X509_get_key_usage(certificate);  // all ones when absent
  return (usage & (X509v3_KU_DIGITAL_SIGNATURE | X509v3_KU_NON_REPUDIATION)) != 0;
}

// What a certificate for documents may be meant for when it says so: mail, or documents by one of the names in use (RFC
// 9336, Adobe, Microsoft). A server's or a code signer's certificate under the same root speaks for nobody's document.
bool is_for_documents(X509* certificate) {
  constexpr std::array<std::string_view, 3> kDocumentSigning = {"1.3.6.1.5.5.7.3.36", "1.2.840.113583.1.1.5",
                                                                "1.3.6.1.4.1.311.10.3.12"};
  int found = -1;  // OpenSSL's: -1 there is none, -2 there are several
  const std::unique_ptr<EXTENDED_KEY_USAGE, Freer<EXTENDED_KEY_USAGE_free>> usages(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, &found, nullptr)));
  if (!usages) return found == -1;
  for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    const ASN1_OBJECT* usage = sk_ASN1_OBJECT_value(usages.get(), i);
    const int nid = OBJ_obj2nid(usage);
    if (nid == NID_email_protect || nid == NID_anyExtendedKeyUsage) return true;
    char dotted[64] = "";
    OBJ_obj2txt(dotted, sizeof dotted, usage, 1);
    if (std::find(kDocumentSigning.begin(), kDocumentSigning.end(), dotted) != kDocumentSigning.end()) return true;
  }
  return false;
}

bool has_extension(X509* certificate, int nid) { return X509_get_ext_by_NID(certificate, nid, -1) >= 0; }

// Does it say where its revocation could be asked for? An address of the issuer's certificate is no such place.
bool names_a_place(X509* certificate) {
  if (has_extension(certificate, NID_crl_distribution_points)) return true;
  STACK_OF(OPENSSL_STRING)* responders = X509_get1_ocsp(certificate);
  const bool any = sk_OPENSSL_STRING_num(responders) > 0;
  X509_email_free(responders);
  return any;
}

// Every reason, each once: a weak key must not hide that the chain is forged.
void add_reason(std::vector<SignatureReason>& reasons, SignatureReason reason) {
  if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
}

// Called for each fault; 1: note it and look on. What is noted is taken back: the library finds no missing issuer
// behind an open error.
int note_fault(int good, X509_STORE_CTX* context) {
  if (good == 1) return 1;
  auto* reasons = static_cast<std::vector<SignatureReason>*>(X509_STORE_CTX_get_app_data(context));
  add_reason(*reasons, reason_of(X509_STORE_CTX_get_error(context)));
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

// Does one of the certificate's distribution points bear one of these names?
bool is_named_by(const GENERAL_NAMES* names, X509* certificate) {
  const std::unique_ptr<CRL_DIST_POINTS, Freer<CRL_DIST_POINTS_free>> places(
      static_cast<CRL_DIST_POINTS*>(X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr)));
  for (int i = 0; places && i < sk_DIST_POINT_num(places.get()); ++i) {
    const DIST_POINT_NAME* place = sk_DIST_POINT_value(places.get(), i)->distpoint;
    if (!place || place->type != 0) continue;
    for (int j = 0; j < sk_GENERAL_NAME_num(place->name.fullname); ++j) {
      for (int k = 0; k < sk_GENERAL_NAME_num(names); ++k) {
        if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(place->name.fullname, j), sk_GENERAL_NAME_value(names, k)) == 0)
          return true;
      }
    }
  }
  return false;
}

// Would this list name the certificate if it were revoked? Not a delta, nor one with a critical extension that we do
// not know; one with a scope (RFC 5280 §5.2.5, §6.3.3 b) when the scope takes the certificate in.
bool is_complete_for(const X509_CRL* list, X509* certificate) {
  for (int i = -1; (i = X509_CRL_get_ext_by_critical(list, 1, i)) >= 0;) {
    if (OBJ_obj2nid(X509_EXTENSION_get_object(X509_CRL_get_ext(list, i))) != NID_issuing_distribution_point)
      return false;
  }
  int found = -1;  // OpenSSL's: -1 there is none
  const std::unique_ptr<ISSUING_DIST_POINT, Freer<ISSUING_DIST_POINT_free>> scope(
      static_cast<ISSUING_DIST_POINT*>(X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, &found, nullptr)));
  if (!scope) return found == -1;
  const bool is_authority = X509_check_ca(certificate) > 0;
  if (scope->indirectCRL > 0 || scope->onlyattr > 0 || scope->onlysomereasons ||
      (scope->onlyuser > 0 && is_authority) || (scope->onlyCA > 0 && !is_authority)) {
    return false;
  }
  const DIST_POINT_NAME* place = scope->distpoint;
  return !place || (place->type == 0 && is_named_by(place->name.fullname, certificate));
}

enum class Revocation { revoked, good, unknown, nowhere };

// RFC 5280 §6.3 for one certificate and complete CRLs of its own issuer. An entry of any list that the issuer signed
// revokes; only a fresh, complete list clears.
Revocation revocation_of(X509* certificate, X509* issuer, const TrustStore::Impl& trust, Timestamp known_at) {
  bool cleared = false, some_list = false;
  for (const Crl& crl : trust.crls) {
    if (X509_NAME_cmp(X509_CRL_get_issuer(crl.get()), X509_get_issuer_name(certificate)) != 0) continue;
    if ((X509_get_key_usage(issuer) & X509v3_KU_CRL_SIGN) == 0) continue;
    if (X509_CRL_verify(crl.get(), X509_get0_pubkey(issuer)) != 1) continue;
    some_list = true;
    X509_REVOKED* entry = nullptr;
    if (X509_CRL_get0_by_cert(crl.get(), &entry, certificate) == 1) {  // 2: removed from the list again
      const Result<Timestamp> when = read_time(X509_REVOKED_get0_revocationDate(entry));
      if (!when || *when <= known_at) return Revocation::revoked;
      cleared = true;  // it was good at that time
      continue;
    }
    const ASN1_TIME* next = X509_CRL_get0_nextUpdate(crl.get());
    const Result<Timestamp> until =
        next ? read_time(next) : Result<Timestamp>(Error::permanent(ErrorCode::bad_input, {}));
    if (is_complete_for(crl.get(), certificate) && until && known_at <= *until) cleared = true;
  }
  if (cleared) return Revocation::good;
  return some_list || names_a_place(certificate) ? Revocation::unknown : Revocation::nowhere;
}

void check_revocation(STACK_OF(X509) * chain, const TrustStore::Impl& trust, Timestamp known_at, PathVerdict& out) {
  bool unknown = false, all_checked = true;
  for (int i = 0; i + 1 < sk_X509_num(chain); ++i) {
    switch (revocation_of(sk_X509_value(chain, i), sk_X509_value(chain, i + 1), trust, known_at)) {
      case Revocation::revoked: out.reasons.push_back(SignatureReason::revoked); return;
      case Revocation::good: break;
      case Revocation::unknown:
        unknown = true;
        all_checked = false;
        break;
      case Revocation::nowhere: all_checked = false; break;
    }
  }
  if (unknown) out.reasons.push_back(SignatureReason::no_revocation_information);
  out.revocation_checked = all_checked && sk_X509_num(chain) > 1;
}

}  // namespace

PathVerdict check_path(X509* certificate, STACK_OF(X509) * untrusted, const TrustStore& trust, Timestamp valid_at,
                       Timestamp known_at, SignatureUse use) {
  PathVerdict out;
  const std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>> context(X509_STORE_CTX_new());
  if (!context || X509_STORE_CTX_init(context.get(), trust.impl().store.get(), certificate, untrusted) != 1) {
    ERR_clear_error();
    out.reasons.push_back(SignatureReason::untrusted_chain);
    return out;
  }
  X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(param, static_cast<std::time_t>(valid_at.seconds()));
  X509_VERIFY_PARAM_set_auth_level(param, 2);  // 112 bits: RSA 2048 (RFC 8551 §4.3); weaker is not accepted
  X509_VERIFY_PARAM_set_depth(param, 10);
  // A certificate under an intermediate that the office itself added ends there: that one is trusted by hand.
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
  if (use == SignatureUse::mail) X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SMIME_SIGN);  // RFC 8550 §4.4
  if (use == SignatureUse::time_stamp) X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_TIMESTAMP_SIGN);
  X509_STORE_CTX_set_app_data(context.get(), &out.reasons);
  X509_STORE_CTX_set_verify_cb(context.get(), note_fault);
  const bool looked = X509_verify_cert(context.get()) == 1;
  // Without a fault noted, 0 means that it could not even begin.
  if (!looked && out.reasons.empty()) out.reasons.push_back(reason_of(X509_STORE_CTX_get_error(context.get())));
  if (!may_sign(certificate) || (use == SignatureUse::document && !is_for_documents(certificate)))
    add_reason(out.reasons, SignatureReason::wrong_key_usage);
  // Also of an expired chain a revocation is told: X509_verify_cert leaves what it has built.
  STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
  const bool linked =
      std::find(out.reasons.begin(), out.reasons.end(), SignatureReason::untrusted_chain) == out.reasons.end();
  if (chain && linked) check_revocation(chain, trust.impl(), known_at, out);
  ERR_clear_error();
  return out;
}

}  // namespace base
