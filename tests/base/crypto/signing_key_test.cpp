#include "base/crypto/signing_key.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "base/crypto/cms.h"
#include "tests/base/crypto/soft_token.h"

namespace {

using base::ErrorCode;
using base::SignatureOutcome;
using base::SignatureUse;
using base::SigningKey;
using base::Timestamp;
using tests::SoftToken;

// Now: `openssl cms -verify` judges by the clock of the machine.
Timestamp now() { return base::SystemClock().now(); }

const std::string kText = "Content-Type: text/plain; charset=utf-8\r\n\r\nB\xC3\xA1o c\xC3\xA1o\r\n";

struct Office {
  base::CertificateAndKey authority, seal;
  base::TrustStore trust;
};

Office make_office() {
  auto authority = base::make_authority("Gốc thử nghiệm", now(), 30);
  REQUIRE(authority);
  auto seal = base::make_signing_certificate(*authority, "UBND thị xã Bỉm Sơn", {"vanthu@bimson.example"}, now(), 30);
  REQUIRE(seal);
  auto trust = base::TrustStore::open(authority->certificate_pem);
  REQUIRE(trust);
  return {*authority, *seal, *trust};
}

// An RSA key with a certificate of the office's authority, made by the openssl program.
base::CertificateAndKey make_rsa(const Office& office) {
  const tests::TempDirectory work;
  tests::put_file(work / "ca.pem", office.authority.certificate_pem);
  tests::put_file(work / "ca.key", office.authority.key_pem);
  tests::put_file(work / "extensions",
                  "keyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=emailProtection\n");
  const std::string cd = "cd " + work.path() + " && ";
  REQUIRE(
      tests::shell(cd + "openssl req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj '/CN=Van thu'"));
  REQUIRE(tests::shell(
      cd +
      "openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -set_serial 77 -days 20 -extfile extensions -out certificate.pem"));
  return {tests::get_file(work / "certificate.pem"), tests::get_file(work / "key.pem")};
}

// Judged by us and by the openssl program.
void check_signature(const Office& office, const std::string& der, const std::string& text) {
  const base::CmsVerdict verdict = base::verify_detached(der, text, office.trust, now(), SignatureUse::mail);
  CHECK(verdict.outcome == SignatureOutcome::valid);
  const tests::TempDirectory work;
  tests::put_file(work / "root.pem", office.authority.certificate_pem);
  tests::put_file(work / "signature.der", der);
  tests::put_file(work / "content", text);
  tests::put_file(work / "other", text + " ");
  const std::string verify =
      "cd " + work.path() +
      " && openssl cms -verify -binary -inform DER -in signature.der -CAfile root.pem -purpose smimesign -content ";
  CHECK(tests::shell(verify + "content"));
  CHECK_FALSE(tests::shell(verify + "other"));
}

TEST_CASE("crypto/signing_key: a PEM key signs") {
  const Office office = make_office();
  const auto key =
      SigningKey::from_pem(office.seal.certificate_pem + office.authority.certificate_pem, office.seal.key_pem);
  REQUIRE(key);
  CHECK_FALSE(key->in_token());
  CHECK(key->certificate().subject == "CN=UBND thị xã Bỉm Sơn");
  CHECK(key->certificate_pem() == office.seal.certificate_pem);
  const auto der = base::sign_detached(kText, std::vector<SigningKey>{*key}, now());
  REQUIRE(der);
  check_signature(office, *der, kText);
  const auto opaque = base::sign_opaque(kText, std::vector<SigningKey>{*key}, now());
  REQUIRE(opaque);
  CHECK(base::verify_opaque(*opaque, office.trust, now(), SignatureUse::mail).content == kText);
}

TEST_CASE("crypto/signing_key: one text may hold certificate and key, and bad ones are named") {
  const Office office = make_office();
  const std::string both = office.seal.key_pem + office.seal.certificate_pem;
  CHECK(SigningKey::from_pem(both, both));
  CHECK(SigningKey::from_pem(office.seal.certificate_pem, "no key").error().text.en ==
        "The private key cannot be read.");
  CHECK(SigningKey::from_pem("nothing", office.seal.key_pem).error().code == ErrorCode::bad_input);
  CHECK(SigningKey::from_pem(office.authority.certificate_pem, office.seal.key_pem).error().text.en ==
        "The private key does not belong to the certificate.");
  CHECK(base::sign_detached(kText, std::vector<SigningKey>{}, now()).error().code == ErrorCode::bad_input);
  const tests::TempDirectory work;
  tests::put_file(work / "plain", office.seal.key_pem);
  REQUIRE(tests::shell("openssl pkcs8 -topk8 -in " + work / "plain" + " -out " + work / "locked" + " -passout pass:x"));
  const auto locked = SigningKey::from_pem(office.seal.certificate_pem, tests::get_file(work / "locked"));
  REQUIRE_FALSE(locked);
  CHECK(locked.error().text.en.find("pass phrase") != std::string::npos);
}

TEST_CASE("crypto/signing_key: EC and RSA keys in a token sign, alone and beside a PEM key") {
  if (!SoftToken::installed()) return;
  const Office office = make_office();
  const base::CertificateAndKey rsa = make_rsa(office);
  SoftToken token;
  token.put_key(office.seal.key_pem, "ec", "01");
  token.put_key(rsa.key_pem, "rsa", "02");
  base::TokenModules modules;
  const auto ec_key = SigningKey::from_token(modules, token.uri("ec"), office.seal.certificate_pem);
  const auto rsa_key = SigningKey::from_token(modules, token.uri("rsa"), rsa.certificate_pem);
  if (!ec_key) FAIL(base::describe(ec_key.error()));
  if (!rsa_key) FAIL(base::describe(rsa_key.error()));
  CHECK(ec_key->in_token());
  const auto pem_key = SigningKey::from_pem(office.seal.certificate_pem, office.seal.key_pem);
  REQUIRE(pem_key);
  for (const auto& signers : {std::vector<SigningKey>{*ec_key}, std::vector<SigningKey>{*rsa_key},
                              std::vector<SigningKey>{*rsa_key, *pem_key}}) {
    const auto der = base::sign_detached(kText, signers, now());
    if (!der) FAIL(base::describe(der.error()));
    check_signature(office, *der, kText);
    CHECK(base::verify_detached(*der, kText, office.trust, now(), SignatureUse::mail).signers.size() == signers.size());
  }
}

TEST_CASE("crypto/signing_key: threads share a key in a token") {
  if (!SoftToken::installed()) return;
  const Office office = make_office();
  SoftToken token;
  token.put_key(office.seal.key_pem, "ec", "01");
  base::TokenModules modules;
  const auto key = SigningKey::from_token(modules, token.uri("ec"), office.seal.certificate_pem);
  REQUIRE(key);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, copy = *key] {
      for (int i = 0; i < 25; ++i) {
        const auto der = base::sign_detached(kText, std::vector<SigningKey>{copy}, now());
        if (der && base::verify_detached(*der, kText, office.trust, now(), SignatureUse::mail).outcome ==
                       SignatureOutcome::valid)
          ++good;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(good == 100);
}

TEST_CASE("crypto/signing_key: the certificate may lie in the token beside the key") {
  if (!SoftToken::installed()) return;
  const Office office = make_office();
  SoftToken token;
  token.put_key(office.seal.key_pem, "ec", "01");
  CHECK(SigningKey::from_token(*std::make_unique<base::TokenModules>(), token.uri("ec"), "").error().code ==
        ErrorCode::bad_input);
  if (!token.put_certificate(office.seal.certificate_pem, "ec", "01")) {
    MESSAGE("skipped: pkcs11-tool (opensc) is not installed");
    return;
  }
  base::TokenModules modules;
  const auto key = SigningKey::from_token(modules, token.uri("ec"), "");
  if (!key) FAIL(base::describe(key.error()));
  CHECK(key->certificate_pem() == office.seal.certificate_pem);
}

TEST_CASE("crypto/signing_key: what is wrong with a token is said, and the PIN never") {
  if (!SoftToken::installed()) return;
  const Office office = make_office();
  SoftToken token;
  token.put_key(office.seal.key_pem, "ec", "01");
  const std::string module = SoftToken::module_path();
  base::TokenModules modules;
  struct Row {
    std::string uri;
    ErrorCode code;
  };
  const Row rows[] = {
      {"pkcs11:token=con-dau;object=ec?module-path=" + module + "&pin-value=BiMat-999", ErrorCode::auth_failed},
      {"pkcs11:token=con-dau;object=ec?module-path=" + module, ErrorCode::auth_failed},
      {"pkcs11:token=other;object=ec?module-path=" + module + "&pin-value=BiMat-999", ErrorCode::not_found},
      {"pkcs11:token=con-dau;object=ec?module-path=/nowhere/BiMat.so&pin-value=BiMat-999", ErrorCode::unavailable},
      {"pkcs11:token=con-dau;object=ec?pin-value=BiMat-999", ErrorCode::bad_input},
      {"pkcs11:token=con-dau;object=ec?module-path=" + module + "&pin-source=/nowhere/pin", ErrorCode::not_found},
      {"pkcs11:bad?pin-value=BiMat-999", ErrorCode::bad_input},
  };
  for (const Row& row : rows) {
    CAPTURE(row.uri);
    const auto key = SigningKey::from_token(modules, row.uri, office.seal.certificate_pem);
    REQUIRE_FALSE(key);
    CHECK(key.error().code == row.code);
    CHECK(base::describe(key.error()).find("BiMat") == std::string::npos);
  }
  // The right PIN still opens it; no such key; a certificate that does not fit.
  CHECK(SigningKey::from_token(modules, token.uri("ec"), office.seal.certificate_pem));
  CHECK(SigningKey::from_token(modules, token.uri("none"), office.seal.certificate_pem).error().code ==
        ErrorCode::not_found);
  CHECK(SigningKey::from_token(modules, token.uri("ec"), office.authority.certificate_pem).error().code ==
        ErrorCode::bad_input);
  // The default library; a PIN file that others may read.
  const std::string pin_file = token.directory / "pin";
  const std::string short_uri = "pkcs11:object=ec;token=con-dau?pin-source=" + pin_file;
  CHECK(SigningKey::from_token(modules, short_uri, office.seal.certificate_pem, module));
  std::filesystem::permissions(pin_file, static_cast<std::filesystem::perms>(0644));
  CHECK(SigningKey::from_token(modules, short_uri, office.seal.certificate_pem, module).error().code ==
        ErrorCode::no_permission);
}

TEST_CASE("crypto/signing_key: between two tokens that fit nothing is guessed") {
  if (!SoftToken::installed()) return;
  const Office office = make_office();
  SoftToken token("mot");
  token.put_key(office.seal.key_pem, "ec", "01");
  const std::string any = "pkcs11:object=ec?module-path=" + SoftToken::module_path() + "&pin-value=" + SoftToken::kPin;
  {
    base::TokenModules modules;
    CHECK(SigningKey::from_token(modules, any, office.seal.certificate_pem));
    CHECK(SigningKey::from_token(modules, token.uri("ec", "hai"), office.seal.certificate_pem).error().code ==
          ErrorCode::not_found);
  }
  token.add_token("hai");
  token.put_key(office.seal.key_pem, "ec", "01", "hai");
  base::TokenModules modules;
  CHECK(SigningKey::from_token(modules, any, office.seal.certificate_pem).error().code == ErrorCode::bad_input);
  CHECK(SigningKey::from_token(modules, token.uri("ec", "hai"), office.seal.certificate_pem));
}

TEST_CASE("crypto/signing_key: a token that is taken away makes no signature, and the key says so") {
  if (!SoftToken::installed()) return;
  const Office office = make_office();
  SoftToken token;
  token.put_key(office.seal.key_pem, "ec", "01");
  const std::string tokens = token.directory / "tokens", away = token.directory / "away";
  const auto open_and_sign = [&](bool take_away) {
    base::TokenModules modules;
    const auto key = SigningKey::from_token(modules, token.uri("ec"), office.seal.certificate_pem);
    if (!key) FAIL(base::describe(key.error()));
    CHECK(base::sign_detached(kText, std::vector<SigningKey>{*key}, now()));
    CHECK_FALSE(key->failed());
    if (!take_away) return;
    std::filesystem::rename(tokens, away);
    const auto none = base::sign_detached(kText, std::vector<SigningKey>{*key}, now());
    REQUIRE_FALSE(none);
    CHECK(none.error().code == ErrorCode::unavailable);
    CHECK(none.error().temporary);
    CHECK(key->failed());
  };
  open_and_sign(true);
  std::filesystem::rename(away, tokens);
  open_and_sign(false);
}

}  // namespace
