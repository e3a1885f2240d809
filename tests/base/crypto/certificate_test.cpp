#include "base/crypto/certificate.h"

#include <doctest/doctest.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>

#include "base/crypto/local_authority.h"

namespace {

constexpr base::Timestamp kNow = base::Timestamp::from_seconds(1795000000);  // November 2026

X509* load(const std::string& pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509* cert = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  return cert;
}

// What a client does: chain, purpose and name.
int verify_like_a_client(const std::string& root_pem, const std::string& pem, const char* host) {
  X509* root = load(root_pem);
  X509* cert = load(pem);
  X509_STORE* store = X509_STORE_new();
  X509_STORE_add_cert(store, root);
  X509_STORE_CTX* context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, cert, nullptr);
  X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set1_host(param, host, 0);
  X509_VERIFY_PARAM_set_time(param, static_cast<time_t>(kNow.seconds()));
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT);
  X509_verify_cert(context);
  const int error = X509_STORE_CTX_get_error(context);
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  X509_free(cert);
  X509_free(root);
  return error;
}

TEST_CASE("crypto/certificate: a client that trusts the authority accepts the server certificate") {
  const auto authority = base::make_authority("UBND thị xã Bỉm Sơn – chứng thư nội bộ", kNow, 3650);
  REQUIRE(authority);
  const auto server = base::make_server_certificate(*authority, {"mail.bimson.example", "127.0.0.1", "::1"}, kNow, 825);
  REQUIRE(server);
  CHECK(verify_like_a_client(authority->certificate_pem, server->certificate_pem, "mail.bimson.example") == X509_V_OK);
  CHECK(verify_like_a_client(authority->certificate_pem, server->certificate_pem, "other.example") ==
        X509_V_ERR_HOSTNAME_MISMATCH);
  const auto stranger = base::make_authority("x", kNow, 3650);
  REQUIRE(stranger);
  CHECK(verify_like_a_client(stranger->certificate_pem, server->certificate_pem, "mail.bimson.example") != X509_V_OK);
}

TEST_CASE("crypto/certificate: an authority for some names vouches for no others") {
  const auto office = base::make_local_authority("Bỉm Sơn", {"bimson.example", "mail.khac.example"}, kNow, 3650);
  const auto demo =
      base::make_local_authority("Bỉm Sơn", {"bimson.example", "localhost", "127.0.0.1", "::1"}, kNow, 3650);
  REQUIRE(office);
  REQUIRE(demo);
  struct {
    const base::CertificateAndKey& authority;
    std::vector<std::string> names;
    bool good;
  } rows[] = {{*office, {"mail.bimson.example", "bimson.example"}, true},
              {*office, {"mail.khac.example"}, true},
              {*office, {"bank.example"}, false},
              {*office, {"notbimson.example"}, false},
              {*office, {"mail.bimson.example", "bank.example"}, false},
              {*office, {"mail.bimson.example", "192.0.2.1"}, false},
              {*office, {"mail.bimson.example", "2001:db8::1"}, false},
              {*demo, {"localhost", "mail.bimson.example", "127.0.0.1", "::1"}, true},
              {*demo, {"localhost", "192.0.2.1"}, false}};
  for (const auto& row : rows) {
    CAPTURE(row.names.back());
    const auto server = base::make_server_certificate(row.authority, row.names, kNow, 825);
    REQUIRE(server);
    const int error =
        verify_like_a_client(row.authority.certificate_pem, server->certificate_pem, row.names.front().c_str());
    CHECK((error == X509_V_OK) == row.good);
  }
}

TEST_CASE("crypto/certificate: what was made can be read") {
  const auto authority = base::make_authority("Bỉm Sơn", kNow, 3650);
  REQUIRE(authority);
  const auto info = base::read_certificate(authority->certificate_pem);
  REQUIRE(info);
  CHECK(info->subject == "CN=Bỉm Sơn");
  CHECK(info->issuer == info->subject);
  CHECK(info->is_authority);
  const auto server =
      base::make_server_certificate(*authority, {"127.0.0.1", "mail.a.example", "mail.b.example", "::1"}, kNow, 30);
  REQUIRE(server);
  const auto read = base::read_certificate(server->certificate_pem + authority->certificate_pem);
  REQUIRE(read);
  CHECK(read->subject == "CN=mail.a.example");
  CHECK(read->dns_names == std::vector<std::string>{"mail.a.example", "mail.b.example"});
  CHECK(read->ip_addresses == std::vector<std::string>{"127.0.0.1", "::1"});
  CHECK_FALSE(read->is_authority);
  CHECK(read->not_after.seconds() == kNow.seconds() + 30 * 86400);
  CHECK(read->not_before.seconds() == kNow.seconds() - 86400);
  CHECK(read->sha256_fingerprint.size() == 64);
  CHECK(*base::key_fits_certificate(server->certificate_pem, server->key_pem));
  CHECK_FALSE(*base::key_fits_certificate(server->certificate_pem, authority->key_pem));
}

TEST_CASE("crypto/certificate: a long Vietnamese name is cut between characters") {
  std::string name;
  for (int i = 0; i < 70; ++i) name += "ộ";
  const auto authority = base::make_authority(name, kNow, 1);
  REQUIRE(authority);
  CHECK(base::read_certificate(authority->certificate_pem)->subject.size() == 3 + 64 * 3);
}

TEST_CASE("crypto/certificate: bad input is an error, never a crash") {
  CHECK_FALSE(base::read_certificate(""));
  CHECK_FALSE(base::read_certificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  CHECK_FALSE(base::make_authority("", kNow, 1));
  const auto authority = base::make_authority("x", kNow, 1);
  REQUIRE(authority);
  CHECK_FALSE(base::make_server_certificate(*authority, {}, kNow, 1));
  CHECK_FALSE(base::make_server_certificate(*authority, {""}, kNow, 1));
  CHECK_FALSE(base::make_server_certificate({"", ""}, {"a"}, kNow, 1));
  CHECK_FALSE(base::key_fits_certificate("x", "y"));
}

}  // namespace
