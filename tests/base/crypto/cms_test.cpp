#include "base/crypto/cms.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using base::SignatureOutcome;
using base::SignatureReason;
using base::SignatureUse;
using base::Timestamp;

constexpr Timestamp kNow = Timestamp::from_seconds(1795000000);  // November 2026
constexpr std::int64_t kDay = 86400;

Timestamp days_later(int days) { return Timestamp::from_seconds(kNow.seconds() + days * kDay); }

struct Office {
  base::CertificateAndKey authority;
  base::CertificateAndKey seal;
  base::TrustStore trust;
};

Office make_office(int days = 365) {
  auto authority = base::make_authority("Gốc thử nghiệm", kNow, 3650);
  REQUIRE(authority);
  auto seal = base::make_signing_certificate(*authority, "UBND thị xã Bỉm Sơn", {"vanthu@bimson.example"}, kNow, days);
  REQUIRE(seal);
  auto trust = base::TrustStore::open(authority->certificate_pem);
  REQUIRE(trust);
  return Office{*authority, *seal, *trust};
}

std::string sign(const Office& office, std::string_view text, Timestamp at = kNow) {
  auto der = base::sign_detached(text, {{office.seal.certificate_pem, office.seal.key_pem}}, at);
  REQUIRE(der);
  return *der;
}

