#include "mailstore/signing/seals.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/mime/builder.h"
#include "mailstore/signing/smime.h"
#include "tests/base/crypto/soft_token.h"
#include "tests/mailstore/signing/signing_office.h"

namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using base::SigningKey;
using mailstore::signing::Seals;
using signing_test::kNow;
using signing_test::office;
using tests::put_file;
using tests::SoftToken;

struct Folder {
  tests::TempDirectory work;
  base::FakeClock clock{kNow};
  std::unique_ptr<Seals> seals = Seals::open(work.path(), "", clock);
};

std::string pem_of(const base::CertificateAndKey& key) { return key.certificate_pem + key.key_pem; }

std::string subject_of(Seals& seals, const std::string& code) {
  auto key = seals.of(code);
  if (!key) return "error";
  return *key ? (*key)->certificate().subject : "none";
}

TEST_CASE("signing/seals: an office without a file has no seal") {
  Folder folder;
  CHECK(subject_of(*folder.seals, "BS") == "none");
  CHECK(folder.seals->unit_codes().empty());
  const auto nowhere = Seals::open(folder.work / "missing", "", folder.clock);
  CHECK(subject_of(*nowhere, "BS") == "none");
  CHECK(nowhere->unit_codes().empty());
}

TEST_CASE("signing/seals: a message signed with a PEM seal is valid for us and for openssl") {
  Folder folder;
  // By the clock of the machine: openssl judges by it.
  const base::SystemClock clock;
  const base::Timestamp now = clock.now();
  const signing_test::Office here = signing_test::make_office(30, now);
  put_file(folder.work / "BS.pem", pem_of(here.seal));
  const auto seals = Seals::open(folder.work.path(), "", clock);
  const auto key = seals->of("BS");
  REQUIRE(key);
  REQUIRE(*key);
  const std::string inner = base::text_entity("Báo cáo tháng 11\r\n");
  const auto entity = mailstore::signing::sign_entity(inner, std::vector<SigningKey>{**key}, now, "seed");
  REQUIRE(entity);
  const std::string message =
      "From: vanthu@bimson.example\r\nSubject: [VB 147/BC-UBND]\r\nMIME-Version: 1.0\r\n" + *entity;
  const auto report = mailstore::signing::verify_smime(message, here.trust, now);
  CHECK(report.verdict.valid());
  CHECK(report.signer_is_from);
  CHECK(report.signed_entity == inner);
  put_file(folder.work / "message.eml", message);
  put_file(folder.work / "root.crt", here.authority.certificate_pem);
  CHECK(tests::shell("openssl cms -verify -inform SMIME -in " + folder.work / "message.eml" + " -CAfile " +
                     folder.work / "root.crt"));
}

TEST_CASE("signing/seals: files are looked at again after a second") {
  Folder folder;
  CHECK(subject_of(*folder.seals, "BS") == "none");
  put_file(folder.work / "BS.pem", pem_of(office().seal));
  CHECK(subject_of(*folder.seals, "BS") == "none");  // not yet
  folder.clock.advance(1s);
  CHECK(subject_of(*folder.seals, "BS") == "CN=UBND thị xã Bỉm Sơn");
  put_file(folder.work / "BS.pem", pem_of(office().leader));
  folder.clock.advance(1s);
  CHECK(subject_of(*folder.seals, "BS") == "CN=Mai Đình Lâm");
  std::filesystem::remove(folder.work / "BS.pem");
  folder.clock.advance(1s);
  CHECK(subject_of(*folder.seals, "BS") == "none");
}

TEST_CASE("signing/seals: a file that only got another owner is read anew") {
  if (::geteuid() != 0) return;  // only root gives files away
  Folder folder;
  std::string first = pem_of(office().seal), second = pem_of(office().leader);
  first.resize(std::max(first.size(), second.size()), '\n');
  second.resize(first.size(), '\n');
  const std::string path = folder.work / "BS.pem";
  put_file(path, first);
  const auto time = std::filesystem::last_write_time(path);
  CHECK(subject_of(*folder.seals, "BS") == "CN=UBND thị xã Bỉm Sơn");
  // Everything else stays as it was: only so can be seen, as root, that the file was opened again.
  std::ofstream(path, std::ios::binary | std::ios::trunc) << second;
  std::filesystem::last_write_time(path, time);
  folder.clock.advance(1s);
  CHECK(subject_of(*folder.seals, "BS") == "CN=UBND thị xã Bỉm Sơn");
  REQUIRE(::chown(path.c_str(), 65534, 65534) == 0);
  folder.clock.advance(1s);
  CHECK(subject_of(*folder.seals, "BS") == "CN=Mai Đình Lâm");
}

