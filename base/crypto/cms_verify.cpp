#include <openssl/core_names.h>
#include <openssl/err.h>

#include <algorithm>

#include "base/crypto/certificate_path.h"
#include "base/crypto/cms.h"
#include "base/crypto/cms_attributes.h"
#include "base/crypto/cms_shape.h"
#include "base/crypto/openssl_objects.h"
#include "base/crypto/trust_store.h"

namespace base {

using namespace ossl;

namespace {

struct CertStackFreer {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
using CertStack = std::unique_ptr<STACK_OF(X509), CertStackFreer>;

void known_stack_free(STACK_OF(X509) * stack) { sk_X509_free(stack); }  // the certificates are the store's

// Nothing that holds more than we look at.
Cms parse(std::string_view der) {
  const std::optional<CmsShape> shape = read_cms_shape(der);
  if (!shape || shape->signers > kMaxCmsSigners || shape->certificates > kMaxCmsCertificates) return nullptr;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  Cms out(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  return out;
}

CmsVerdict not_judged(SignatureReason reason) {
  CmsVerdict out;
  out.outcome = outcome_of(reason);
  out.reasons.push_back(reason);
  return out;
}

void add_reason(SignerVerdict& out, SignatureReason reason) {
  for (const SignatureReason known : out.reasons) {
    if (known == reason) return;
  }
  out.reasons.push_back(reason);
}

// The digest of this signer. Under 224 bits (MD5, SHA-1, RIPEMD-160) it has less than 112 bits of strength against
// collisions: weak, as one that is not known.
void note_digest(CMS_SignerInfo* signer, SignerVerdict& out) {
  constexpr int kStrongDigestBytes = 28;
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest, nullptr);
  const int nid = digest ? OBJ_obj2nid(digest->algorithm) : NID_undef;
  out.digest = nid == NID_undef ? std::string() : OBJ_nid2sn(nid);
  const EVP_MD* known = nid == NID_undef ? nullptr : EVP_get_digestbynid(nid);
  if (!known || EVP_MD_get_size(known) < kStrongDigestBytes) add_reason(out, SignatureReason::weak_algorithm);
}

// The sender's clock may run a little ahead of ours.
constexpr std::int64_t kClockSkewSeconds = 300;

bool has_expired(const PathVerdict& path) {
  return std::find(path.reasons.begin(), path.reasons.end(), SignatureReason::expired_at_signing) != path.reasons.end();
}

// When the certificate must be valid: at the proven time, else at the claimed one. A time stamp is judged by its
// arrival alone.
Timestamp valid_time(SignerVerdict& out, Timestamp at, SignatureUse use) {
  if (out.signing_time && out.signing_time->seconds() > at.seconds() + kClockSkewSeconds) {
    add_reason(out, SignatureReason::signing_time_in_future);
    return at;
  }
  if (use == SignatureUse::time_stamp) return at;
  if (out.proven_time) return *out.proven_time;
  return out.signing_time.value_or(at);
}

void check_certificate(X509* certificate, STACK_OF(X509) * others, const TrustStore& trust, Timestamp at,
                       SignatureUse use, SignerVerdict& out) {
  Result<CertificateInfo> info = certificate_info(certificate);
  if (info) out.certificate = *std::move(info);
  out.certificate_pem = print_certificate(certificate);
  const Timestamp valid_at = valid_time(out, at, use);
  const PathVerdict path = check_path(certificate, others, trust, valid_at, at, use);
  for (const SignatureReason reason : path.reasons) add_reason(out, reason);
  out.revocation_checked = path.revocation_checked;
  // Whoever holds the key of an expired certificate can claim any day of its life, and no list names it any more.
  const bool old_claim = !out.proven_time && valid_at + std::chrono::hours(24 * kClaimBelievedDays) < at;
  if (old_claim && !has_expired(path) && has_expired(check_path(certificate, others, trust, at, at, use))) {
    add_reason(out, SignatureReason::expired_since_signing);
  }
}

// RFC 5652 §5.4 and §5.6: signed attributes first, then the digest of the content.
void check_signature(CMS_SignerInfo* signer, BIO* digests, SignerVerdict& out) {
  if (CMS_signed_get_attr_count(signer) >= 0) {
    if (CMS_SignerInfo_verify(signer) != 1) {
      add_reason(out, SignatureReason::wrong_signature);
      ERR_clear_error();
      return;
    }
  }
  if (CMS_SignerInfo_verify_content(signer, digests) != 1) {
    // Without signed attributes the signature stands over the content itself: one cannot tell which of them is wrong.
    add_reason(out, SignatureReason::wrong_digest);
  }
  ERR_clear_error();
}

// Keys that nobody makes but to keep a verifier busy: with an exponent of 3000 bits one signature takes 50 ms.
bool has_costly_key(const STACK_OF(X509) * certificates) {
  constexpr int kMaxKeyBits = 8192, kMaxExponentBits = 33;
  for (int i = 0; i < sk_X509_num(certificates); ++i) {
    const EVP_PKEY* key = X509_get0_pubkey(sk_X509_value(certificates, i));
    if (!key) continue;
    if (EVP_PKEY_get_bits(key) > kMaxKeyBits) return true;
    BIGNUM* number = nullptr;
    const bool is_rsa = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &number) == 1;
    const std::unique_ptr<BIGNUM, Freer<BN_free>> exponent(number);
    if (is_rsa && BN_num_bits(exponent.get()) > kMaxExponentBits) return true;
  }
  ERR_clear_error();
  return false;
}

// What all signers of one message share.
struct Judging {
  CMS_ContentInfo* cms;
  BIO* digests;
  STACK_OF(X509) * others;
  std::string_view content;  // of several pieces: empty, or all of it when it may be a SET
  const TrustStore& trust;
  Timestamp at;
  SignatureUse use;
  VerifyBudget* budget;
};

// What the token beside the signature proves, when it is in order and the budget suffices.
std::optional<Timestamp> proven_time(CMS_SignerInfo* signer, const Judging& all) {
  if (all.use == SignatureUse::time_stamp) return std::nullopt;
  const std::string token = time_stamp_token(signer);
  if (token.empty()) return std::nullopt;
  const std::string_view signature = signature_value(signer);
  const CmsVerdict stamp = verify_time_stamp(token, std::span(&signature, 1), all.trust, all.at, all.budget);
  return stamp.outcome == SignatureOutcome::valid ? stamp.signers.front().proven_time : std::nullopt;
}

SignerVerdict judge(CMS_SignerInfo* signer, const Judging& all) {
  SignerVerdict out;
  X509* certificate = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, &certificate, nullptr, nullptr);
  out.signing_time = claimed_time(signer);
  note_digest(signer, out);
  out.message_digest = claimed_digest(signer);
  if (!certificate) {
    add_reason(out, SignatureReason::no_signer_certificate);
  } else {
    check_signature(signer, all.digests, out);
    if (const auto fault = attribute_fault(all.cms, signer, certificate, all.content)) add_reason(out, *fault);
    out.proven_time = proven_time(signer, all);
    check_certificate(certificate, all.others, all.trust, all.at, all.use, out);
  }
  out.outcome = SignatureOutcome::valid;
  for (const SignatureReason reason : out.reasons) out.outcome = worse(out.outcome, outcome_of(reason));
  return out;
}

// The digests that the signers used, each once. An unknown one is left out: its signer does not verify.
std::vector<const EVP_MD*> digests_of(const STACK_OF(CMS_SignerInfo) * signers) {
  std::vector<const EVP_MD*> out;
  for (int i = 0; i < sk_CMS_SignerInfo_num(signers); ++i) {
    X509_ALGOR* algorithm = nullptr;
    CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(signers, i), nullptr, nullptr, &algorithm, nullptr);
    const int nid = algorithm ? OBJ_obj2nid(algorithm->algorithm) : NID_undef;
    const EVP_MD* digest = nid == NID_undef ? nullptr : EVP_get_digestbynid(nid);
    if (digest && std::find(out.begin(), out.end(), digest) == out.end()) out.push_back(digest);
  }
  return out;
}