bool has(const std::vector<SignatureReason>& reasons, SignatureReason reason) {
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

TEST_CASE("crypto/cms: what was signed verifies and names its signer") {
  const Office office = make_office();
  const std::string text = "Content-Type: text/plain\r\n\r\nBáo cáo\r\n";
  const base::CmsVerdict verdict =
      base::verify_detached(sign(office, text), text, office.trust, days_later(1), SignatureUse::mail);
  CHECK(verdict.outcome == SignatureOutcome::valid);
  REQUIRE(verdict.signers.size() == 1);
  const base::SignerVerdict& signer = verdict.signers[0];
  CHECK(signer.reasons.empty());
  REQUIRE(signer.certificate);
  CHECK(signer.certificate->subject == "CN=UBND thị xã Bỉm Sơn");
  CHECK(signer.certificate->emails == std::vector<std::string>{"vanthu@bimson.example"});
  CHECK(signer.certificate->sha256_fingerprint ==
        base::read_certificate(office.seal.certificate_pem)->sha256_fingerprint);
  CHECK_FALSE(signer.certificate->serial.empty());
  REQUIRE(signer.signing_time);
  CHECK(signer.signing_time->seconds() == kNow.seconds());
  CHECK(signer.digest == "SHA256");
  CHECK_FALSE(signer.revocation_checked);
}

TEST_CASE("crypto/cms: opaque signatures give back what was signed") {
  const Office office = make_office();
  const auto der = base::sign_opaque("nội dung", {{office.seal.certificate_pem, office.seal.key_pem}}, kNow);
  REQUIRE(der);
  const base::CmsVerdict verdict = base::verify_opaque(*der, office.trust, kNow, SignatureUse::mail);
  CHECK(verdict.outcome == SignatureOutcome::valid);
  CHECK(verdict.content == "nội dung");
  // Neither form passes for the other.
  CHECK(base::verify_detached(*der, "nội dung", office.trust, kNow, SignatureUse::mail).outcome ==
        SignatureOutcome::indeterminate);
  CHECK(base::verify_opaque(sign(office, "x"), office.trust, kNow, SignatureUse::mail).outcome ==
        SignatureOutcome::indeterminate);
}

TEST_CASE("crypto/cms: a changed byte is wrong, in the content and in the signature") {
  const Office office = make_office();
  const std::string text = "147/BC-UBND";
  const std::string der = sign(office, text);
  auto verdict = base::verify_detached(der, "148/BC-UBND", office.trust, kNow, SignatureUse::mail);
  CHECK(verdict.outcome == SignatureOutcome::invalid);
  CHECK(verdict.signers.at(0).reasons == std::vector<SignatureReason>{SignatureReason::wrong_digest});
  int not_valid = 0;
  for (std::size_t i = 0; i < der.size(); ++i) {
    std::string broken = der;
    broken[i] = static_cast<char>(broken[i] ^ 0x01);
    if (base::verify_detached(broken, text, office.trust, kNow, SignatureUse::mail).outcome != SignatureOutcome::valid)
      ++not_valid;
  }
  // A few bytes carry no meaning for the signature (algorithm parameters, and the like).
  CHECK(not_valid > static_cast<int>(der.size()) * 98 / 100);
}

TEST_CASE("crypto/cms: every cut of a signature is refused") {
  const Office office = make_office();
  const std::string der = sign(office, "x");
  for (std::size_t size = 0; size < der.size(); ++size) {
    CHECK(base::verify_detached(std::string_view(der).substr(0, size), "x", office.trust, kNow, SignatureUse::mail)
              .outcome != SignatureOutcome::valid);
  }
  CHECK(base::verify_detached(der + std::string(100, '\0'), "x", office.trust, kNow, SignatureUse::mail).outcome ==
        SignatureOutcome::valid);
}

TEST_CASE("crypto/cms: a chain to no trusted root is invalid") {
  const Office office = make_office();
  const Office stranger = make_office();
  const auto verdict = base::verify_detached(sign(office, "x"), "x", stranger.trust, kNow, SignatureUse::mail);
  CHECK(verdict.outcome == SignatureOutcome::invalid);
  CHECK(verdict.signers.at(0).reasons == std::vector<SignatureReason>{SignatureReason::untrusted_chain});
  CHECK(base::verify_detached(sign(office, "x"), "x", base::TrustStore(), kNow, SignatureUse::mail).outcome ==
        SignatureOutcome::invalid);
}

TEST_CASE("crypto/cms: validity counts at the signing time") {
  const Office office = make_office(10);
  const std::string in_time = sign(office, "x", days_later(5));
  CHECK(base::verify_detached(in_time, "x", office.trust, days_later(5), SignatureUse::mail).outcome ==
        SignatureOutcome::valid);
  CHECK(base::verify_detached(in_time, "x", office.trust, days_later(9), SignatureUse::mail).outcome ==
        SignatureOutcome::valid);
  CHECK(base::verify_detached(in_time, "x", office.trust, days_later(11), SignatureUse::mail).outcome ==
        SignatureOutcome::indeterminate);  // cms_time_test.cpp
  const auto late =
      base::verify_detached(sign(office, "x", days_later(11)), "x", office.trust, days_later(11), SignatureUse::mail);
  CHECK(late.outcome == SignatureOutcome::invalid);
  CHECK(late.signers.at(0).reasons == std::vector<SignatureReason>{SignatureReason::expired_at_signing});
  const auto early =
      base::verify_detached(sign(office, "x", days_later(-2)), "x", office.trust, days_later(1), SignatureUse::mail);
  CHECK(has(early.signers.at(0).reasons, SignatureReason::not_yet_valid));
  const auto future =
      base::verify_detached(sign(office, "x", days_later(5)), "x", office.trust, days_later(4), SignatureUse::mail);
  CHECK(future.outcome == SignatureOutcome::invalid);
  CHECK(has(future.signers.at(0).reasons, SignatureReason::signing_time_in_future));
}

TEST_CASE("crypto/cms: a revocation list revokes, clears, or is too old to tell") {
  const Office office = make_office();
  const std::string der = sign(office, "x");
  const auto judge = [&](const std::string& crl, int day) {
    const auto trust = base::TrustStore::open(office.authority.certificate_pem, {crl});
    REQUIRE(trust);
    CHECK(trust->crl_count() == 1);
    return base::verify_detached(der, "x", *trust, days_later(day), SignatureUse::mail);
  };
  const auto empty = base::make_crl(office.authority, {}, kNow, 7);
  REQUIRE(empty);
  const auto good = judge(*empty, 3);
  CHECK(good.outcome == SignatureOutcome::valid);
  CHECK(good.signers.at(0).revocation_checked);
  const auto stale = judge(*empty, 8);
  CHECK(stale.outcome == SignatureOutcome::indeterminate);
  CHECK(stale.signers.at(0).reasons == std::vector<SignatureReason>{SignatureReason::no_revocation_information});
  const auto listing = base::make_crl(office.authority, {office.seal.certificate_pem}, days_later(2), 7);
  REQUIRE(listing);
  const auto revoked = judge(*listing, 3);
  CHECK(revoked.outcome == SignatureOutcome::invalid);
  CHECK(revoked.signers.at(0).reasons == std::vector<SignatureReason>{SignatureReason::revoked});
  CHECK(judge(*listing, 1).outcome == SignatureOutcome::valid);      // it arrived before the revocation
  CHECK(judge(*listing, 300).outcome == SignatureOutcome::invalid);  // an old list still revokes
  // A list by somebody else of the same name proves nothing.
  const auto impostor = base::make_authority("Gốc thử nghiệm", kNow, 3650);
  const auto forged = base::make_crl(*impostor, {office.seal.certificate_pem}, kNow, 7);
  REQUIRE(forged);
  CHECK(judge(*forged, 3).outcome == SignatureOutcome::valid);
}

TEST_CASE("crypto/cms: a certificate that is not for signing is refused") {
  const Office office = make_office();
  const auto server = base::make_server_certificate(office.authority, {"mail.example"}, kNow, 30);
  REQUIRE(server);
  const auto der = base::sign_detached("x", {{server->certificate_pem, server->key_pem}}, kNow);
  REQUIRE(der);
  const auto verdict = base::verify_detached(*der, "x", office.trust, kNow, SignatureUse::mail);
  CHECK(verdict.outcome == SignatureOutcome::invalid);
  CHECK(has(verdict.signers.at(0).reasons, SignatureReason::wrong_key_usage));
}

TEST_CASE("crypto/cms: of two signers each is judged by itself") {
  const Office office = make_office();
  const Office stranger = make_office();
  const auto der = base::sign_detached(
      "x", {{office.seal.certificate_pem, office.seal.key_pem}, {stranger.seal.certificate_pem, stranger.seal.key_pem}},
      kNow);
  REQUIRE(der);
  const auto verdict = base::verify_detached(*der, "x", office.trust, kNow, SignatureUse::mail);
  CHECK(verdict.outcome == SignatureOutcome::invalid);
  REQUIRE(verdict.signers.size() == 2);
  const int valid = static_cast<int>(std::count_if(verdict.signers.begin(), verdict.signers.end(),
                                                   [](const auto& s) { return s.outcome == SignatureOutcome::valid; }));
  CHECK(valid == 1);
}

TEST_CASE("crypto/cms: what cannot be used says so") {
  const Office office = make_office();
  CHECK_FALSE(base::sign_detached("x", {}, kNow));
  CHECK_FALSE(base::sign_detached("x", {{office.seal.certificate_pem, office.authority.key_pem}}, kNow));
  CHECK_FALSE(base::sign_detached("x", {{"no", "thing"}}, kNow));
  CHECK_FALSE(base::TrustStore::open("not a certificate"));
  CHECK_FALSE(base::TrustStore::open("", {"not a list"}));
  CHECK(base::TrustStore::open("")->root_count() == 0);
  CHECK(base::verify_detached("", "x", office.trust, kNow, SignatureUse::mail).reasons ==
        std::vector<SignatureReason>{SignatureReason::malformed});
  CHECK_FALSE(base::is_signed_data("garbage"));
  CHECK(base::is_signed_data(sign(office, "x")));
}

}  // namespace
