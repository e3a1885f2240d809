#include "base/crypto/cms_attributes.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/ts.h>

#include <string>

namespace base {

using namespace ossl;

namespace {

struct AnyFreer {
  void operator()(ASN1_SEQUENCE_ANY* items) const { sk_ASN1_TYPE_pop_free(items, ASN1_TYPE_free); }
};
using Items = std::unique_ptr<ASN1_SEQUENCE_ANY, AnyFreer>;

std::string_view bytes_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

Items read_sequence(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  return Items(d2i_ASN1_SEQUENCE_ANY(nullptr, &at, static_cast<long>(der.size())));
}

// The members of the i-th member, when that is a SEQUENCE.
Items sequence_at(const ASN1_SEQUENCE_ANY* items, int i) {
  const ASN1_TYPE* item = items && i < sk_ASN1_TYPE_num(items) ? sk_ASN1_TYPE_value(items, i) : nullptr;
  return item && item->type == V_ASN1_SEQUENCE ? read_sequence(bytes_of(item->value.sequence)) : nullptr;
}

// RFC 5652 §11.1: what was signed is of the kind that the message says. Without attributes it can only be plain data
// (§5.3).
bool content_type_fits(CMS_ContentInfo* cms, CMS_SignerInfo* signer) {
  const ASN1_OBJECT* wanted = CMS_get0_eContentType(cms);
  if (CMS_signed_get_attr_count(signer) < 0) return OBJ_obj2nid(wanted) == NID_pkcs7_data;
  const auto* said = static_cast<const ASN1_OBJECT*>(
      CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(NID_pkcs9_contentType), -3, V_ASN1_OBJECT));
  return said != nullptr && OBJ_cmp(said, wanted) == 0;
}

// Signed attributes are signed as a DER SET. Whoever takes the attributes away and passes that SET off as the content
// has a signature that fits; nobody writes such content.
bool is_set(std::string_view content) {
  if (!content.starts_with('\x31')) return false;
  const auto* at = reinterpret_cast<const unsigned char*>(content.data());
  const Items items(d2i_ASN1_SET_ANY(nullptr, &at, static_cast<long>(content.size())));
  return items && reinterpret_cast<const char*>(at) == content.data() + content.size();
}

// The digest of `certificate` that the first ESSCertID (SHA-1, RFC 2634 §5.4.1) or ESSCertIDv2 (RFC 5035 §4) names.
bool names_certificate(const ASN1_SEQUENCE_ANY* cert_id, X509* certificate, bool version_2) {
  const int first = sk_ASN1_TYPE_num(cert_id) > 0 ? sk_ASN1_TYPE_value(cert_id, 0)->type : -1;
  const EVP_MD* digest = version_2 ? EVP_sha256() : EVP_sha1();
  int hash_at = 0;
  if (version_2 && first == V_ASN1_SEQUENCE) {
    const Items algorithm = sequence_at(cert_id, 0);
    const ASN1_TYPE* oid =
        algorithm && sk_ASN1_TYPE_num(algorithm.get()) > 0 ? sk_ASN1_TYPE_value(algorithm.get(), 0) : nullptr;
    digest = oid && oid->type == V_ASN1_OBJECT ? EVP_get_digestbyobj(oid->value.object) : nullptr;
    hash_at = 1;
  }
  const ASN1_TYPE* hash = hash_at < sk_ASN1_TYPE_num(cert_id) ? sk_ASN1_TYPE_value(cert_id, hash_at) : nullptr;
  if (!digest || !hash || hash->type != V_ASN1_OCTET_STRING) return false;
  unsigned char own[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  return X509_digest(certificate, digest, own, &size) == 1 &&
         bytes_of(hash->value.octet_string) == std::string_view(reinterpret_cast<char*>(own), size);
}

// RFC 5035 §5.4: the first certificate named there must be the signer's, or another one with the same key could be put
// in its place.
bool certificate_fits(CMS_SignerInfo* signer, X509* certificate, int attribute, bool version_2) {
  if (CMS_signed_get_attr_by_NID(signer, attribute, -1) < 0) return true;
  const auto* value =
      static_cast<const ASN1_STRING*>(CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(attribute), -3, V_ASN1_SEQUENCE));
  if (!value) return false;
  const Items whole = read_sequence(bytes_of(value));
  const Items certificates = sequence_at(whole.get(), 0);
  const Items first = sequence_at(certificates.get(), 0);
  return first && names_certificate(first.get(), certificate, version_2);
}

}  // namespace

