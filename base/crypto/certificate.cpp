#include "base/crypto/certificate.h"

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/err.h>

#include "base/crypto/openssl_objects.h"

namespace base {

using namespace ossl;

namespace {

bool is_ip_literal(const std::string& name) {
  unsigned char out[16];
  return inet_pton(AF_INET, name.c_str(), out) == 1 || inet_pton(AF_INET6, name.c_str(), out) == 1;
}

// subjectAltName built as a stack: names never pass through OpenSSL's configuration syntax.
bool add_names(X509* cert, const std::vector<std::string>& names) {
  const std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>> list(GENERAL_NAMES_new());
  if (!list) return false;
  for (const std::string& name : names) {
    std::unique_ptr<GENERAL_NAME, Freer<GENERAL_NAME_free>> entry(GENERAL_NAME_new());
    if (!entry) return false;
    if (is_ip_literal(name)) {
      ASN1_OCTET_STRING* address = a2i_IPADDRESS(name.c_str());
      if (!address) return false;
      GENERAL_NAME_set0_value(entry.get(), GEN_IPADD, address);
    } else {
      ASN1_IA5STRING* text = ASN1_IA5STRING_new();
      if (!text) return false;
      if (ASN1_STRING_set(text, name.data(), static_cast<int>(name.size())) != 1) {
        ASN1_IA5STRING_free(text);
        return false;
      }
      GENERAL_NAME_set0_value(entry.get(), GEN_DNS, text);
    }
    if (sk_GENERAL_NAME_push(list.get(), entry.get()) == 0) return false;
    entry.release();
  }
  return X509_add1_ext_i2d(cert, NID_subject_alt_name, list.get(), 0, 0) == 1;
}

}  // namespace

Result<CertificateAndKey> make_authority(std::string_view common_name, Timestamp now, int days) {
  if (common_name.empty() || days < 1 || days > 36500) {
    return Error::permanent(ErrorCode::bad_input,
                            {"Cơ quan chứng thực (CA) cần có tên và thời hạn từ 1 đến 36500 ngày.",
                             "A certificate authority needs a name and 1 to 36500 days."});
  }
  const Key key(EVP_EC_gen("P-256"));
  const Cert cert(X509_new());
  if (!key || !cert) return openssl_error({"Không tạo được khóa.", "The key could not be made."});
  X509_NAME* name = X509_get_subject_name(cert.get());
  if (X509_set_version(cert.get(), X509_VERSION_3) != 1 || !set_serial(cert.get()) ||
      !set_validity(cert.get(), now, days) || !set_common_name(name, cut_common_name(common_name)) ||
      X509_set_issuer_name(cert.get(), name) != 1 || X509_set_pubkey(cert.get(), key.get()) != 1 ||
      !add_extension(cert.get(), cert.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
      !add_extension(cert.get(), cert.get(), NID_key_usage, "critical,keyCertSign,cRLSign") ||
      !add_extension(cert.get(), cert.get(), NID_subject_key_identifier, "hash") ||
      X509_sign(cert.get(), key.get(), EVP_sha256()) == 0) {
    return openssl_error({"Không tạo được cơ quan chứng thực (CA).", "The certificate authority could not be made."});
  }
  return print_pair(cert.get(), key.get());
}

Result<CertificateAndKey> make_server_certificate(const CertificateAndKey& authority,
                                                  const std::vector<std::string>& names, Timestamp now, int days) {
  if (names.empty() || days < 1 || days > 36500) {
    return Error::permanent(ErrorCode::bad_input,
                            {"Chứng thư của máy chủ cần ít nhất một tên và thời hạn từ 1 đến 36500 ngày.",
                             "A server certificate needs at least one name and 1 to 36500 days."});
  }
  const Cert issuer = parse_certificate(authority.certificate_pem);
  const Key issuer_key = parse_key(authority.key_pem);
  if (!issuer || !issuer_key || X509_check_private_key(issuer.get(), issuer_key.get()) != 1) {
    return openssl_error({"Không đọc được chứng thư của cơ quan chứng thực (CA), hoặc khóa không khớp.",
                          "The certificate authority cannot be read, or its key does not fit."});
  }
  std::string common_name = names.front();
  for (const std::string& name : names) {
    if (name.empty() || name.size() > 253)
      return Error::permanent(ErrorCode::bad_input, {"Một tên của chứng thư bị trống hoặc quá dài.",
                                                     "A name for the certificate is empty or too long."});
    if (!is_ip_literal(name) && is_ip_literal(common_name)) common_name = name;
  }
  const Key key(EVP_EC_gen("P-256"));
  const Cert cert(X509_new());
  if (!key || !cert) return openssl_error({"Không tạo được khóa.", "The key could not be made."});
  if (X509_set_version(cert.get(), X509_VERSION_3) != 1 || !set_serial(cert.get()) ||
      !set_validity(cert.get(), now, days) ||
      !set_common_name(X509_get_subject_name(cert.get()), cut_common_name(common_name)) ||
      X509_set_issuer_name(cert.get(), X509_get_subject_name(issuer.get())) != 1 ||
      X509_set_pubkey(cert.get(), key.get()) != 1 ||
      !add_extension(cert.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension(cert.get(), issuer.get(), NID_key_usage, "critical,digitalSignature") ||
      !add_extension(cert.get(), issuer.get(), NID_ext_key_usage, "serverAuth") ||
      !add_extension(cert.get(), issuer.get(), NID_subject_key_identifier, "hash") ||
      !add_extension(cert.get(), issuer.get(), NID_authority_key_identifier, "keyid:always") ||
      !add_names(cert.get(), names) || X509_sign(cert.get(), issuer_key.get(), EVP_sha256()) == 0) {
    return openssl_error({"Không tạo được chứng thư của máy chủ.", "The server certificate could not be made."});
  }
  return print_pair(cert.get(), key.get());
}

Result<CertificateInfo> read_certificate(std::string_view pem) {
  const Cert cert = parse_certificate(pem);
  if (!cert) return openssl_error({"Đây không phải chứng thư số dạng PEM.", "This is not a certificate in PEM form."});
  return ossl::certificate_info(cert.get());
}

Result<bool> key_fits_certificate(std::string_view certificate_pem, std::string_view key_pem) {
  const Cert cert = parse_certificate(certificate_pem);
  const Key key = parse_key(key_pem);
  if (!cert) return openssl_error({"Không đọc được chứng thư số.", "The certificate cannot be read."});
  if (!key) return openssl_error({"Không đọc được khóa bí mật.", "The private key cannot be read."});
  const bool fits = X509_check_private_key(cert.get(), key.get()) == 1;
  ERR_clear_error();
  return fits;
}

}  // namespace base