TEST_CASE("signing/seals: a broken seal is an error, never no seal") {
  Folder folder;
  const auto error_of = [&](const std::string& code) {
    const auto key = folder.seals->of(code);
    REQUIRE_FALSE(key);
    CHECK(key.error().text.vi.starts_with("Con dấu số của cơ quan không dùng được. "));
    CHECK(key.error().text.en.starts_with("The office's seal cannot be used. "));
    return key.error().code;
  };
  put_file(folder.work / "A.pem", "nothing");
  CHECK(error_of("A") == ErrorCode::bad_input);
  put_file(folder.work / "B.pem", office().seal.certificate_pem);
  CHECK(error_of("B") == ErrorCode::bad_input);
  put_file(folder.work / "C.pem", office().seal.certificate_pem + office().leader.key_pem);
  CHECK(error_of("C") == ErrorCode::bad_input);
  for (const int mode : {0604, 0602, 0620, 0644}) {
    put_file(folder.work / "D.pem", pem_of(office().seal), mode);
    folder.clock.advance(1s);
    CHECK(error_of("D") == ErrorCode::no_permission);
  }
  put_file(folder.work / "D.pem", pem_of(office().seal), 0640);  // a group of keepers is fine
  folder.clock.advance(1s);
  CHECK(subject_of(*folder.seals, "D") == "CN=UBND thị xã Bỉm Sơn");
  put_file(folder.work / "D.p11", "pkcs11:token=a?pin-value=BIMAT");
  folder.clock.advance(1s);
  CHECK(error_of("D") == ErrorCode::bad_input);
  put_file(folder.work / "E.p11", "pkcs11:token=a?pin-value=BIMAT");
  const auto unnamed = folder.seals->of("E");  // no library
  REQUIRE_FALSE(unnamed);
  CHECK(base::describe(unnamed.error()).find("BIMAT") == std::string::npos);
  CHECK(folder.seals->unit_codes() == std::vector<std::string>{"A", "B", "C", "D", "E"});
}

TEST_CASE("signing/seals: a seal ends with its certificate, also while the server runs") {
  Folder folder;
  put_file(folder.work / "BS.pem", pem_of(signing_test::make_office(30).seal));
  CHECK(subject_of(*folder.seals, "BS") == "CN=UBND thị xã Bỉm Sơn");
  folder.clock.advance(24h * 31);
  const auto expired = folder.seals->of("BS");
  REQUIRE_FALSE(expired);
  CHECK_FALSE(expired.error().temporary);
  CHECK(expired.error().text.en.find("The seal's certificate has expired") != std::string::npos);
  CHECK_FALSE(Seals::open(folder.work.path(), "", folder.clock)->of("BS"));  // and for a server that starts then
  put_file(folder.work / "BS.pem", pem_of(office().seal));
  folder.clock.advance(1s);
  CHECK(subject_of(*folder.seals, "BS") == "CN=UBND thị xã Bỉm Sơn");
  put_file(folder.work / "BS.pem", pem_of(signing_test::make_office(30, signing_test::days_later(100)).seal));
  folder.clock.advance(1s);
  CHECK(subject_of(*folder.seals, "BS") == "error");  // not yet
  folder.clock.advance(24h * 70);
  CHECK(subject_of(*folder.seals, "BS") == "CN=UBND thị xã Bỉm Sơn");  // now
}

