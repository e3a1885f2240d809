#include "base/crypto/trust_material.h"

#include <doctest/doctest.h>

#include "tests/base/crypto/soft_token.h"

namespace {

using base::SignatureReason;
using base::Timestamp;

constexpr Timestamp kNow = Timestamp::from_seconds(1795000000);
Timestamp days_later(int days) { return Timestamp::from_seconds(kNow.seconds() + days * 86400LL); }

struct House {
  base::CertificateAndKey root, other, signer;
};

House make_house() {
  auto root = base::make_authority("Gốc", kNow, 1000);
  auto other = base::make_authority("Gốc khác", kNow, 1000);
  REQUIRE(root);
  REQUIRE(other);
  auto signer = base::make_signing_certificate(*root, "Văn thư", {"vanthu@a.example"}, kNow, 100);
  REQUIRE(signer);
  return {*root, *other, *signer};
}

std::string crl_of(const base::CertificateAndKey& authority, Timestamp at,
                   const std::vector<std::string>& revoked = {}) {
  auto list = base::make_crl(authority, revoked, at, 30);
  REQUIRE(list);
  return *list;
}

TEST_CASE("crypto/trust_material: certificates and lists of a file, in order, each by itself") {
  const House house = make_house();
  const std::string list = crl_of(house.root, kNow, {house.signer.certificate_pem});
  const auto file = base::read_trust_material("Ghi chú ở đầu tệp\n" + house.root.certificate_pem + "x\n" + list +
                                              house.signer.key_pem + house.signer.certificate_pem);
  REQUIRE(file);
  REQUIRE(file->items.size() == 3);
  CHECK(file->private_keys == 1);
  REQUIRE(file->items[0].certificate);
  CHECK(file->items[0].certificate->is_authority);
  CHECK(file->items[0].pem == house.root.certificate_pem);
  REQUIRE(file->items[1].list);
  CHECK(file->items[1].list->issuer == "CN=Gốc");
  CHECK(file->items[1].list->entries == 1);
  CHECK(file->items[1].list->this_update == kNow);
  CHECK(file->items[1].list->next_update == days_later(30));
  CHECK_FALSE(file->items[1].list->incremental);
  CHECK(file->items[1].pem == list);
  REQUIRE(file->items[2].certificate);
  CHECK_FALSE(file->items[2].certificate->is_authority);
}

TEST_CASE("crypto/trust_material: lists of one issuer are one series, of another issuer another") {
  const House house = make_house();
  const auto series = [](const std::string& pem) { return base::read_trust_material(pem)->items.at(0).list->series; };
  CHECK(series(crl_of(house.root, kNow)) == series(crl_of(house.root, days_later(9), {house.signer.certificate_pem})));
  CHECK(series(crl_of(house.root, kNow)) != series(crl_of(house.other, kNow)));
}

TEST_CASE("crypto/trust_material: one certificate or list in DER is taken too") {
  const House house = make_house();
  const tests::TempDirectory work;
  tests::put_file(work / "root.pem", house.root.certificate_pem);
  tests::put_file(work / "list.pem", crl_of(house.root, kNow));
  REQUIRE(tests::shell("openssl x509 -in " + work / "root.pem" + " -outform DER -out " + work / "root.der"));
  REQUIRE(tests::shell("openssl crl -in " + work / "list.pem" + " -outform DER -out " + work / "list.der"));
  const auto root = base::read_trust_material(tests::get_file(work / "root.der"));
  REQUIRE(root);
  CHECK(root->items.at(0).pem == house.root.certificate_pem);
  const auto list = base::read_trust_material(tests::get_file(work / "list.der"));
  REQUIRE(list);
  CHECK(list->items.at(0).pem == tests::get_file(work / "list.pem"));
}

TEST_CASE("crypto/trust_material: delta lists and list numbers are seen") {
  const House house = make_house();
  const tests::TempDirectory work;
  tests::put_file(work / "ca.pem", house.root.certificate_pem);
  tests::put_file(work / "ca.key", house.root.key_pem);
  tests::put_file(work / "index", "");
  tests::put_file(work / "number", "1A\n");
  tests::put_file(
      work / "conf",
      "[ca]\ndefault_ca=d\n[d]\ndatabase=index\ncrlnumber=number\ndefault_md=sha256\ncrl_extensions=e\n[e]\n2.5.29.27=critical,DER:02:01:05\n");
  REQUIRE(tests::shell("cd " + work.path() +
                       " && openssl ca -config conf -gencrl -crldays 5 -cert ca.pem -keyfile ca.key -out delta.pem"));
  const auto delta = base::read_trust_material(tests::get_file(work / "delta.pem"));
  if (!delta) FAIL(base::describe(delta.error()));
  CHECK(delta->items.at(0).list->incremental);
  CHECK(delta->items.at(0).list->number == "1a");
}

TEST_CASE("crypto/trust_material: what cannot be read is named") {
  const House house = make_house();
  std::string cut = house.root.certificate_pem;
  cut.erase(100, 60);
  for (const std::string& text : {std::string(), std::string("no pem at all"), house.signer.key_pem, cut,
                                  house.root.certificate_pem + cut, house.root.certificate_pem.substr(0, 200),
                                  std::string("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                                  std::string("-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n"),
                                  std::string("-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n")}) {
    CAPTURE(text);
    const auto file = base::read_trust_material(text);
    REQUIRE_FALSE(file);
    CHECK(file.error().code == base::ErrorCode::bad_input);
    CHECK_FALSE(file.error().text.vi.empty());
    CHECK_FALSE(file.error().text.en.empty());
  }
}

TEST_CASE("crypto/trust_material: is a certificate good for signing here") {
  const House house = make_house();
  const auto reasons = [&](const std::string& roots, const std::vector<std::string>& lists, Timestamp at,
                           const std::string& pem) {
    const auto trust = base::TrustStore::open(roots, lists);
    REQUIRE(trust);
    const auto out = base::check_certificate(pem, *trust, at, base::SignatureUse::mail);
    REQUIRE(out);
    return *out;
  };
  const std::string& signer = house.signer.certificate_pem;
  CHECK(reasons(house.root.certificate_pem, {}, kNow, signer).empty());
  CHECK(reasons(house.other.certificate_pem, {}, kNow, signer) == std::vector{SignatureReason::untrusted_chain});
  CHECK(reasons(house.root.certificate_pem, {}, days_later(101), signer) ==
        std::vector{SignatureReason::expired_at_signing});
  CHECK(reasons(house.root.certificate_pem, {crl_of(house.root, kNow, {signer})}, days_later(1), signer) ==
        std::vector{SignatureReason::revoked});
  const auto server = base::make_server_certificate(house.root, {"mail.a.example"}, kNow, 100);
  REQUIRE(server);
  CHECK(reasons(house.root.certificate_pem, {}, kNow, server->certificate_pem) ==
        std::vector{SignatureReason::wrong_key_usage});
  CHECK_FALSE(base::check_certificate("x", base::TrustStore(), kNow, base::SignatureUse::mail));
}

}  // namespace
