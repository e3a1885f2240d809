#include "mailstore/signing/smime.h"

#include "mailstore/signing/authentication_results.h"
#include "tests/mailstore/signing/signing_office.h"

namespace {

using namespace signing_test;
using namespace mailstore::signing;
using Word = std::string;

const std::string kText = base::text_entity("Kính gửi Sở,\nBáo cáo kèm theo.\n");

SmimeReport check(const std::string& mail, Timestamp at = days_later(1)) {
  return verify_smime(mail, office().trust, at);
}

TEST_CASE("signing/smime: a detached signature over the whole message is valid") {
  const std::string mail = signed_mail(kText, {office().sealer()});
  const SmimeReport report = check(mail);
  CHECK(report.verdict.valid());
  CHECK(report.verdict.covers_all);
  CHECK(report.verdict.findings.empty());
  REQUIRE(report.verdict.signatures.size() == 1);
  CHECK(report.verdict.signatures[0].part == "2");
  CHECK(report.signed_entity == kText);
  CHECK(report.signer_is_from);
  CHECK(Word(word_of(report.verdict)) == "valid");
  const Sentence said = sentence_of(report.verdict);
  CHECK(said.vi.starts_with("Chữ ký số hợp lệ: UBND thị xã Bỉm Sơn, ký lúc "));
  CHECK(said.en.starts_with("Valid digital signature: UBND thị xã Bỉm Sơn, signed at "));
  CHECK(authentication_results(report.verdict) ==
        "smime=pass\r\n\tbody.smime-identifier=vanthu@bimson.example\r\n\tbody.smime-part=2");
}

TEST_CASE("signing/smime: an unsigned message says none") {
  const SmimeReport report = check(base::build_message_from_entity(heading(), kText));
  CHECK_FALSE(report.verdict.is_signed);
  CHECK_FALSE(report.verdict.valid());
  CHECK(Word(word_of(report.verdict)) == "none");
  CHECK(authentication_results(report.verdict).empty());
  CHECK(sentence_of(report.verdict).vi == "Không có chữ ký số.");
}

TEST_CASE("signing/smime: any changed byte of the signed part is found") {
  const std::string mail = signed_mail(kText, {office().sealer()});
  const std::size_t begin = mail.find(kText);
  REQUIRE(begin != std::string::npos);
  for (std::size_t i = begin; i < begin + kText.size(); ++i) {
    std::string changed = mail;
    changed[i] = static_cast<char>(changed[i] ^ 0x20);
    CHECK_FALSE(check(changed).verdict.valid());
  }
  const SmimeReport report = check(replaced(mail, "Content-Type: text/plain", "Content-type: text/plain"));
  CHECK(report.verdict.outcome == SignatureOutcome::invalid);
  CHECK(has(report.verdict.signatures.at(0).signers.at(0).reasons, SignatureReason::wrong_digest));
  CHECK(authentication_results(report.verdict).starts_with("smime=fail (the content was changed after signing)"));
  CHECK(sentence_of(report.verdict).vi.find("KHÔNG hợp lệ") != std::string::npos);
}

TEST_CASE("signing/smime: untrusted, expired, revoked") {
  const Office stranger = make_office();
  const SmimeReport untrusted = check(signed_mail(kText, {stranger.sealer()}));
  CHECK(untrusted.verdict.outcome == SignatureOutcome::invalid);
  CHECK(has(untrusted.verdict.signatures[0].signers.at(0).reasons, SignatureReason::untrusted_chain));

  const Office brief = make_office(2);
  const std::string late = signed_mail(kText, {brief.sealer()}, days_later(3));
  const SmimeReport expired = verify_smime(late, brief.trust, days_later(3));
  CHECK(expired.verdict.outcome == SignatureOutcome::invalid);
  CHECK(has(expired.verdict.signatures[0].signers.at(0).reasons, SignatureReason::expired_at_signing));
  CHECK(verify_smime(signed_mail(kText, {brief.sealer()}, days_later(1)), brief.trust, days_later(3)).verdict.valid());

  const auto crl = base::make_crl(office().authority, {office().seal.certificate_pem}, kNow, 30);
  REQUIRE(crl);
  const auto trust = base::TrustStore::open(office().authority.certificate_pem, {*crl});
  REQUIRE(trust);
  const SmimeReport revoked = verify_smime(signed_mail(kText, {office().sealer()}), *trust, days_later(1));
  CHECK(revoked.verdict.outcome == SignatureOutcome::invalid);
  CHECK(has(revoked.verdict.signatures[0].signers.at(0).reasons, SignatureReason::revoked));
  CHECK(authentication_results(revoked.verdict).starts_with("smime=fail (the certificate is revoked)"));
  const SmimeReport other = verify_smime(signed_mail(kText, {office().chair()}), *trust, days_later(1));
  CHECK(other.verdict.valid());
  CHECK_FALSE(other.signer_is_from);
  const SmimeReport stale = verify_smime(signed_mail(kText, {office().chair()}), *trust, days_later(31));
  CHECK(stale.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(stale.verdict.only_revocation_unknown());
  CHECK(authentication_results(stale.verdict)
            .starts_with("smime=temperror (it could not be checked whether the certificate is revoked)"));
}

TEST_CASE("signing/smime: an unsigned part beside a signed one, and a signature below an unsigned part") {
  const auto inner = sign_entity(kText, {office().sealer()}, kNow, "inner");
  REQUIRE(inner);
  const std::string footer = base::text_entity("-- danh sách thư\n");
  const SmimeReport beside =
      check(base::build_message_from_entity(heading(), base::multipart_entity("mixed", {*inner, footer}, "list")));
  CHECK(beside.verdict.is_signed);
  CHECK_FALSE(beside.verdict.valid());
  CHECK(beside.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(has(beside.verdict.findings, Finding::unsigned_part_beside));
  CHECK(has(beside.verdict.findings, Finding::below_unsigned));
  CHECK(beside.verdict.signatures.at(0).outcome == SignatureOutcome::valid);
  CHECK(beside.verdict.signatures.at(0).part == "1.2");
  CHECK(beside.signed_entity.empty());
  CHECK(authentication_results(beside.verdict).starts_with("smime=policy"));

  const SmimeReport wrapped =
      check(base::build_message_from_entity(heading(), base::multipart_entity("mixed", {*inner}, "wrap")));
  CHECK(wrapped.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(wrapped.verdict.findings == std::vector<Finding>{Finding::below_unsigned});

  // A third part inside the signed multipart itself.
  std::string mail = signed_mail(kText, {office().sealer()});
  const std::size_t end = mail.rfind("--\r\n");
  const std::size_t line = mail.rfind("\r\n", end) + 2;
  const std::string boundary = mail.substr(line, end - line);
  const SmimeReport third =
      check(mail.substr(0, line) + boundary + "\r\nContent-Type: text/plain\r\n\r\nthêm\r\n" + boundary + "--\r\n");
  CHECK(third.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(has(third.verdict.findings, Finding::unsigned_part_beside));
}

TEST_CASE("signing/smime: a forwarded signed message does not sign the one around it") {
  const std::string forwarded = signed_mail(kText, {office().sealer()});
  const std::string both =
      base::multipart_entity("mixed", {base::text_entity("xem thư dưới\n"), base::message_entity(forwarded)}, "fw");
  const SmimeReport report = check(base::build_message_from_entity(heading(), both));
  CHECK(report.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(has(report.verdict.findings, Finding::below_unsigned));
  CHECK(report.verdict.signatures.at(0).part == "2.2");
  // Forwarded inside a signed message: the outer signature speaks for all of it.
  const SmimeReport outer = check(signed_mail(both, {office().chair()}));
  CHECK(outer.verdict.valid());
  CHECK(outer.verdict.signatures.size() == 1);
}

TEST_CASE("signing/smime: of two signers each is told, and one bad one spoils it") {
  const SmimeReport both = check(signed_mail(kText, {office().sealer(), office().chair()}));
  CHECK(both.verdict.valid());
  REQUIRE(both.verdict.signatures.size() == 1);
  CHECK(both.verdict.signatures[0].signers.size() == 2);
  CHECK(both.verdict.signers().size() == 2);
  const std::string fragment = authentication_results(both.verdict);
  CHECK(fragment.find("vanthu@bimson.example") != std::string::npos);
  CHECK(fragment.find("chutich@bimson.example") != std::string::npos);
  const Office stranger = make_office();
  const SmimeReport mixed = check(signed_mail(kText, {office().sealer(), stranger.chair()}));
  CHECK(mixed.verdict.outcome == SignatureOutcome::invalid);
  const std::string results = authentication_results(mixed.verdict);
  CHECK(results.find("smime=pass") != std::string::npos);
  CHECK(results.find("smime=fail") != std::string::npos);
}

TEST_CASE("signing/smime: opaque signatures, alone and around a detached one") {
  const auto der = base::sign_opaque(kText, {office().sealer()}, kNow);
  REQUIRE(der);
  const std::string entity =
      base::binary_entity("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", *der, "smime.p7m");
  const SmimeReport report = check(base::build_message_from_entity(heading(), entity));
  CHECK(report.verdict.valid());
  CHECK(report.signed_entity == kText);
  CHECK(report.verdict.signatures.at(0).part == "1");
  CHECK(report.verdict.signatures.at(0).kind == Signature::Kind::smime_opaque);

  const auto inner = sign_entity(kText, {office().chair()}, kNow, "inner");
  REQUIRE(inner);
  const auto twice = base::sign_opaque(*inner, {office().sealer()}, kNow);
  REQUIRE(twice);
  const SmimeReport both = check(base::build_message_from_entity(
      heading(), base::binary_entity("application/pkcs7-mime; smime-type=signed-data", *twice, "smime.p7m")));
  CHECK(both.verdict.valid());
  REQUIRE(both.verdict.signatures.size() == 2);
  CHECK(both.verdict.signatures[1].part == "1/2");

  std::string broken = *der;
  const std::size_t at = broken.find("text/plain");
  REQUIRE(at != std::string::npos);
  broken[at] = 'T';
  CHECK(
      check(base::build_message_from_entity(
                heading(), base::binary_entity("application/pkcs7-mime; smime-type=signed-data", broken, "smime.p7m")))
          .verdict.outcome == SignatureOutcome::invalid);
}

TEST_CASE("signing/smime: what cannot be read is neither valid nor invalid") {
  const auto judge = [&](std::string_view type, std::string_view body) {
    return check(base::build_message_from_entity(heading(), base::binary_entity(type, body, "smime.p7m"))).verdict;
  };
  const Verdict garbage = judge("application/pkcs7-mime; smime-type=signed-data", "garbage");
  CHECK(garbage.is_signed);
  CHECK(garbage.outcome == SignatureOutcome::indeterminate);
  CHECK(authentication_results(garbage).starts_with("smime=neutral"));
  const Verdict enveloped = judge("application/pkcs7-mime; smime-type=enveloped-data", "garbage");
  CHECK_FALSE(enveloped.is_signed);
  CHECK(has(enveloped.findings, Finding::encrypted));
  CHECK(sentence_of(enveloped).vi.find("mã hóa") != std::string::npos);
  const std::string mail = signed_mail(kText, {office().sealer()});
  // Cut anywhere before the end of the signature it is never valid.
  const std::size_t end = mail.rfind("\r\n--");
  for (std::size_t size = 0; size + 8 < end; size += 7) CHECK_FALSE(check(mail.substr(0, size)).verdict.valid());
}

TEST_CASE("signing/smime: a message kept with LF is judged in its canonical form") {
  std::string mail = signed_mail(kText, {office().sealer()});
  std::string lf;
  for (const char c : mail) {
    if (c != '\r') lf += c;
  }
  CHECK(check(lf).verdict.valid());
}

TEST_CASE("signing/smime: made by the openssl program, judged by us, and the other way round") {
  if (!openssl_present()) return;
  // The program signs with the clock of the machine.
  base::SystemClock clock;
  const Office real = make_office(30, clock.now());
  const Folder folder;
  folder.write("root.pem", real.authority.certificate_pem);
  folder.write("cert.pem", real.seal.certificate_pem);
  folder.write("key.pem", real.seal.key_pem);
  folder.write("body.txt", "Content-Type: text/plain; charset=utf-8\r\n\r\nBáo cáo 147\r\n");
  const Timestamp at = clock.now() + std::chrono::seconds(60);
  const char* commands[] = {
      "openssl smime -sign -in body.txt -out mail.eml -signer cert.pem -inkey key.pem -from vanthu@bimson.example -to a@b.example -subject x",
      "openssl cms -sign -in body.txt -out mail.eml -signer cert.pem -inkey key.pem -from vanthu@bimson.example",
      "openssl cms -sign -nodetach -in body.txt -out mail.eml -signer cert.pem -inkey key.pem -from vanthu@bimson.example",
      "openssl cms -sign -crlfeol -in body.txt -out mail.eml -signer cert.pem -inkey key.pem -from vanthu@bimson.example",
  };
  for (const char* command : commands) {
    CAPTURE(command);
    REQUIRE(folder.run(command));
    const std::string mail = folder.read("mail.eml");
    const SmimeReport report = verify_smime(mail, real.trust, at);
    CHECK(report.verdict.valid());
    CHECK(report.signer_is_from);
    CHECK_FALSE(verify_smime(mail, office().trust, at).verdict.valid());
  }
  folder.write("ours.eml", signed_mail(kText, {real.sealer()}, clock.now()));
  CHECK(folder.run("openssl cms -verify -in ours.eml -CAfile root.pem -out plain.txt"));
  CHECK(folder.read("plain.txt") == kText);
  folder.write("changed.eml", replaced(folder.read("ours.eml"), "text/plain", "text/Plain"));
  CHECK_FALSE(folder.run("openssl cms -verify -in changed.eml -CAfile root.pem -out plain.txt"));
}

TEST_CASE("signing/smime: a message of two Content-Types is not called valid") {
  const std::string good = signed_mail(kText, {office().sealer()});
  CHECK(check(good).verdict.valid());
  for (const char* place : {"Content-Type: multipart/signed", "Subject: "}) {
    const SmimeReport twice = check(replaced(good, place, "content-type : text/html\r\n" + std::string(place)));
    CHECK_FALSE(twice.verdict.valid());
  }
  const std::size_t blank = good.find("\r\n\r\n");
  const SmimeReport second = check(good.substr(0, blank) + "\r\nContent-Type: text/html" + good.substr(blank));
  CHECK(second.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(has(second.verdict.findings, Finding::malformed));
}

}  // namespace