// One filter for each digest that a signer used, all fed by one reading of the content. CMS_dataInit would make one for
// each that the message lists: a list of 100,000 keeps it busy for many minutes.
Bio digest_content(const std::vector<const EVP_MD*>& digests, std::span<const std::string_view> pieces) {
  Bio chain(BIO_new(BIO_s_null()));
  for (const EVP_MD* digest : digests) {
    Bio filter(BIO_new(BIO_f_md()));
    if (!chain || !filter || BIO_set_md(filter.get(), digest) != 1) return nullptr;
    BIO_push(filter.get(), chain.release());
    chain = std::move(filter);
  }
  constexpr std::size_t kShare = 1u << 20;
  for (std::string_view piece : pieces) {
    while (chain && !piece.empty()) {
      const std::string_view share = piece.substr(0, kShare);
      if (BIO_write(chain.get(), share.data(), static_cast<int>(share.size())) != static_cast<int>(share.size()))
        return nullptr;
      piece.remove_prefix(share.size());
    }
  }
  return chain;
}

// RFC 8550 §2.3: of a correspondent whom we know the message may leave the certificate out.
void find_certificates(CMS_ContentInfo* cms, const TrustStore::Impl& trust) {
  CMS_set1_signers_certs(cms, nullptr, 0);  // finds each signer's certificate in the message
  if (trust.known.empty()) return;
  const std::unique_ptr<STACK_OF(X509), Freer<known_stack_free>> known(sk_X509_new_null());
  for (const Cert& one : trust.known) {
    if (known) sk_X509_push(known.get(), one.get());
  }
  if (known) CMS_set1_signers_certs(cms, known.get(), CMS_NOINTERN);  // the other signers'
}

