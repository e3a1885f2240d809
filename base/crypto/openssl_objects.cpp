#include "base/crypto/openssl_objects.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <ctime>
#include <limits>

#include "base/crypto/hash.h"
#include "base/crypto/random.h"
#include "base/text/case.h"
#include "base/text/file_text.h"

namespace base::ossl {

Error openssl_error(Sentence what) {
  char text[160] = "";
  const unsigned long code = ERR_get_error();
  if (code) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return Error::permanent(ErrorCode::bad_input, std::move(what), text);
}

std::string drain(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

Bio reader(std::string_view bytes) {
  bytes = without_signature(bytes);  // PEM files saved by an editor; DER never begins so
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return nullptr;
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

Cert parse_certificate(std::string_view pem) {
  const Bio bio = reader(pem);
  return Cert(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}

std::vector<Cert> parse_certificates(std::string_view pem) {
  std::vector<Cert> out;
  const Bio bio = reader(pem);
  while (bio) {
    Cert next(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!next) break;
    out.push_back(std::move(next));
  }
  ERR_clear_error();
  return out;
}

std::string print_certificate(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  return bio && PEM_write_bio_X509(bio.get(), certificate) == 1 ? drain(bio.get()) : std::string();
}

Key parse_key(std::string_view pem) {
  const Bio bio = reader(pem);
  // An empty pass phrase callback: an encrypted key must fail, not ask on the terminal.
  const auto no_phrase = [](char*, int, int, void*) { return 0; };
  return Key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_phrase, nullptr) : nullptr);
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

Result<CertificateAndKey> print_pair(X509* cert, EVP_PKEY* key) {
  const Bio cert_bio(BIO_new(BIO_s_mem()));
  const Bio key_bio(BIO_new(BIO_s_secmem()));
  if (!cert_bio || !key_bio || PEM_write_bio_X509(cert_bio.get(), cert) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key_bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return openssl_error({"Không ghi được chứng thư số.", "The certificate could not be written."});
  }
  return CertificateAndKey{drain(cert_bio.get()), drain(key_bio.get())};
}

Result<Timestamp> read_time(const ASN1_TIME* time) {
  std::tm fields{};
  if (ASN1_TIME_to_tm(time, &fields) != 1)
    return openssl_error({"Chứng thư số có ngày không đọc được.", "The certificate has an unreadable date."});
  return Timestamp::from_seconds(static_cast<std::int64_t>(timegm(&fields)));
}

std::string print_name(const X509_NAME* name) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio || X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) return {};
  return drain(bio.get());
}

std::string print_serial(const ASN1_INTEGER* serial) {
  const std::unique_ptr<BIGNUM, Freer<BN_free>> number(ASN1_INTEGER_to_BN(serial, nullptr));
  char* text = number ? BN_bn2hex(number.get()) : nullptr;
  std::string out = text ? to_ascii_lower(text) : std::string();
  OPENSSL_free(text);
  const std::size_t sign = out.starts_with('-') ? 1 : 0;
  while (out.size() > sign + 1 && out[sign] == '0') out.erase(sign, 1);
  return out;
}

namespace {

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
  // RFC 8550 §3: older certificates carry the address in the subject.
  const X509_NAME* subject = X509_get_subject_name(cert);
  for (int at = -1; (at = X509_NAME_get_index_by_NID(subject, NID_pkcs9_emailAddress, at)) >= 0;) {
    const ASN1_STRING* text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
    std::string address(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                        static_cast<std::size_t>(ASN1_STRING_length(text)));
    if (std::find(out.emails.begin(), out.emails.end(), address) == out.emails.end())
      out.emails.push_back(std::move(address));
  }
}

}  // namespace

Result<CertificateInfo> certificate_info(X509* cert) {
  CertificateInfo out;
  out.subject = print_name(X509_get_subject_name(cert));
  out.issuer = print_name(X509_get_issuer_name(cert));
  read_names(cert, out);
  Result<Timestamp> not_before = read_time(X509_get0_notBefore(cert));
  if (!not_before) return std::move(not_before).error();
  Result<Timestamp> not_after = read_time(X509_get0_notAfter(cert));
  if (!not_after) return std::move(not_after).error();
  out.not_before = *not_before;
  out.not_after = *not_after;
  out.is_authority = X509_check_ca(cert) == 1;
  unsigned char* der = nullptr;
  const int size = i2d_X509(cert, &der);
  if (size <= 0) return openssl_error({"Không đọc được chứng thư số.", "The certificate cannot be read."});
  out.sha256_fingerprint = to_hex(sha256({reinterpret_cast<char*>(der), static_cast<std::size_t>(size)}));
  OPENSSL_free(der);
  out.serial = print_serial(X509_get0_serialNumber(cert));
  return out;
}

}  // namespace base::ossl
