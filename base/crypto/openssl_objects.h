// Internal to base/crypto: OpenSSL's objects with owners, and the small pieces that certificates and CMS share. The
// only header with OpenSSL in it; only .cpp files of this folder include it. Thread-safe.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto/certificate.h"
#include "base/result.h"

namespace base::ossl {

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Freer<X509_free>>;
using Crl = std::unique_ptr<X509_CRL, Freer<X509_CRL_free>>;
using Cms = std::unique_ptr<CMS_ContentInfo, Freer<CMS_ContentInfo_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

// bad_input with the newest entry of the thread's error queue for the log; empties the queue.
Error openssl_error(Sentence what);
std::string drain(BIO* bio);                                 // of a memory BIO
Bio reader(std::string_view bytes);                          // REQUIRES: bytes outlive it; nullptr over 2 GiB
Cert parse_certificate(std::string_view pem);                // the first; nullptr
std::vector<Cert> parse_certificates(std::string_view pem);  // all
Key parse_key(std::string_view pem);                         // PKCS#8 or traditional, never encrypted; nullptr
std::string print_certificate(X509* certificate);            // PEM
std::string print_name(const X509_NAME* name);               // RFC 2253, UTF-8
std::string print_serial(const ASN1_INTEGER* serial);        // lower-case hex, no leading zeros
Result<Timestamp> read_time(const ASN1_TIME* time);
Result<CertificateInfo> certificate_info(X509* certificate);

std::string cut_common_name(std::string_view name);
bool set_common_name(X509_NAME* name, const std::string& text);
bool set_serial(X509* certificate);
bool set_validity(X509* certificate, Timestamp now, int days);
bool add_extension(X509* certificate, X509* issuer, int nid, const std::string& value);
Result<CertificateAndKey> print_pair(X509* certificate, EVP_PKEY* key);

}  // namespace base::ossl