std::optional<Timestamp> claimed_time(CMS_SignerInfo* signer) {
  const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
  X509_ATTRIBUTE* attribute = at < 0 ? nullptr : CMS_signed_get_attr(signer, at);
  if (!attribute || X509_ATTRIBUTE_count(attribute) != 1) return std::nullopt;
  const ASN1_TYPE* value = X509_ATTRIBUTE_get0_type(attribute, 0);
  if (!value || (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME)) return std::nullopt;
  const Result<Timestamp> time = read_time(value->value.asn1_string);
  return time ? std::optional<Timestamp>(*time) : std::nullopt;
}

std::optional<SignatureReason> attribute_fault(CMS_ContentInfo* cms, CMS_SignerInfo* signer, X509* certificate,
                                               std::string_view content) {
  std::optional<SignatureReason> out;
  const bool bare = CMS_signed_get_attr_count(signer) < 0;
  if (!content_type_fits(cms, signer) || (bare && is_set(content))) out = SignatureReason::wrong_signature;
  else if (!certificate_fits(signer, certificate, NID_id_smime_aa_signingCertificate, false) ||
           !certificate_fits(signer, certificate, NID_id_smime_aa_signingCertificateV2, true))
    out = SignatureReason::other_certificate;
  ERR_clear_error();
  return out;
}

std::string claimed_digest(CMS_SignerInfo* signer) {
  const auto* value = static_cast<const ASN1_STRING*>(
      CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING));
  ERR_clear_error();
  return value ? std::string(bytes_of(value)) : std::string();
}

std::string time_stamp_token(CMS_SignerInfo* signer) {
  const int at = CMS_unsigned_get_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, -1);
  X509_ATTRIBUTE* attribute = at < 0 ? nullptr : CMS_unsigned_get_attr(signer, at);
  if (!attribute || X509_ATTRIBUTE_count(attribute) != 1) return {};
  const ASN1_TYPE* value = X509_ATTRIBUTE_get0_type(attribute, 0);
  return value && value->type == V_ASN1_SEQUENCE ? std::string(bytes_of(value->value.sequence)) : std::string();
}

std::string_view signature_value(CMS_SignerInfo* signer) { return bytes_of(CMS_SignerInfo_get0_signature(signer)); }

std::optional<Timestamp> stamped_time(std::string_view tst_info, std::span<const std::string_view> pieces) {
  constexpr int kStrongDigestBytes = 28;
  const auto* at = reinterpret_cast<const unsigned char*>(tst_info.data());
  const std::unique_ptr<TS_TST_INFO, Freer<TS_TST_INFO_free>> info(
      d2i_TS_TST_INFO(nullptr, &at, static_cast<long>(tst_info.size())));
  std::optional<Timestamp> out;
  TS_MSG_IMPRINT* imprint = info ? TS_TST_INFO_get_msg_imprint(info.get()) : nullptr;
  const int nid = imprint ? OBJ_obj2nid(TS_MSG_IMPRINT_get_algo(imprint)->algorithm) : NID_undef;
  const EVP_MD* digest = nid == NID_undef ? nullptr : EVP_get_digestbynid(nid);
  const std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  if (digest && EVP_MD_get_size(digest) >= kStrongDigestBytes && context &&
      EVP_DigestInit_ex(context.get(), digest, nullptr) == 1) {
    bool good = true;
    for (const std::string_view piece : pieces)
      good = good && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    unsigned char own[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    good = good && EVP_DigestFinal_ex(context.get(), own, &size) == 1;
    if (good && bytes_of(TS_MSG_IMPRINT_get_msg(imprint)) == std::string_view(reinterpret_cast<char*>(own), size)) {
      if (const Result<Timestamp> time = read_time(TS_TST_INFO_get_time(info.get()))) out = *time;
    }
  }
  ERR_clear_error();
  return out;
}

}  // namespace base
