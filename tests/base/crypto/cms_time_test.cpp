// A claimed time is no proof, a time stamp is one (RFC 3161); certificates that a message leaves out; a budget for what
// is reckoned.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/crypto/cms.h"
#include "tests/base/crypto/der.h"

namespace {

using base::SignatureOutcome;
using base::SignatureReason;
using base::SignatureUse;
using base::Timestamp;

const Timestamp kNow = base::SystemClock().now();  // the openssl program knows no other time
const std::string kText = "Content-Type: text/plain\r\n\r\n147\r\n";
constexpr auto kDay = std::chrono::hours(24);

struct Office {
  base::CertificateAndKey authority, seal;
  base::TrustStore trust;
};

// A seal that is good for ten days.
const Office& office() {
  static const Office one = [] {
    const auto authority = base::make_authority("Gốc thử nghiệm", kNow, 3650);
    REQUIRE(authority);
    const auto seal = base::make_signing_certificate(*authority, "UBND thị xã", {"vanthu@x.example"}, kNow, 10);
    REQUIRE(seal);
    const auto trust = base::TrustStore::open(authority->certificate_pem);
    REQUIRE(trust);
    return Office{*authority, *seal, *trust};
  }();
  return one;
}

std::string signed_text(Timestamp claimed = kNow) {
  const auto bytes = base::sign_detached(kText, {{office().seal.certificate_pem, office().seal.key_pem}}, claimed);
  REQUIRE(bytes);
  return *bytes;
}

base::CmsVerdict judge(const std::string& der, Timestamp at, const base::TrustStore& trust = office().trust,
                       base::VerifyBudget* budget = nullptr) {
  return base::verify_detached(der, kText, trust, at, SignatureUse::mail, budget);
}

// A time-stamping authority made and used by the openssl program.
class Stamper {
 public:
  Stamper() {
    std::string name = (std::filesystem::temp_directory_path() / "vanthu-stamp-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()));
    path_ = name;
    write("ca.pem", office().authority.certificate_pem);
    write("ca.key", office().authority.key_pem);
    write("ext.cnf", "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=critical,timeStamping\n");
    write("serial", "01\n");
    write(
        "ts.cnf",
        "[tsa]\ndefault_tsa = t\n[t]\nserial = ./serial\ncrypto_device = builtin\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\n"
        "digests = sha256\nordering = no\ntsa_name = no\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n");
    run("openssl req -new -newkey rsa:2048 -nodes -keyout tsa.key -subj /CN=TSA -out tsa.csr");
    run("openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 77 -days 3000 -extfile ext.cnf -out tsa.pem");
  }
  ~Stamper() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Stamper(const Stamper&) = delete;
  Stamper& operator=(const Stamper&) = delete;

  std::string stamp(const std::string& bytes) const {
    write("data", bytes);
    run("openssl ts -query -data data -sha256 -cert -out q.tsq");
    run("openssl ts -reply -queryfile q.tsq -config ts.cnf -section t -signer tsa.pem -inkey tsa.key -token_out -out token.der");
    std::ostringstream out;
    out << std::ifstream(path_ + "/token.der", std::ios::binary).rdbuf();
    return out.str();
  }

 private:
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ + "/" + name, std::ios::binary) << bytes;
  }
  void run(const std::string& command) const {
    CAPTURE(command);
    REQUIRE(std::system(("cd '" + path_ + "' && " + command + " >>out.txt 2>&1").c_str()) == 0);
  }
  std::string path_;
};

// The signature with a time stamp token beside it, unsigned (RFC 3161 appendix A).
std::string stamped(const std::string& der, const std::string& token) {
  der::Element cms = der::parse(der);
  der::Element attribute{
      0x30, {}, {{0x06, "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x0E", {}}, {0x31, {}, {der::parse(token)}}}};
  der::signer(cms).members.push_back({0xA1, {}, {attribute}});
  return der::print(cms);
}

std::string signature_of(const std::string& der) {
  der::Element cms = der::parse(der);
  return der::signer(cms)[5].content;
}

bool openssl_present() { return std::system("openssl version >/dev/null 2>&1") == 0; }

TEST_CASE("crypto/cms: a signing time of long ago is no proof when the certificate has expired since") {
  const std::string der = signed_text();
  CHECK(judge(der, kNow + 9 * kDay).outcome == SignatureOutcome::valid);  // it is still good
  CHECK(judge(der, kNow + 300 * kDay).outcome == SignatureOutcome::indeterminate);
  CHECK(judge(der, kNow + 300 * kDay).signers.at(0).reasons ==
        std::vector<SignatureReason>{SignatureReason::expired_since_signing});
  CHECK(judge(signed_text(kNow + 9 * kDay), kNow + 12 * kDay).outcome ==
        SignatureOutcome::valid);  // on its way when the certificate ended
  CHECK(judge(signed_text(kNow + 9 * kDay), kNow + 15 * kDay).outcome == SignatureOutcome::indeterminate);
}

