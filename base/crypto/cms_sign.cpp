#include <openssl/err.h>

#include "base/crypto/cms.h"
#include "base/crypto/openssl_objects.h"
#include "base/crypto/signing_key_impl.h"
#include "base/crypto/token_modules.h"

namespace base {

using namespace ossl;

namespace {

bool set_signing_time(CMS_SignerInfo* signer, Timestamp time) {
  // RFC 5652 §11.3: UTCTime until 2049; ASN1_TIME_set chooses.
  const std::unique_ptr<ASN1_TIME, Freer<ASN1_TIME_free>> when(
      ASN1_TIME_set(nullptr, static_cast<std::time_t>(time.seconds())));
  return when && CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, when->type, when.get(), -1) == 1;
}

struct Signing {
  X509* certificate;
  EVP_PKEY* key;
  const std::vector<Cert>* certificates;  // the first is the signer's
};

Result<void> add_signer(CMS_ContentInfo* cms, const Signing& signer, Timestamp time) {
  CMS_SignerInfo* info = CMS_add1_signer(cms, signer.certificate, signer.key, EVP_sha256(), CMS_CADES);  // RFC 5035
  if (!info || !set_signing_time(info, time))
    return openssl_error({"Không thêm được người ký.", "The signer could not be added."});
  for (std::size_t i = 1; i < signer.certificates->size(); ++i) {
    if (CMS_add1_cert(cms, (*signer.certificates)[i].get()) != 1) ERR_clear_error();  // it is there already
  }
  return {};
}

Result<std::string> sign(std::string_view content, const std::vector<Signing>& signers, Timestamp time,
                         unsigned flags) {
  if (signers.empty())
    return Error::permanent(ErrorCode::bad_input, {"Chữ ký số cần có người ký.", "A signature needs a signer."});
  const Cms cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_BINARY | flags));
  if (!cms) return openssl_error({"Không bắt đầu được chữ ký số.", "The signature could not be begun."});
  for (const Signing& signer : signers) {
    if (Result<void> added = add_signer(cms.get(), signer, time); !added) return std::move(added).error();
  }
  const Bio bytes = reader(content);
  if (!bytes || CMS_final(cms.get(), bytes.get(), nullptr, CMS_BINARY | flags) != 1)
    return openssl_error({"Không tạo được chữ ký số.", "The signature could not be made."});
  unsigned char* der = nullptr;
  const int size = i2d_CMS_ContentInfo(cms.get(), &der);
  if (size <= 0) return openssl_error({"Không ghi được chữ ký số.", "The signature could not be written."});
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  ERR_clear_error();
  return out;
}

Result<std::string> sign(std::string_view content, const std::vector<SigningKey>& signers, Timestamp time,
                         unsigned flags) {
  std::vector<Signing> views;
  std::shared_ptr<TokenModules::Impl> modules;
  for (const SigningKey& signer : signers) {
    const SigningKey::Impl& impl = signer.impl();
    views.push_back({impl.certificates.front().get(), impl.key.get(), &impl.certificates});
    if (impl.modules) modules = impl.modules;
  }
  if (!modules) return sign(content, views, time, flags);
  const MutexLock one_at_a_time(modules->mutex);
  Result<std::string> out = sign(content, views, time, flags);
  if (out || out.error().code != ErrorCode::bad_input || views.empty()) return out;
  modules->set_stale();
  for (const SigningKey& signer : signers) signer.impl().failed = true;
  return Error::transient(ErrorCode::unavailable,
                          {"Thiết bị giữ khóa (token) không ký.", "The token with the key did not sign."},
                          out.error().detail_for_log);
}

Result<std::string> sign(std::string_view content, const std::vector<CmsSigner>& signers, Timestamp time,
                         unsigned flags) {
  std::vector<SigningKey> keys;
  for (const CmsSigner& signer : signers) {
    Result<SigningKey> key = SigningKey::from_pem(signer.certificate_pem, signer.key_pem);
    if (!key) return std::move(key).error();
    keys.push_back(std::move(*key));
  }
  return sign(content, keys, time, flags);
}

}  // namespace

Result<std::string> sign_detached(std::string_view content, const std::vector<CmsSigner>& signers,
                                  Timestamp signing_time) {
  return sign(content, signers, signing_time, CMS_DETACHED);
}

Result<std::string> sign_opaque(std::string_view content, const std::vector<CmsSigner>& signers,
                                Timestamp signing_time) {
  return sign(content, signers, signing_time, 0);
}

Result<std::string> sign_detached(std::string_view content, const std::vector<SigningKey>& signers,
                                  Timestamp signing_time) {
  return sign(content, signers, signing_time, CMS_DETACHED);
}

Result<std::string> sign_opaque(std::string_view content, const std::vector<SigningKey>& signers,
                                Timestamp signing_time) {
  return sign(content, signers, signing_time, 0);
}

}  // namespace base
