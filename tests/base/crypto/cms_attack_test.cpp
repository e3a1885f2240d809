// Signatures that are right by the numbers and wrong all the same, and signed data made to keep a server busy.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/crypto/cms.h"
#include "base/text/encoding.h"
#include "tests/base/crypto/der.h"

namespace {

using base::SignatureOutcome;
using base::SignatureReason;
using base::SignatureUse;
using base::Timestamp;

const Timestamp kNow = base::SystemClock().now();  // the openssl program knows no other time
const std::string kText = "Content-Type: text/plain\r\n\r\n147\r\n";

struct Office {
  base::CertificateAndKey authority, seal;
  base::TrustStore trust;
};

const Office& office() {
  static const Office one = [] {
    const auto authority = base::make_authority("Gốc thử nghiệm", kNow, 3650);
    REQUIRE(authority);
    const auto seal = base::make_signing_certificate(*authority, "UBND thị xã", {"vanthu@x.example"}, kNow, 30);
    REQUIRE(seal);
    const auto trust = base::TrustStore::open(authority->certificate_pem);
    REQUIRE(trust);
    return Office{*authority, *seal, *trust};
  }();
  return one;
}

der::Element signed_text() {
  const auto bytes = base::sign_detached(kText, {{office().seal.certificate_pem, office().seal.key_pem}}, kNow);
  REQUIRE(bytes);
  return der::parse(*bytes);
}

base::CmsVerdict judge(const der::Element& cms, const std::string& text = kText,
                       SignatureUse use = SignatureUse::mail) {
  return base::verify_detached(der::print(cms), text, office().trust, kNow, use);
}

std::vector<SignatureReason> reasons(const base::CmsVerdict& verdict) {
  REQUIRE(verdict.signers.size() == 1);
  return verdict.signers[0].reasons;
}

bool has(const std::vector<SignatureReason>& reasons, SignatureReason reason) {
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

// A folder with root.pem and root.key, for the openssl program.
class Workshop {
 public:
  Workshop() {
    std::string name = (std::filesystem::temp_directory_path() / "vanthu-cms-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()));
    path_ = name;
    write("root.pem", office().authority.certificate_pem);
    write("root.key", office().authority.key_pem);
    write("text", kText);
  }
  ~Workshop() { std::filesystem::remove_all(path_); }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ + "/" + name, std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) const {
    std::ostringstream out;
    out << std::ifstream(path_ + "/" + name, std::ios::binary).rdbuf();
    return out.str();
  }
  void run(const std::string& command) const {
    REQUIRE(std::system(("cd '" + path_ + "' && " + command + " >out 2>err").c_str()) == 0);
  }
  // A certificate NAME.pem for the key NAME.key under root.pem.
  void certify(const std::string& name, const std::string& extensions, const std::string& options = "") const {
    write(name + ".ext", extensions);
    run("openssl req -new -key " + name + ".key -subj /CN=" + name + " -out " + name + ".csr");
    run("openssl x509 -req -in " + name + ".csr -CA root.pem -CAkey root.key -days 20 -extfile " + name + ".ext -out " +
        name + ".pem " + (options.empty() ? "-CAcreateserial" : options));
  }

 private:
  std::string path_;
};

bool openssl_present() { return std::system("openssl version >/dev/null 2>&1") == 0; }

TEST_CASE("crypto/cms: a signature made for one certificate does not count for another with the same key") {
  if (!openssl_present()) return;
  const Workshop work;
  der::Element cms = signed_text();
  work.write("other.key", office().seal.key_pem);
  const std::string serial = base::read_certificate(office().seal.certificate_pem)->serial;
  work.certify("other", "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n", "-set_serial 0x" + serial);
  work.run("openssl x509 -in other.pem -outform DER -out other.der");
  CHECK(judge(cms).outcome == SignatureOutcome::valid);
  der::signed_data(cms)[3][0] = der::parse(work.read("other.der"));
  const auto swapped = judge(cms);
  CHECK(swapped.outcome == SignatureOutcome::invalid);
  CHECK(has(reasons(swapped), SignatureReason::other_certificate));  // and, a second later, not yet valid
}

TEST_CASE("crypto/cms: what was signed as one kind of content does not pass for another") {
  der::Element cms = signed_text();
  std::string& kind = der::signed_data(cms)[2][0].content;  // 1.2.840.113549.1.7.1
  kind.back() = 5;
  CHECK(reasons(judge(cms)) == std::vector<SignatureReason>{SignatureReason::wrong_signature});
  kind.back() = 1;
  CHECK(judge(cms).outcome == SignatureOutcome::valid);
}

TEST_CASE("crypto/cms: signed attributes do not pass for content") {
  der::Element cms = signed_text();
  der::Element& signer = der::signer(cms);
  der::Element attributes = signer[3];
  REQUIRE(attributes.tag == 0xA0);
  attributes.tag = 0x31;  // the form in which they were signed
  signer.members.erase(signer.members.begin() + 3);
  CHECK(reasons(judge(cms, der::print(attributes))) == std::vector<SignatureReason>{SignatureReason::wrong_signature});
}

TEST_CASE("crypto/cms: long lists cost nothing") {
  const auto begin = std::chrono::steady_clock::now();
  der::Element cms = signed_text();
  der::Element& digests = der::signed_data(cms)[1];
  digests.members.assign(50000, digests[0]);
  CHECK(judge(cms).outcome == SignatureOutcome::valid);  // the library's own way took minutes
  cms = signed_text();
  der::Element& certificates = der::signed_data(cms)[3];
  certificates.members.assign(20000, certificates[0]);
  CHECK(judge(cms).reasons == std::vector<SignatureReason>{SignatureReason::malformed});
  CHECK(base::is_signed_data(der::print(cms)));
  certificates.members.resize(base::kMaxCmsCertificates);
  CHECK(judge(cms).outcome == SignatureOutcome::valid);
  cms = signed_text();
  der::Element& signers = der::signed_data(cms).members.back();
  signers.members.assign(base::kMaxCmsSigners + 1, signers[0]);
  CHECK(judge(cms).reasons == std::vector<SignatureReason>{SignatureReason::malformed});
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("crypto/cms: lists of indefinite length are counted too, and nesting ends") {
  if (!openssl_present()) return;
  const Workshop work;
  work.write("a.pem", office().seal.certificate_pem);
  work.write("a.key", office().seal.key_pem);
  work.run(
      "openssl cms -sign -binary -nodetach -indef -stream -in text -signer a.pem -inkey a.key -outform DER -out a.der");
  const std::string bytes = work.read("a.der");
  CHECK(bytes.starts_with("\x30\x80"));
  CHECK(base::is_signed_data(bytes));
  CHECK(base::verify_opaque(bytes, office().trust, kNow + std::chrono::hours(1), SignatureUse::mail).outcome ==
        SignatureOutcome::valid);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = base::verify_opaque(std::string_view(bytes).substr(0, size), office().trust,
                                         kNow + std::chrono::hours(1), SignatureUse::mail);
    CHECK(cut.outcome != SignatureOutcome::valid);
  }
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "\x30\x80";
  CHECK_FALSE(base::is_signed_data(deep));
}

TEST_CASE("crypto/cms: documents are not signed by certificates of servers") {
  const auto server = base::make_server_certificate(office().authority, {"mail.example"}, kNow, 30);
  REQUIRE(server);
  const auto bytes = base::sign_detached(kText, {{server->certificate_pem, server->key_pem}}, kNow);
  REQUIRE(bytes);
  CHECK(reasons(judge(der::parse(*bytes), kText, SignatureUse::document)) ==
        std::vector<SignatureReason>{SignatureReason::wrong_key_usage});
  CHECK(judge(signed_text(), kText, SignatureUse::document).outcome == SignatureOutcome::valid);
}

TEST_CASE("crypto/cms: what certificates are meant for, and how strong they are, by the openssl program") {
  if (!openssl_present()) return;
  const Workshop work;
  struct Case {
    const char *extensions, *key, *digest;
    SignatureUse use;
    std::vector<SignatureReason> reasons;
  };
  const char* kPlain = "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n";
  const Case cases[] = {
      {"extendedKeyUsage=1.3.6.1.5.5.7.3.36\n",
       "EC -pkeyopt ec_paramgen_curve:P-384",
       "sha384",
       SignatureUse::document,
       {}},
      {"extendedKeyUsage=codeSigning\n",
       "EC -pkeyopt ec_paramgen_curve:P-256",
       "sha256",
       SignatureUse::document,
       {SignatureReason::wrong_key_usage}},
      {"", "EC -pkeyopt ec_paramgen_curve:P-256", "sha512", SignatureUse::document, {}},
      {"", "RSA -pkeyopt rsa_keygen_bits:1024", "sha256", SignatureUse::mail, {SignatureReason::weak_algorithm}},
      {"", "RSA -pkeyopt rsa_keygen_bits:2048", "ripemd160", SignatureUse::mail, {SignatureReason::weak_algorithm}},
      {"", "RSA -pkeyopt rsa_keygen_bits:2048", "sha256", SignatureUse::mail, {}},
      {"authorityInfoAccess=caIssuers;URI:http://x.example/ca\n",
       "EC -pkeyopt ec_paramgen_curve:P-256",
       "sha256",
       SignatureUse::mail,
       {}},
      {"authorityInfoAccess=OCSP;URI:http://x.example/ocsp\n",
       "EC -pkeyopt ec_paramgen_curve:P-256",
       "sha256",
       SignatureUse::mail,
       {SignatureReason::no_revocation_information}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.extensions);
    CAPTURE(one.key);
    work.run(std::string("openssl genpkey -out a.key -algorithm ") + one.key);
    work.certify("a", std::string(kPlain) + one.extensions);
    work.run(std::string("openssl cms -sign -binary -in text -signer a.pem -inkey a.key -outform DER -out a.der -md ") +
             one.digest);
    const auto verdict =
        base::verify_detached(work.read("a.der"), kText, office().trust, kNow + std::chrono::hours(1), one.use);
    CHECK(reasons(verdict) == one.reasons);
  }
}

TEST_CASE("crypto/cms: a weak key does not hide that the chain is forged") {
  if (!openssl_present()) return;
  const Workshop work;
  work.run(
      "openssl req -x509 -newkey rsa:2048 -nodes -subj '/CN=Gốc thử nghiệm' -utf8 -keyout root.key -out root.pem -days 30");  // the same name, another key
  work.run("openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out a.key");
  work.certify("a", "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n");
  work.run("openssl cms -sign -binary -in text -signer a.pem -inkey a.key -outform DER -out a.der");
  const auto verdict = base::verify_detached(work.read("a.der"), kText, office().trust, kNow + std::chrono::hours(1),
                                             SignatureUse::mail);
  CHECK(verdict.outcome == SignatureOutcome::invalid);
  CHECK(has(reasons(verdict), SignatureReason::untrusted_chain));
  CHECK(has(reasons(verdict), SignatureReason::weak_algorithm));
}

TEST_CASE("crypto/cms: keys made to keep a verifier busy are not used") {
  if (!openssl_present()) return;
  const Workshop work;
  work.run(
      "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:1208925819614629174706189 -out a.key");
  work.certify("a", "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n");
  work.run("openssl cms -sign -binary -in text -signer a.pem -inkey a.key -outform DER -out a.der");
  const auto verdict = base::verify_detached(work.read("a.der"), kText, office().trust, kNow + std::chrono::hours(1),
                                             SignatureUse::mail);
  CHECK(verdict.reasons == std::vector<SignatureReason>{SignatureReason::malformed});
}

TEST_CASE("crypto/cms: where signed data ends") {
  const std::string bytes = der::print(signed_text());
  CHECK(base::signed_data_size(bytes) == bytes.size());
  CHECK(base::signed_data_size(bytes + std::string(10, '\0')) == bytes.size());
  CHECK(base::signed_data_size(bytes.substr(0, 30)) == 0);
}

TEST_CASE("crypto/cms: a revocation list with a scope clears what stands inside it, and nothing else") {
  if (!openssl_present()) return;
  const Workshop work;
  work.run("openssl genpkey -out a.key -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
  work.certify("a",
               "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\ncrlDistributionPoints=URI:http://x.example/1\n");
  work.run("openssl cms -sign -binary -in text -signer a.pem -inkey a.key -outform DER -out a.der");
  const auto outcome = [&](const std::string& scope) {
    work.write("index", "");
    work.write(
        "cnf",
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index\ndefault_md=sha256\nrand_serial=yes\ncrl_extensions=e\n[e]\nissuingDistributionPoint=critical,@i\n[i]\n" +
            scope);
    work.run("openssl ca -config cnf -cert root.pem -keyfile root.key -gencrl -crldays 3 -out crl.pem");
    const auto trust = base::TrustStore::open(office().authority.certificate_pem, {work.read("crl.pem")});
    REQUIRE(trust);
    return base::verify_detached(work.read("a.der"), kText, *trust, kNow + std::chrono::hours(1), SignatureUse::mail)
        .outcome;
  };
  CHECK(outcome("fullname=URI:http://x.example/1\nonlyuser=TRUE\n") == SignatureOutcome::valid);
  CHECK(outcome("onlyuser=TRUE\n") == SignatureOutcome::valid);
  for (const char* other : {"fullname=URI:http://x.example/2\n", "onlyCA=TRUE\n", "onlyAA=TRUE\n",
                            "onlysomereasons=keyCompromise\n", "indirectCRL=TRUE\n"}) {
    CAPTURE(other);
    CHECK(outcome(other) == SignatureOutcome::indeterminate);
  }
}

}  // namespace