TEST_CASE("signing/seals: unit codes never leave the folder") {
  CHECK(mailstore::signing::seal_name("BS.VP-1 Đông") == "BS.VP-1 Đông");
  CHECK(mailstore::signing::seal_name("../etc/x%") == "%2E.%2Fetc%2Fx%25");
  CHECK(mailstore::signing::seal_name(std::string_view("\0\n", 2)) == "%00%0A");
  Folder folder;
  std::filesystem::create_directory(folder.work / "in");
  put_file(folder.work / "BS.pem", pem_of(office().seal));
  const auto inner = Seals::open(folder.work / "in", "", folder.clock);
  CHECK(subject_of(*inner, "../BS") == "none");
  put_file(folder.work / "in/%2E.%2FBS.pem", pem_of(office().leader));
  folder.clock.advance(1s);
  CHECK(subject_of(*inner, "../BS") == "CN=Mai Đình Lâm");
  CHECK(inner->unit_codes() == std::vector<std::string>{"../BS"});
}

TEST_CASE("signing/seals: seals in tokens sign, two offices on one token, the library from the settings") {
  if (!SoftToken::installed()) return;
  SoftToken token;
  token.put_key(office().seal.key_pem, "ubnd", "01");
  token.put_key(office().leader.key_pem, "phong", "02");
  const tests::TempDirectory work;
  base::FakeClock clock{kNow};
  const auto seals = Seals::open(work.path(), SoftToken::module_path(), clock);
  put_file(token.directory / "pin", SoftToken::kPin);
  const std::string source = "?pin-source=file:" + token.directory / "pin";
  put_file(work / "BS.p11", "  pkcs11:token=con-dau;object=ubnd" + source + "\n");
  put_file(work / "BS.crt", office().seal.certificate_pem + office().authority.certificate_pem, 0644);
  put_file(work / "BS.PB.p11", "pkcs11:token=con-dau;object=phong" + source);
  put_file(work / "BS.PB.crt", office().leader.certificate_pem, 0644);
  CHECK(seals->unit_codes() == std::vector<std::string>{"BS", "BS.PB"});
  const auto signs = [&](const std::string& code) {
    const auto key = seals->of(code);
    if (!key) FAIL(base::describe(key.error()));
    REQUIRE(*key);
    CHECK((*key)->in_token());
    const auto entity = mailstore::signing::sign_entity("Content-Type: text/plain\r\n\r\nx\r\n",
                                                        std::vector<SigningKey>{**key}, kNow, "s");
    REQUIRE(entity);
    return mailstore::signing::verify_smime("From: a@b.example\r\n" + *entity, office().trust, kNow).verdict.valid();
  };
  CHECK(signs("BS"));
  CHECK(signs("BS.PB"));
  // One is opened anew: the other's session with the token lives on.
  put_file(work / "BS.p11", "pkcs11:token=con-dau;object=ubnd;id=%01" + source + "\n");
  clock.advance(2s);
  CHECK(signs("BS"));
  std::filesystem::remove(work / "BS.p11");
  clock.advance(2s);
  CHECK(subject_of(*seals, "BS") == "none");
  CHECK(signs("BS.PB"));
}

TEST_CASE("signing/seals: a wrong PIN is tried once, until the file changes") {
  if (!SoftToken::installed()) return;
  SoftToken token;
  token.put_key(office().seal.key_pem, "ubnd", "01");
  const tests::TempDirectory work;
  base::FakeClock clock{kNow};
  const auto seals = Seals::open(work.path(), SoftToken::module_path(), clock);
  put_file(token.directory / "pin", "sai-roi-1");
  put_file(work / "BS.p11", "pkcs11:token=con-dau;object=ubnd?pin-source=" + token.directory / "pin");
  put_file(work / "BS.crt", office().seal.certificate_pem);
  CHECK(seals->of("BS").error().code == ErrorCode::auth_failed);
  put_file(token.directory / "pin", SoftToken::kPin);
  clock.advance(1h);
  CHECK(seals->of("BS").error().code == ErrorCode::auth_failed);
  put_file(work / "BS.p11", "pkcs11:token=con-dau;object=ubnd?pin-source=file:" + token.directory / "pin");
  clock.advance(1s);
  CHECK(subject_of(*seals, "BS") == "CN=UBND thị xã Bỉm Sơn");
  // A token that is not there is asked for again after some minutes.
  put_file(work / "PB.p11", "pkcs11:token=sau-nay;object=ubnd?pin-source=" + token.directory / "pin");
  put_file(work / "PB.crt", office().seal.certificate_pem);
  CHECK(seals->of("PB").error().code == ErrorCode::not_found);
  clock.advance(1min);
  CHECK(seals->of("PB").error().temporary);
}

}  // namespace