TEST_CASE("crypto/cms: a time stamp proves the time") {
  if (!openssl_present()) return;
  const Stamper stamper;
  const std::string der = signed_text();
  const std::string proven = stamped(der, stamper.stamp(signature_of(der)));
  const auto verdict = judge(proven, kNow + 300 * kDay);
  CHECK(verdict.outcome == SignatureOutcome::valid);
  REQUIRE(verdict.signers.at(0).proven_time);
  CHECK(std::abs(verdict.signers[0].proven_time->seconds() - kNow.seconds()) < 600);
  // A stamp over something else, one by an authority that has itself expired, or that nobody trusts, proves nothing.
  CHECK(judge(stamped(der, stamper.stamp("another signature")), kNow + 300 * kDay).outcome ==
        SignatureOutcome::indeterminate);
  CHECK(judge(proven, kNow + 3100 * kDay).outcome != SignatureOutcome::valid);
  const auto only_seal = base::TrustStore::open(office().seal.certificate_pem);
  REQUIRE(only_seal);
  CHECK(judge(proven, kNow + 300 * kDay, *only_seal).outcome == SignatureOutcome::indeterminate);
  // The stamp alone, as it stands in documents.
  const std::string_view pieces[] = {"first ", "second"};
  const std::string token = stamper.stamp("first second");
  CHECK(base::verify_time_stamp(token, pieces, office().trust, kNow + kDay).outcome == SignatureOutcome::valid);
  CHECK(base::verify_time_stamp(token, std::span(pieces, 1), office().trust, kNow + kDay).outcome ==
        SignatureOutcome::invalid);
  CHECK(base::verify_time_stamp(der, pieces, office().trust, kNow + kDay).outcome ==
        SignatureOutcome::indeterminate);  // no token at all
}

// case 13: Outlook for Mac leaves the certificate out.
TEST_CASE("crypto/cms: a signer's certificate that the message leaves out is found among the known ones") {
  der::Element cms = der::parse(signed_text());
  auto& members = der::signed_data(cms).members;
  REQUIRE(members.size() == 5);
  members.erase(members.begin() + 3);  // certificates [0]
  const std::string bare = der::print(cms);
  CHECK(judge(bare, kNow + kDay).signers.at(0).reasons ==
        std::vector<SignatureReason>{SignatureReason::no_signer_certificate});
  const auto stranger = base::make_signing_certificate(office().authority, "Người lạ", {"la@x.example"}, kNow, 10);
  REQUIRE(stranger);
  const auto knowing = base::TrustStore::open(office().authority.certificate_pem, {},
                                              stranger->certificate_pem + office().seal.certificate_pem);
  REQUIRE(knowing);
  const auto verdict = judge(bare, kNow + kDay, *knowing);
  CHECK(verdict.outcome == SignatureOutcome::valid);
  CHECK(verdict.signers.at(0).certificate->emails == std::vector<std::string>{"vanthu@x.example"});
  // Known is not trusted.
  const auto nobody = base::TrustStore::open("", {}, office().seal.certificate_pem);
  REQUIRE(nobody);
  CHECK(judge(bare, kNow + kDay, *nobody).outcome == SignatureOutcome::invalid);
}

TEST_CASE("crypto/cms: what the budget does not allow is not reckoned, and pieces are one content") {
  const std::string der = signed_text();
  base::VerifyBudget enough(base::kSignerCost + kText.size()), little(base::kSignerCost + kText.size() - 1);
  CHECK(judge(der, kNow + kDay, office().trust, &enough).outcome == SignatureOutcome::valid);
  CHECK(enough.left() == 0);
  const auto verdict = judge(der, kNow + kDay, office().trust, &little);
  CHECK(verdict.too_much);
  CHECK(verdict.outcome == SignatureOutcome::indeterminate);
  const std::string_view pieces[] = {std::string_view(kText).substr(0, 7), std::string_view(kText).substr(7)};
  CHECK(base::verify_detached(der, pieces, office().trust, kNow + kDay, SignatureUse::document).outcome ==
        SignatureOutcome::valid);
  CHECK(base::verify_detached(der, std::span(pieces, 1), office().trust, kNow + kDay, SignatureUse::document).outcome ==
        SignatureOutcome::invalid);
}

}  // namespace
