#include "mailstore/signing/message_verdict.h"

#include "mailstore/signing/authentication_results.h"
#include "tests/mailstore/signing/signing_office.h"

namespace {

using namespace signing_test;
using namespace mailstore::signing;

std::string pdf_part(const std::string& pdf, const std::string& name = "147.pdf") {
  return base::binary_entity("application/pdf", pdf, name);
}
std::string mixed(const std::vector<std::string>& parts) { return base::multipart_entity("mixed", parts, "mixed"); }
MessageVerdict check(const std::string& mail) { return verify_message(mail, office().trust, days_later(1)); }
std::string plain_mail(const std::string& entity) { return base::build_message_from_entity(heading(), entity); }
const std::string kText = base::text_entity("Kính gửi Sở.\n");

TEST_CASE("signing/message: a signed PDF in an unsigned mail counts") {
  const std::string pdf = sign_pdf(small_pdf("147"), office().sealer());
  const MessageVerdict message = check(plain_mail(mixed({kText, pdf_part(pdf)})));
  CHECK_FALSE(message.smime.verdict.is_signed);
  REQUIRE(message.files.size() == 1);
  CHECK(message.files[0].part == "2");
  CHECK(message.files[0].file_name == "147.pdf");
  CHECK(message.overall().valid());
  CHECK(message.overall().signatures.at(0).part == "2#1");
  CHECK(authentication_results(message.overall()).empty());
  CHECK(sentence_of(message).vi.starts_with("Chữ ký số hợp lệ"));
}

TEST_CASE("signing/message: every file must be signed when the mail is not") {
  const std::string pdf = sign_pdf(small_pdf("147"), office().sealer());
  const MessageVerdict beside =
      check(plain_mail(mixed({kText, pdf_part(pdf), pdf_part(small_pdf("phu luc"), "phuluc.pdf")})));
  CHECK_FALSE(beside.overall().valid());
  CHECK(has(beside.overall().findings, Finding::unsigned_part_beside));
  const MessageVerdict other =
      check(plain_mail(mixed({kText, pdf_part(pdf), base::binary_entity("application/msword", "x", "a.doc")})));
  CHECK(other.other_attachments == 1);
  CHECK_FALSE(other.overall().valid());
  const MessageVerdict fake =
      check(plain_mail(mixed({kText, base::binary_entity("application/pdf", "no pdf", "a.pdf")})));
  CHECK(fake.files.empty());
  CHECK_FALSE(fake.overall().is_signed);
  const MessageVerdict none = check(plain_mail(mixed({kText, pdf_part(small_pdf("147"))})));
  CHECK_FALSE(none.overall().is_signed);
}

TEST_CASE("signing/message: S/MIME around everything, and a broken PDF inside it") {
  const std::string good = signed_mail(mixed({kText, pdf_part(small_pdf("147"))}), {office().sealer()});
  const MessageVerdict message = check(good);
  CHECK(message.overall().valid());
  REQUIRE(message.files.size() == 1);
  CHECK(message.files[0].part == "1.2");
  const std::string broken = replaced(sign_pdf(small_pdf("147"), office().chair()), "(147)", "(148)");
  const MessageVerdict spoiled = check(signed_mail(mixed({kText, pdf_part(broken)}), {office().sealer()}));
  CHECK(spoiled.smime.verdict.valid());
  CHECK(spoiled.overall().outcome == SignatureOutcome::invalid);
}

TEST_CASE("signing/message: files inside an opaque signature are found") {
  const std::string pdf = sign_pdf(small_pdf("147"), office().chair());
  const auto der = base::sign_opaque(mixed({kText, pdf_part(pdf)}), {office().sealer()}, kNow);
  REQUIRE(der);
  const MessageVerdict message =
      check(plain_mail(base::binary_entity("application/pkcs7-mime; smime-type=signed-data", *der, "smime.p7m")));
  CHECK(message.overall().valid());
  REQUIRE(message.files.size() == 1);
  CHECK(message.files[0].part == "1/2");
  CHECK(message.files[0].report.verdict.valid());
  CHECK(message.other_attachments == 0);
}

TEST_CASE("signing/verdict: names come out of certificates, also odd ones") {
  base::CertificateInfo info;
  info.subject = "CN=UBND\\, xã Hà Lan,O=Thanh Hóa";
  CHECK(signer_name(info) == "UBND, xã Hà Lan");
  info.subject = "O=x\\,CN=nobody,CN=Real";
  CHECK(signer_name(info) == "Real");
  info.subject = "O=only";
  CHECK(signer_name(info) == "O=only");
  info.subject = "CN=a\\0Ab\r\nc";
  CHECK(signer_name(info) == "a b  c");
}

TEST_CASE("signing/verdict: an odd certificate cannot break the header field") {
  base::SignerVerdict signer;
  signer.outcome = SignatureOutcome::valid;
  signer.certificate = base::CertificateInfo{};
  signer.certificate->emails = {"a b@x\r\nFrom: y"};
  signer.certificate->serial = "0a";
  signer.certificate->issuer = "CN=Gốc \"x\"\r\n";
  Verdict verdict;
  verdict.is_signed = true;
  verdict.covers_all = true;
  verdict.outcome = SignatureOutcome::valid;
  verdict.signatures.push_back(
      Signature{Signature::Kind::smime_opaque, "1/2", SignatureOutcome::valid, {}, {}, {signer}});
  CHECK(
      authentication_results(verdict) ==
      "smime=pass\r\n\tbody.smime-serial=0a\r\n\tbody.smime-issuer=\"CN=G\\\\E1\\\\BB\\\\91c \\\"x\\\"\\\\0D\\\\0A\"\r\n\tbody.smime-part=\"1/2\"");
}

std::vector<std::string> names(const std::vector<const base::SignerVerdict*>& signers) {
  std::vector<std::string> out;
  for (const base::SignerVerdict* signer : signers) out.push_back(signer_name(*signer->certificate));
  return out;
}

TEST_CASE("signing/message: who signed a part inside, or an earlier revision, does not speak for what was sent") {
  using Names = std::vector<std::string>;
  // Somebody whom the same root certifies wraps what the office once signed, and adds a file of his own.
  const auto stranger = base::make_signing_certificate(office().authority, "Người khác", {"ai@do.example"}, kNow, 30);
  REQUIRE(stranger);
  const base::CmsSigner other{stranger->certificate_pem, stranger->key_pem};
  const auto inner = sign_entity(kText, {office().sealer()}, kNow, "inner");
  REQUIRE(inner);
  const MessageVerdict wrapped = check(signed_mail(mixed({*inner, pdf_part(small_pdf("147"))}), {other}));
  CHECK(wrapped.overall().valid());
  CHECK(wrapped.overall().signers().size() == 2);
  CHECK(names(wrapped.speakers()) == Names{"Người khác"});
  CHECK(names(check(signed_mail(kText, {office().sealer()})).speakers()) == Names{"UBND thị xã Bỉm Sơn"});

  const std::string chair = sign_pdf(small_pdf("147"), office().chair());
  const MessageVerdict gone_on = check(plain_mail(mixed({kText, pdf_part(sign_pdf(chair, other, 20))})));
  CHECK(gone_on.overall().valid());
  CHECK(names(gone_on.speakers()) == Names{"Người khác"});
  CHECK(names(check(plain_mail(mixed({kText, pdf_part(sign_pdf(chair, office().sealer(), 20))}))).speakers()) ==
        Names{"UBND thị xã Bỉm Sơn"});
  CHECK(check(plain_mail(mixed({kText, pdf_part(small_pdf("147"))}))).speakers().empty());
}

TEST_CASE("signing/message: what strangers make us reckon is bounded by the size of the message") {
  // A large file with many signatures, each of which would be reckoned over all of it.
  std::string pdf = small_pdf("147" + std::string(16u << 20, 'x'));
  for (int i = 0; i < 12; ++i) pdf = sign_pdf(pdf, office().chair(), 10 + 2 * i);
  const MessageVerdict message = check(plain_mail(mixed({kText, pdf_part(pdf)})));
  CHECK(message.overall().outcome == SignatureOutcome::indeterminate);
  CHECK(has(message.overall().findings, Finding::too_many));
  std::size_t judged = 0;
  for (const PdfSignature& signature : message.files.at(0).report.signatures)
    judged += signature.signature.signers.size();
  CHECK(judged * (16u << 20) <= kBudgetTimes * 24 * (1u << 20) + kBudgetSpare);
  CHECK(judged >= 2);
}

TEST_CASE("signing/message: mail without any signature is known without verifying anything") {
  const auto holds = [](const std::string& mail) { return holds_signatures(base::parse_message(mail), mail); };
  CHECK_FALSE(holds(plain_mail(
      mixed({kText, pdf_part(small_pdf("147")), base::binary_entity("application/msword", "/ByteRange", "a.doc")}))));
  CHECK(holds(plain_mail(mixed({kText, pdf_part(sign_pdf(small_pdf("147"), office().chair()))}))));
  CHECK(
      holds(plain_mail(mixed({kText, base::binary_entity("application/octet-stream",
                                                         sign_pdf(small_pdf("147"), office().chair()), "147.bin")}))));
  CHECK(holds(signed_mail(kText, {office().sealer()})));
  CHECK(holds(plain_mail(base::binary_entity("application/pkcs7-mime; smime-type=enveloped-data", "x", "smime.p7m"))));
}

TEST_CASE("signing/message: when only a file is signed, that is said") {
  const MessageVerdict message =
      check(plain_mail(mixed({kText, pdf_part(sign_pdf(small_pdf("147"), office().sealer()))})));
  CHECK(message.files_only());
  CHECK(sentence_of(message).vi.find("Chỉ có tệp “147.pdf” được ký; nội dung thư không được ký") != std::string::npos);
  CHECK(sentence_of(check(signed_mail(kText, {office().sealer()}))).vi.find("không được ký") == std::string::npos);
}

TEST_CASE("signing/message: the files of one message share a bounded number of signatures") {
  std::string pdf = small_pdf("147");
  for (int i = 0; i < 13; ++i) pdf = sign_pdf(pdf, office().chair(), 10 + 2 * i);
  CHECK(check(plain_mail(mixed({kText, pdf_part(pdf)}))).overall().valid());
  const MessageVerdict five =
      check(plain_mail(mixed({kText, pdf_part(pdf), pdf_part(pdf), pdf_part(pdf), pdf_part(pdf), pdf_part(pdf)})));
  CHECK(five.overall().outcome == SignatureOutcome::indeterminate);
  CHECK(has(five.overall().findings, Finding::too_many));
}

}  // namespace