CmsVerdict too_much() {
  CmsVerdict out;
  out.too_much = true;
  return out;
}

CmsVerdict verify(std::string_view der, const std::span<const std::string_view>* detached, const TrustStore& trust,
                  Timestamp at, SignatureUse use, VerifyBudget* budget) {
  const Cms cms = parse(der);
  if (!cms || OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed) return not_judged(SignatureReason::malformed);
  // A detached signature that brings content of its own would leave it open which of the two was signed.
  ASN1_OCTET_STRING** embedded = CMS_get0_content(cms.get());
  const bool carries_content = embedded && *embedded;
  if (carries_content == (detached != nullptr)) return not_judged(SignatureReason::malformed);
  STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms.get());
  const int count = signers ? sk_CMS_SignerInfo_num(signers) : 0;
  if (count <= 0) return not_judged(SignatureReason::no_signer);
  const CertStack certificates(CMS_get1_certs(cms.get()));
  if (certificates && has_costly_key(certificates.get())) return not_judged(SignatureReason::malformed);
  if (use == SignatureUse::time_stamp &&
      (count != 1 || OBJ_obj2nid(CMS_get0_eContentType(cms.get())) != NID_id_smime_ct_TSTInfo)) {
    return not_judged(SignatureReason::malformed);
  }
  find_certificates(cms.get(), trust.impl());

  CmsVerdict out;
  if (!detached) {
    const auto* bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(*embedded));
    out.content.assign(bytes, static_cast<std::size_t>(ASN1_STRING_length(*embedded)));
  }
  const std::string_view own = out.content;
  const std::span<const std::string_view> pieces = detached ? *detached : std::span(&own, 1);
  const std::vector<const EVP_MD*> used = digests_of(signers);
  if (budget) {
    std::uint64_t octets = 0;
    for (const std::string_view piece : pieces) octets += piece.size();
    if (!budget->spend(octets * used.size() + static_cast<std::uint64_t>(count) * kSignerCost)) return too_much();
  }
  const Bio digests = digest_content(used, pieces);
  ERR_clear_error();
  if (!digests) return not_judged(SignatureReason::malformed);
  out.outcome = SignatureOutcome::valid;
  std::string
      joined;  // of several pieces only what may be a SET is put together: attribute_fault looks for nothing else
  if (pieces.size() > 1 && pieces.front().starts_with('\x31')) {
    for (const std::string_view piece : pieces) joined += piece;
  }
  const std::string_view content = pieces.size() == 1 ? pieces.front() : std::string_view(joined);
  const Judging all{cms.get(), digests.get(), certificates.get(), content, trust, at, use, budget};
  for (int i = 0; i < count; ++i) {
    out.signers.push_back(judge(sk_CMS_SignerInfo_value(signers, i), all));
    out.outcome = worse(out.outcome, out.signers.back().outcome);
  }
  ERR_clear_error();
  return out;
}

}  // namespace

CmsVerdict verify_detached(std::string_view der, std::string_view content, const TrustStore& trust, Timestamp at,
                           SignatureUse use, VerifyBudget* budget) {
  return verify_detached(der, std::span<const std::string_view>(&content, 1), trust, at, use, budget);
}

CmsVerdict verify_detached(std::string_view der, std::span<const std::string_view> pieces, const TrustStore& trust,
                           Timestamp at, SignatureUse use, VerifyBudget* budget) {
  return verify(der, &pieces, trust, at, use, budget);
}

CmsVerdict verify_opaque(std::string_view der, const TrustStore& trust, Timestamp at, SignatureUse use,
                         VerifyBudget* budget) {
  return verify(der, nullptr, trust, at, use, budget);
}

CmsVerdict verify_time_stamp(std::string_view token, std::span<const std::string_view> pieces, const TrustStore& trust,
                             Timestamp at, VerifyBudget* budget) {
  if (budget) {
    std::uint64_t octets = 0;
    for (const std::string_view piece : pieces) octets += piece.size();
    if (!budget->spend(octets)) return too_much();
  }
  CmsVerdict out = verify(token, nullptr, trust, at, SignatureUse::time_stamp, budget);
  if (out.signers.empty()) return out;
  SignerVerdict& authority = out.signers.front();
  authority.proven_time = stamped_time(out.content, pieces);
  if (!authority.proven_time) add_reason(authority, SignatureReason::wrong_digest);
  else if (authority.proven_time->seconds() > at.seconds() + kClockSkewSeconds)
    add_reason(authority, SignatureReason::signing_time_in_future);
  for (const SignatureReason reason : authority.reasons)
    out.outcome = authority.outcome = worse(authority.outcome, outcome_of(reason));
  return out;
}

bool is_signed_data(std::string_view der) { return read_cms_shape(der).has_value(); }

std::size_t signed_data_size(std::string_view der) {
  const std::optional<CmsShape> shape = read_cms_shape(der);
  return shape ? shape->size : 0;
}

}  // namespace base
