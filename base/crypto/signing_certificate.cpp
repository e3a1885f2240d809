#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/crypto/openssl_objects.h"

namespace base {

using namespace ossl;

namespace {

struct Authority {
  Cert certificate;
  Key key;
};

Result<Authority> read_authority(const CertificateAndKey& pair) {
  Authority out{parse_certificate(pair.certificate_pem), parse_key(pair.key_pem)};
  if (!out.certificate || !out.key || X509_check_private_key(out.certificate.get(), out.key.get()) != 1) {
    return openssl_error({"Không đọc được chứng thư của cơ quan chứng thực (CA), hoặc khóa không khớp.",
                          "The certificate authority cannot be read, or its key does not fit."});
  }
  return out;
}

// As a stack, not as text: an address never passes through OpenSSL's configuration syntax.
bool add_emails(X509* cert, const std::vector<std::string>& emails) {
  const std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>> list(GENERAL_NAMES_new());
  if (!list) return false;
  for (const std::string& email : emails) {
    std::unique_ptr<GENERAL_NAME, Freer<GENERAL_NAME_free>> entry(GENERAL_NAME_new());
    std::unique_ptr<ASN1_IA5STRING, Freer<ASN1_IA5STRING_free>> text(ASN1_IA5STRING_new());
    if (!entry || !text || ASN1_STRING_set(text.get(), email.data(), static_cast<int>(email.size())) != 1) return false;
    GENERAL_NAME_set0_value(entry.get(), GEN_EMAIL, text.release());
    if (sk_GENERAL_NAME_push(list.get(), entry.get()) == 0) return false;
    entry.release();
  }
  return emails.empty() || X509_add1_ext_i2d(cert, NID_subject_alt_name, list.get(), 0, 0) == 1;
}

bool add_revoked(X509_CRL* crl, X509* certificate, const ASN1_TIME* when) {
  std::unique_ptr<X509_REVOKED, Freer<X509_REVOKED_free>> entry(X509_REVOKED_new());
  if (!entry || X509_REVOKED_set_serialNumber(entry.get(), X509_get_serialNumber(certificate)) != 1 ||
      X509_REVOKED_set_revocationDate(entry.get(), const_cast<ASN1_TIME*>(when)) != 1 ||
      X509_CRL_add0_revoked(crl, entry.get()) != 1) {
    return false;
  }
  entry.release();
  return true;
}

}  // namespace

Result<CertificateAndKey> make_signing_certificate(const CertificateAndKey& authority, std::string_view common_name,
                                                   const std::vector<std::string>& emails, Timestamp now, int days) {
  if (common_name.empty() || days < 1 || days > 36500) {
    return Error::permanent(ErrorCode::bad_input, {"Chứng thư số ký cần có tên và thời hạn từ 1 đến 36500 ngày.",
                                                   "A signing certificate needs a name and 1 to 36500 days."});
  }
  const Result<Authority> issuer = read_authority(authority);
  if (!issuer) return issuer.error();
  X509* above = issuer->certificate.get();
  const Key key(EVP_EC_gen("P-256"));
  const Cert cert(X509_new());
  if (!key || !cert) return openssl_error({"Không tạo được khóa.", "The key could not be made."});
  if (X509_set_version(cert.get(), X509_VERSION_3) != 1 || !set_serial(cert.get()) ||
      !set_validity(cert.get(), now, days) ||
      !set_common_name(X509_get_subject_name(cert.get()), cut_common_name(common_name)) ||
      X509_set_issuer_name(cert.get(), X509_get_subject_name(above)) != 1 ||
      X509_set_pubkey(cert.get(), key.get()) != 1 ||
      !add_extension(cert.get(), above, NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension(cert.get(), above, NID_key_usage, "critical,digitalSignature,nonRepudiation") ||
      !add_extension(cert.get(), above, NID_ext_key_usage, "emailProtection") ||
      !add_extension(cert.get(), above, NID_subject_key_identifier, "hash") ||
      !add_extension(cert.get(), above, NID_authority_key_identifier, "keyid:always") ||
      !add_emails(cert.get(), emails) || X509_sign(cert.get(), issuer->key.get(), EVP_sha256()) == 0) {
    return openssl_error({"Không tạo được chứng thư số ký.", "The signing certificate could not be made."});
  }
  return print_pair(cert.get(), key.get());
}

Result<std::string> make_crl(const CertificateAndKey& authority, const std::vector<std::string>& revoked_pem,
                             Timestamp now, int days) {
  if (days < 1 || days > 36500)
    return Error::permanent(ErrorCode::bad_input, {"Danh sách thu hồi có thời hạn từ 1 đến 36500 ngày.",
                                                   "A revocation list is made for 1 to 36500 days."});
  const Result<Authority> issuer = read_authority(authority);
  if (!issuer) return issuer.error();
  using Time = std::unique_ptr<ASN1_TIME, Freer<ASN1_TIME_free>>;
  const Time begin(ASN1_TIME_set(nullptr, static_cast<std::time_t>(now.seconds())));
  const Time end(ASN1_TIME_set(nullptr, static_cast<std::time_t>(now.seconds()) + std::time_t{86400} * days));
  const Crl crl(X509_CRL_new());
  if (!crl || !begin || !end || X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) != 1 ||
      X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(issuer->certificate.get())) != 1 ||
      X509_CRL_set1_lastUpdate(crl.get(), begin.get()) != 1 || X509_CRL_set1_nextUpdate(crl.get(), end.get()) != 1) {
    return openssl_error({"Không tạo được danh sách thu hồi.", "The revocation list could not be made."});
  }
  for (const std::string& pem : revoked_pem) {
    const Cert certificate = parse_certificate(pem);
    if (!certificate)
      return openssl_error({"Không đọc được một chứng thư số cần thu hồi.", "A certificate to revoke cannot be read."});
    if (!add_revoked(crl.get(), certificate.get(), begin.get()))
      return openssl_error({"Không tạo được danh sách thu hồi.", "The revocation list could not be made."});
  }
  const Bio bio(BIO_new(BIO_s_mem()));
  if (X509_CRL_sort(crl.get()) != 1 || X509_CRL_sign(crl.get(), issuer->key.get(), EVP_sha256()) == 0 || !bio ||
      PEM_write_bio_X509_CRL(bio.get(), crl.get()) != 1) {
    return openssl_error({"Không ký được danh sách thu hồi.", "The revocation list could not be signed."});
  }
  return drain(bio.get());
}

}  // namespace base
