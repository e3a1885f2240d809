// X.509 made and read: a local certificate authority, server certificates under it, and what a PEM certificate says of
// itself. Everything is text in PEM; private keys are PKCS#8 PEM without a pass phrase: the caller writes them with
// mode 0600. Keys are ECDSA P-256 (design.md section 5). Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace base {

struct CertificateAndKey {
  std::string certificate_pem;
  std::string key_pem;
};

struct CertificateInfo {
  std::string subject;  // "CN=…" in RFC 2253 form, UTF-8
  std::string issuer;
  std::vector<std::string> dns_names;  // from subjectAltName
  std::vector<std::string> ip_addresses;
  std::vector<std::string> emails;
  Timestamp not_before;
  Timestamp not_after;
  bool is_authority = false;
  std::string sha256_fingerprint;  // 64 lower-case hex digits over the DER form
  std::string serial;              // lower-case hex digits, without leading zeros; "-" before a negative one
};

// A self-signed authority named `common_name` (UTF-8, cut to 64 characters), valid `days` (1 … 36500) from a day before
// `now`.
Result<CertificateAndKey> make_authority(std::string_view common_name, Timestamp now, int days);

// A server certificate signed by `authority`. `names`: DNS names and literal IP addresses, at least one; the first DNS
// name becomes the common name. Errors: bad_input (no names, authority unreadable, key and certificate do not fit).
Result<CertificateAndKey> make_server_certificate(const CertificateAndKey& authority,
                                                  const std::vector<std::string>& names, Timestamp now, int days);

// A certificate for signing mail and documents (digitalSignature, nonRepudiation; e-mail protection) signed by
// `authority`, for demonstrations and tests. common_name: UTF-8, cut to 64 characters; emails: into subjectAltName, may
// be empty. Errors: bad_input (no name, days outside 1 … 36500, authority unreadable, key and certificate do not fit).
Result<CertificateAndKey> make_signing_certificate(const CertificateAndKey& authority, std::string_view common_name,
                                                   const std::vector<std::string>& emails, Timestamp now, int days);

// A CRL of `authority` in PEM that lists these certificates (PEM each; revoked at `now`) and says to be fresh for
// `days`. Errors: bad_input.
Result<std::string> make_crl(const CertificateAndKey& authority, const std::vector<std::string>& revoked_pem,
                             Timestamp now, int days);

// Reads the first certificate of a PEM text. Errors: bad_input.
Result<CertificateInfo> read_certificate(std::string_view pem);

// Does this private key belong to the first certificate of this PEM text? Errors: bad_input (one of them cannot be
// read).
Result<bool> key_fits_certificate(std::string_view certificate_pem, std::string_view key_pem);

}  // namespace base
