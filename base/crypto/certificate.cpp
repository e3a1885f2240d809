#include "base/crypto/certificate.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <ctime>
#include <memory>

#include "base/crypto/hash.h"
#include "base/crypto/random.h"

namespace base {

namespace {

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const { Free(object); }
};
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

Error openssl_error(std::string_view what) {
  char text[160] = "";
  const unsigned long code = ERR_get_error();
  if (code) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return Error::permanent(ErrorCode::bad_input, std::string(what), text);
}

std::string drain(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

Cert parse_certificate(std::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Cert(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}

Key parse_key(std::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // An empty pass phrase callback: an encrypted key must fail, not ask on the terminal.
  const auto no_phrase = [](char*, int, int, void*) { return 0; };
  return Key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_phrase, nullptr) : nullptr);
}

bool is_ip_literal(const std::string& name) {
  unsigned char out[16];
  return inet_pton(AF_INET, name.c_str(), out) == 1 || inet_pton(AF_INET6, name.c_str(), out) == 1;
}

// X.520 caps a common name at 64 characters; cuts at a character boundary.
std::string cut_common_name(std::string_view name) {
  std::size_t characters = 0, end = 0;
  while (end < name.size()) {
    if ((static_cast<unsigned char>(name[end]) & 0xC0) != 0x80 && ++characters > 64) break;
    ++end;
  }
  return std::string(name.substr(0, end));
}

bool set_common_name(X509_NAME* name, const std::string& text) {
  return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

bool set_serial(X509* cert) {
  std::string serial = random_bytes(16);
  serial[0] = static_cast<char>((serial[0] & 0x7f) | 0x40);  // RFC 5280 §4.1.2.2: positive
  const std::unique_ptr<BIGNUM, Freer<BN_free>> number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(serial.data()), static_cast<int>(serial.size()), nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(cert)) != nullptr;
}

bool set_validity(X509* cert, Timestamp now, int days) {
  const std::time_t start = static_cast<std::time_t>(now.seconds() - 86400);  // clocks of clients lag
  const std::time_t end = static_cast<std::time_t>(now.seconds()) + std::time_t{86400} * days;
  return ASN1_TIME_set(X509_getm_notBefore(cert), start) && ASN1_TIME_set(X509_getm_notAfter(cert), end);
}

bool add_extension(X509* cert, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension && X509_add_ext(cert, extension.get(), -1) == 1;
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

Result<CertificateAndKey> print_pair(X509* cert, EVP_PKEY* key) {
  const Bio cert_bio(BIO_new(BIO_s_mem()));
  const Bio key_bio(BIO_new(BIO_s_secmem()));
  if (!cert_bio || !key_bio || PEM_write_bio_X509(cert_bio.get(), cert) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key_bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return openssl_error("The certificate could not be written.");
  }
  return CertificateAndKey{drain(cert_bio.get()), drain(key_bio.get())};
}

Result<Timestamp> read_time(const ASN1_TIME* time) {
  std::tm fields{};
  if (ASN1_TIME_to_tm(time, &fields) != 1) return openssl_error("The certificate has an unreadable date.");
  return Timestamp::from_seconds(static_cast<std::int64_t>(timegm(&fields)));
}

std::string print_name(const X509_NAME* name) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio || X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) return {};
  return drain(bio.get());
}

std::string print_ip(const ASN1_OCTET_STRING* address) {
  char text[INET6_ADDRSTRLEN] = "";
  const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(address) != 16) return {};
  return inet_ntop(family, ASN1_STRING_get0_data(address), text, sizeof text) ? text : "";
}

void read_names(X509* cert, CertificateInfo& out) {
  const std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>> list(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(cert, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; list && i < sk_GENERAL_NAME_num(list.get()); ++i) {
    int type = 0;
    void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(list.get(), i), &type);
    if (type == GEN_IPADD) {
      out.ip_addresses.push_back(print_ip(static_cast<ASN1_OCTET_STRING*>(value)));
    } else if (type == GEN_DNS || type == GEN_EMAIL) {
      const auto* text = static_cast<ASN1_IA5STRING*>(value);
      std::string name(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                       static_cast<std::size_t>(ASN1_STRING_length(text)));
      (type == GEN_DNS ? out.dns_names : out.emails).push_back(std::move(name));
    }
  }
}

}  // namespace

