#include <openssl/err.h>

#include "base/crypto/cms.h"
#include "base/crypto/openssl_objects.h"

namespace base {

using namespace ossl;

namespace {

bool set_signing_time(CMS_SignerInfo* signer, Timestamp time) {
  // RFC 5652 §11.3: UTCTime until 2049; ASN1_TIME_set chooses.
  const std::unique_ptr<ASN1_TIME, Freer<ASN1_TIME_free>> when(ASN1_TIME_set(nullptr, static_cast<std::time_t>(time.seconds())));
  return when && CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, when->type, when.get(), -1) == 1;
}

Result<void> add_signer(CMS_ContentInfo* cms, const CmsSigner& signer, Timestamp time) {
  const std::vector<Cert> certificates = parse_certificates(signer.certificate_pem);
  const Key key = parse_key(signer.key_pem);
  if (certificates.empty()) return openssl_error("The signer's certificate cannot be read.");
  if (!key) return openssl_error("The signer's private key cannot be read.");
  X509* own = certificates.front().get();
  if (X509_check_private_key(own, key.get()) != 1) return openssl_error("The private key does not belong to the certificate.");
  CMS_SignerInfo* info = CMS_add1_signer(cms, own, key.get(), EVP_sha256(), CMS_CADES);   // RFC 5035
  if (!info || !set_signing_time(info, time)) return openssl_error("The signer could not be added.");
  for (std::size_t i = 1; i < certificates.size(); ++i) {
    if (CMS_add1_cert(cms, certificates[i].get()) != 1) ERR_clear_error();   // it is there already
  }
  return {};
}

Result<std::string> sign(std::string_view content, const std::vector<CmsSigner>& signers, Timestamp time, unsigned flags) {
  if (signers.empty()) return Error::permanent(ErrorCode::bad_input, "A signature needs a signer.");
  const Cms cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_BINARY | flags));
  if (!cms) return openssl_error("The signature could not be begun.");
  for (const CmsSigner& signer : signers) {
    if (Result<void> added = add_signer(cms.get(), signer, time); !added) return std::move(added).error();
  }
  const Bio bytes = reader(content);
  if (!bytes || CMS_final(cms.get(), bytes.get(), nullptr, CMS_BINARY | flags) != 1) return openssl_error("The signature could not be made.");
  unsigned char* der = nullptr;
  const int size = i2d_CMS_ContentInfo(cms.get(), &der);
  if (size <= 0) return openssl_error("The signature could not be written.");
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  ERR_clear_error();
  return out;
}

}  // namespace

Result<std::string> sign_detached(std::string_view content, const std::vector<CmsSigner>& signers, Timestamp signing_time) {
  return sign(content, signers, signing_time, CMS_DETACHED);
}

Result<std::string> sign_opaque(std::string_view content, const std::vector<CmsSigner>& signers, Timestamp signing_time) {
  return sign(content, signers, signing_time, 0);
}

}  // namespace base
