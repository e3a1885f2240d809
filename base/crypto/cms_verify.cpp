#include <openssl/err.h>

#include "base/crypto/certificate_path.h"
#include "base/crypto/cms.h"
#include "base/crypto/openssl_objects.h"

namespace base {

using namespace ossl;

namespace {

struct CertStackFreer {
  void operator()(STACK_OF(X509)* stack) const { sk_X509_pop_free(stack, X509_free); }
};
using CertStack = std::unique_ptr<STACK_OF(X509), CertStackFreer>;

Cms parse(std::string_view der) {
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

std::optional<Timestamp> claimed_time(CMS_SignerInfo* signer) {
  const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
  X509_ATTRIBUTE* attribute = at < 0 ? nullptr : CMS_signed_get_attr(signer, at);
  if (!attribute || X509_ATTRIBUTE_count(attribute) != 1) return std::nullopt;
  const ASN1_TYPE* value = X509_ATTRIBUTE_get0_type(attribute, 0);
  if (!value || (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME)) return std::nullopt;
  const Result<Timestamp> time = read_time(value->value.asn1_string);
  return time ? std::optional<Timestamp>(*time) : std::nullopt;
}

// The digest of this signer; a broken one counts as weak.
void note_digest(CMS_SignerInfo* signer, SignerVerdict& out) {
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest, nullptr);
  const int nid = digest ? OBJ_obj2nid(digest->algorithm) : NID_undef;
  out.digest = nid == NID_undef ? std::string() : OBJ_nid2sn(nid);
  if (nid == NID_md5 || nid == NID_sha1 || nid == NID_md4 || nid == NID_undef) add_reason(out, SignatureReason::weak_algorithm);
}

// The sender's clock may run a little ahead of ours.
constexpr std::int64_t kClockSkewSeconds = 300;

void check_certificate(X509* certificate, STACK_OF(X509)* others, const TrustStore& trust, Timestamp at, SignatureUse use, SignerVerdict& out) {
  Result<CertificateInfo> info = certificate_info(certificate);
  if (info) out.certificate = *std::move(info);
  out.certificate_pem = print_certificate(certificate);
  Timestamp valid_at = at;
  if (out.signing_time) {
    if (out.signing_time->seconds() > at.seconds() + kClockSkewSeconds) add_reason(out, SignatureReason::signing_time_in_future);
    else valid_at = *out.signing_time;
  }
  const PathVerdict path = check_path(certificate, others, trust, valid_at, at, use);
  for (const SignatureReason reason : path.reasons) add_reason(out, reason);
  out.revocation_checked = path.revocation_checked;
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

SignerVerdict judge(CMS_SignerInfo* signer, BIO* digests, STACK_OF(X509)* others, const TrustStore& trust, Timestamp at, SignatureUse use) {
  SignerVerdict out;
  X509* certificate = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, &certificate, nullptr, nullptr);
  out.signing_time = claimed_time(signer);
  note_digest(signer, out);
  if (!certificate) {
    add_reason(out, SignatureReason::no_signer_certificate);
  } else {
    check_signature(signer, digests, out);
    check_certificate(certificate, others, trust, at, use, out);
  }
  out.outcome = SignatureOutcome::valid;
  for (const SignatureReason reason : out.reasons) out.outcome = worse(out.outcome, outcome_of(reason));
  return out;
}

// Runs the content through the digests; keeps it when `content` is not null.
bool read_through(BIO* digests, std::string* content) {
  char buffer[16384];
  for (;;) {
    const int got = BIO_read(digests, buffer, sizeof buffer);
    if (got < 0) return false;
    if (got == 0) return true;
    if (content) content->append(buffer, static_cast<std::size_t>(got));
  }
}

bool has_embedded_content(CMS_ContentInfo* cms) {
  ASN1_OCTET_STRING** content = CMS_get0_content(cms);
  return content && *content;
}

CmsVerdict verify(std::string_view der, const std::string_view* detached, const TrustStore& trust, Timestamp at, SignatureUse use) {
  const Cms cms = parse(der);
  if (!cms || OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed) return not_judged(SignatureReason::malformed);
  // A detached signature that brings content of its own would leave it open which of the two was signed.
  if (has_embedded_content(cms.get()) == (detached != nullptr)) return not_judged(SignatureReason::malformed);
  STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms.get());
  const int count = signers ? sk_CMS_SignerInfo_num(signers) : 0;
  if (count <= 0) return not_judged(SignatureReason::no_signer);
  const CertStack certificates(CMS_get1_certs(cms.get()));
  const int certificate_count = certificates ? sk_X509_num(certificates.get()) : 0;
  if (count > static_cast<int>(kMaxCmsSigners) || certificate_count > static_cast<int>(kMaxCmsCertificates)) return not_judged(SignatureReason::malformed);
  CMS_set1_signers_certs(cms.get(), nullptr, 0);   // finds each signer's certificate in the message

  const Bio source = detached ? reader(*detached) : nullptr;
  if (detached && !source) return not_judged(SignatureReason::malformed);
  BIO* digests = CMS_dataInit(cms.get(), source.get());
  if (!digests) {
    ERR_clear_error();
    return not_judged(SignatureReason::malformed);
  }
  CmsVerdict out;
  const bool read = read_through(digests, detached ? nullptr : &out.content);
  if (read) {
    out.outcome = SignatureOutcome::valid;
    for (int i = 0; i < count; ++i) {
      out.signers.push_back(judge(sk_CMS_SignerInfo_value(signers, i), digests, certificates.get(), trust, at, use));
      out.outcome = worse(out.outcome, out.signers.back().outcome);
    }
  }
  // The chain ends in our own source (freed by its owner) or in one that CMS_dataInit made.
  while (digests && digests != source.get()) {
    BIO* next = BIO_pop(digests);
    BIO_free(digests);
    digests = next;
  }
  ERR_clear_error();
  return read ? out : not_judged(SignatureReason::malformed);
}

}  // namespace

CmsVerdict verify_detached(std::string_view der, std::string_view content, const TrustStore& trust, Timestamp at, SignatureUse use) {
  return verify(der, &content, trust, at, use);
}

CmsVerdict verify_opaque(std::string_view der, const TrustStore& trust, Timestamp at, SignatureUse use) {
  return verify(der, nullptr, trust, at, use);
}

bool is_signed_data(std::string_view der) {
  const Cms cms = parse(der);
  return cms && OBJ_obj2nid(CMS_get0_type(cms.get())) == NID_pkcs7_signed;
}

}  // namespace base
