#include "base/crypto/signing_key.h"

#include <openssl/err.h>

#include "base/crypto/signing_key_impl.h"

namespace base {

using namespace ossl;

Result<std::shared_ptr<SigningKey::Impl>> make_signing_key(std::string_view certificate_pem, Key key) {
  auto impl = std::make_shared<SigningKey::Impl>();
  impl->certificates = parse_certificates(certificate_pem);
  if (impl->certificates.empty())
    return openssl_error({"Không đọc được chứng thư số của người ký.", "The signer's certificate cannot be read."});
  X509* own = impl->certificates.front().get();
  if (X509_check_private_key(own, key.get()) != 1)
    return openssl_error(
        {"Khóa bí mật không thuộc về chứng thư số này.", "The private key does not belong to the certificate."});
  Result<CertificateInfo> info = certificate_info(own);
  if (!info) return std::move(info).error();
  impl->info = std::move(*info);
  impl->pem = print_certificate(own);
  impl->key = std::move(key);
  ERR_clear_error();
  return impl;
}

Result<SigningKey> SigningKey::from_pem(std::string_view certificate_pem, std::string_view key_pem) {
  Key key = parse_key(key_pem);
  if (!key) {
    const bool encrypted = key_pem.find("ENCRYPTED") != std::string_view::npos;
    return openssl_error(
        encrypted
            ? Sentence("Khóa bí mật bị mã hóa: hãy ghi khóa không có mật khẩu, hoặc giữ khóa trong thiết bị (token).",
                       "The private key is encrypted: write it without a pass phrase, or keep it in a token.")
            : Sentence("Không đọc được khóa bí mật.", "The private key cannot be read."));
  }
  auto impl = make_signing_key(certificate_pem, std::move(key));
  if (!impl) return std::move(impl).error();
  return SigningKey(std::move(*impl));
}

const CertificateInfo& SigningKey::certificate() const { return impl_->info; }
const std::string& SigningKey::certificate_pem() const { return impl_->pem; }
bool SigningKey::in_token() const { return impl_->modules != nullptr; }
bool SigningKey::failed() const { return impl_->failed; }

}  // namespace base