Result<CertificateAndKey> make_authority(std::string_view common_name, Timestamp now, int days) {
  if (common_name.empty() || days < 1 || days > 36500) {
    return Error::permanent(ErrorCode::bad_input, "A certificate authority needs a name and 1 to 36500 days.");
  }
  const Key key(EVP_EC_gen("P-256"));
  const Cert cert(X509_new());
  if (!key || !cert) return openssl_error("The key could not be made.");
  X509_NAME* name = X509_get_subject_name(cert.get());
  if (X509_set_version(cert.get(), X509_VERSION_3) != 1 || !set_serial(cert.get()) || !set_validity(cert.get(), now, days) ||
      !set_common_name(name, cut_common_name(common_name)) || X509_set_issuer_name(cert.get(), name) != 1 ||
      X509_set_pubkey(cert.get(), key.get()) != 1 ||
      !add_extension(cert.get(), cert.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
      !add_extension(cert.get(), cert.get(), NID_key_usage, "critical,keyCertSign,cRLSign") ||
      !add_extension(cert.get(), cert.get(), NID_subject_key_identifier, "hash") ||
      X509_sign(cert.get(), key.get(), EVP_sha256()) == 0) {
    return openssl_error("The certificate authority could not be made.");
  }
  return print_pair(cert.get(), key.get());
}

Result<CertificateAndKey> make_server_certificate(const CertificateAndKey& authority, const std::vector<std::string>& names,
                                                  Timestamp now, int days) {
  if (names.empty() || days < 1 || days > 36500) {
    return Error::permanent(ErrorCode::bad_input, "A server certificate needs at least one name and 1 to 36500 days.");
  }
  const Cert issuer = parse_certificate(authority.certificate_pem);
  const Key issuer_key = parse_key(authority.key_pem);
  if (!issuer || !issuer_key || X509_check_private_key(issuer.get(), issuer_key.get()) != 1) {
    return openssl_error("The certificate authority cannot be read, or its key does not fit.");
  }
  std::string common_name = names.front();
  for (const std::string& name : names) {
    if (name.empty() || name.size() > 253) return Error::permanent(ErrorCode::bad_input, "A name for the certificate is empty or too long.");
    if (!is_ip_literal(name) && is_ip_literal(common_name)) common_name = name;
  }
  const Key key(EVP_EC_gen("P-256"));
  const Cert cert(X509_new());
  if (!key || !cert) return openssl_error("The key could not be made.");
  if (X509_set_version(cert.get(), X509_VERSION_3) != 1 || !set_serial(cert.get()) || !set_validity(cert.get(), now, days) ||
      !set_common_name(X509_get_subject_name(cert.get()), cut_common_name(common_name)) ||
      X509_set_issuer_name(cert.get(), X509_get_subject_name(issuer.get())) != 1 ||
      X509_set_pubkey(cert.get(), key.get()) != 1 ||
      !add_extension(cert.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension(cert.get(), issuer.get(), NID_key_usage, "critical,digitalSignature") ||
      !add_extension(cert.get(), issuer.get(), NID_ext_key_usage, "serverAuth") ||
      !add_extension(cert.get(), issuer.get(), NID_subject_key_identifier, "hash") ||
      !add_extension(cert.get(), issuer.get(), NID_authority_key_identifier, "keyid:always") ||
      !add_names(cert.get(), names) || X509_sign(cert.get(), issuer_key.get(), EVP_sha256()) == 0) {
    return openssl_error("The server certificate could not be made.");
  }
  return print_pair(cert.get(), key.get());
}

Result<CertificateInfo> read_certificate(std::string_view pem) {
  const Cert cert = parse_certificate(pem);
  if (!cert) return openssl_error("This is not a certificate in PEM form.");
  CertificateInfo out;
  out.subject = print_name(X509_get_subject_name(cert.get()));
  out.issuer = print_name(X509_get_issuer_name(cert.get()));
  read_names(cert.get(), out);
  Result<Timestamp> not_before = read_time(X509_get0_notBefore(cert.get()));
  if (!not_before) return std::move(not_before).error();
  Result<Timestamp> not_after = read_time(X509_get0_notAfter(cert.get()));
  if (!not_after) return std::move(not_after).error();
  out.not_before = *not_before;
  out.not_after = *not_after;
  out.is_authority = X509_check_ca(cert.get()) == 1;
  unsigned char* der = nullptr;
  const int size = i2d_X509(cert.get(), &der);
  if (size <= 0) return openssl_error("The certificate cannot be read.");
  out.sha256_fingerprint = to_hex(sha256({reinterpret_cast<char*>(der), static_cast<std::size_t>(size)}));
  OPENSSL_free(der);
  return out;
}

Result<bool> key_fits_certificate(std::string_view certificate_pem, std::string_view key_pem) {
  const Cert cert = parse_certificate(certificate_pem);
  const Key key = parse_key(key_pem);
  if (!cert) return openssl_error("The certificate cannot be read.");
  if (!key) return openssl_error("The private key cannot be read.");
  const bool fits = X509_check_private_key(cert.get(), key.get()) == 1;
  ERR_clear_error();
  return fits;
}

}  // namespace base
