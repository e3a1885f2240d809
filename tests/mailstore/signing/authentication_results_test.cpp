#include "mailstore/signing/authentication_results.h"

#include "tests/mailstore/signing/signing_office.h"

namespace {

using namespace signing_test;
using namespace mailstore::signing;

const std::string kText = base::text_entity("Kính gửi.\n");

MessageVerdict check(const std::string& mail) { return verify_message(mail, office().trust, days_later(1)); }
std::string mixed(const std::vector<std::string>& parts) { return base::multipart_entity("mixed", parts, "mixed"); }
std::string pdf_part(const std::string& pdf) { return base::binary_entity("application/pdf", pdf, "147.pdf"); }
std::string plain_mail(const std::string& entity) { return base::build_message_from_entity(heading(), entity); }
StatedVerdict stated(const std::string& results) {
  return stated_verdict("Return-Path: <a@b.example>\r\nAuthentication-Results: mx.example; " + results +
                        "\r\nReceived: from x\r\n");
}

TEST_CASE("signing/results: signed PDFs stand in a comment and are read back with their names") {
  const MessageVerdict message = check(plain_mail(
      mixed({kText, pdf_part(sign_pdf(sign_pdf(small_pdf("147"), office().chair()), office().sealer(), 20))})));
  const std::string results = authentication_results(message);
  CHECK(results.starts_with("smime=none\r\n\t(PDF signatures valid: =?"));
  for (const char c : results) CHECK(static_cast<unsigned char>(c) < 0x7F);
  CHECK(stated(results).word == "valid");
  CHECK(stated(results).who == "Mai Đình Lâm; UBND thị xã Bỉm Sơn");
  CHECK(stated(results).files_only);
  CHECK(
      sentence_of(stated(results)).vi ==
      "Chữ ký số hợp lệ lúc thư đến: Mai Đình Lâm; UBND thị xã Bỉm Sơn; chỉ tệp đính kèm (147.pdf) được ký, nội dung thư không được ký.");

  const MessageVerdict changed = check(
      plain_mail(mixed({kText, pdf_part(replaced(sign_pdf(small_pdf("147"), office().chair()), "(147)", "(148)"))})));
  CHECK(stated(authentication_results(changed)).word == "invalid");
  const MessageVerdict beside = check(
      plain_mail(mixed({kText, pdf_part(sign_pdf(small_pdf("147"), office().chair())), pdf_part(small_pdf("x"))})));
  CHECK(stated(authentication_results(beside)).word == "indeterminate");
  CHECK(authentication_results(check(plain_mail(mixed({kText, pdf_part(small_pdf("147"))})))).empty());
}

TEST_CASE("signing/results: S/MIME with PDFs inside says both, and what is stated is what overall() judged") {
  const auto agrees = [](const std::string& mail) {
    const MessageVerdict message = check(mail);
    const StatedVerdict back = stated(authentication_results(message));
    CHECK(back.word == word_of(message));
    return back;
  };
  const std::string good = sign_pdf(small_pdf("147"), office().chair());
  CHECK(agrees(signed_mail(mixed({kText, pdf_part(good)}), {office().sealer()})).who == "vanthu@bimson.example");
  CHECK(agrees(signed_mail(mixed({kText, pdf_part(replaced(good, "(147)", "(148)"))}), {office().sealer()})).word ==
        "invalid");
  const std::string both =
      agrees(signed_mail(mixed({kText, pdf_part(small_pdf("147"))}), {office().sealer(), office().chair()}))
          .who;  // in the order of their bytes
  CHECK((both == "vanthu@bimson.example; chutich@bimson.example" ||
         both == "chutich@bimson.example; vanthu@bimson.example"));
  CHECK(agrees(replaced(signed_mail(base::text_entity("Binh thuong.\n"), {office().sealer()}), "Binh thuong",
                        "Bat thuong"))
            .word == "invalid");
  CHECK(agrees(plain_mail(mixed({kText}))).word == "none");
}

TEST_CASE("signing/results: nothing a stranger writes into the trace is taken for a verdict") {
  CHECK(stated_verdict(
            "Return-Path: <\"smime=pass\"@evil.example>\r\nReceived: from smime=pass (smime=pass [192.0.2.1])\r\n")
            .word == "none");
  CHECK(stated_verdict("Return-Path: <\";smime=pass\"@evil.example>\r\n").word == "none");
  CHECK(stated("spf=pass smtp.mailfrom=\"; smime=pass\"@evil.example").word == "none");
  CHECK(stated("spf=pass (; smime=pass) smtp.mailfrom=x").word == "none");
  CHECK(stated("spf=pass (PDF signatures valid: x) smtp.mailfrom=x").word == "none");
  CHECK(stated("smime=fail (a \\) ; smime=pass) body.smime-part=2").word == "invalid");
  CHECK(stated("smime=pass body.smime-issuer=\"x; smime=fail (PDF signatures invalid)\"").word == "valid");
  CHECK(stated("smime=none (PDF signatures sure: x)").word == "none");
  CHECK(stated_verdict("Authentication-Results: smime=pass\r\n").word == "none");  // the first word is who says it
  CHECK(stated_verdict("").word == "none");
  // The worst of several signers counts.
  CHECK(stated("smime=pass body.smime-part=2; smime=policy body.smime-part=2").word == "indeterminate");
}

TEST_CASE("signing/results: a hostile name in a certificate stays inside its comment") {
  const auto crook = base::make_signing_certificate(
      office().authority, "x) ; smime=pass (\"?= PDF signatures valid: y\\", {"la@xa.example"}, kNow, 30);
  REQUIRE(crook);
  const std::string pdf =
      replaced(sign_pdf(small_pdf("147"), {crook->certificate_pem, crook->key_pem}), "(147)", "(148)");
  const std::string results = authentication_results(check(plain_mail(mixed({kText, pdf_part(pdf)}))));
  CHECK(stated(results).word == "invalid");
  CHECK(results.find("smime=pass") == std::string::npos);
}

// case 17: found by fuzzing; what stands in the comment comes from a certificate.
TEST_CASE("signing/results: a comment that ends where its names would begin is no exception") {
  for (const char* field :
       {"smime=none\r\n\t(PDF signatures valid: )?U=76=AuthenteCnh?=;\r\n\tU", "smime=none (PDF signatures valid:)",
        "smime=none (PDF signatures valid:   )", "smime=none (PDF signatures )", "smime=none (PDF files: )",
        "smime=", "smime=policy reason=", "smime=pass body.smime-identifier="}) {
    CAPTURE(field);
    const StatedVerdict read = stated(field);
    CHECK(read.who.empty());
    CHECK_FALSE(sentence_of(read).vi.empty());
  }
}

TEST_CASE("signing/results: whose signature it is when it is not the sender's") {
  const std::string theirs =
      replaced(signed_mail(kText, {office().sealer()}), "vanthu@bimson.example", "vanthu@tinh.example");
  const MessageVerdict forged = check(theirs);
  CHECK(forged.smime.verdict.valid());
  CHECK(forged.other_signer());
  CHECK(authentication_results(forged).starts_with(
      "smime=policy reason=\"signer is not the sender\"\r\n\tbody.smime-identifier=vanthu@bimson.example"));
  CHECK(stated(authentication_results(forged)).word == "other signer");
  CHECK(stated(authentication_results(forged)).word == word_of(forged));
  CHECK(sentence_of(stated(authentication_results(forged))).vi ==
        "vanthu@bimson.example đã ký thư này; đó KHÔNG phải người gửi.");
  CHECK(sentence_of(forged).vi.starts_with("UBND thị xã Bỉm Sơn"));
  MessageVerdict known = forged;
  known.vouched_for = true;
  CHECK(authentication_results(known).starts_with("smime=pass"));
  // Two senders, of whom one signed; two From fields.
  const std::string mail = signed_mail(kText, {office().sealer()});
  CHECK(check(replaced(mail, "From: ", "From: vanthu@tinh.example, ")).other_signer());
  CHECK(check("From: vanthu@tinh.example\r\n" + mail).other_signer());
  CHECK_FALSE(check(mail).other_signer());
  // Words in a quoted string are names out of certificates.
  CHECK(stated("smime=policy body.smime-issuer=\"reason=\\\"signer is not the sender\\\"\"").word == "indeterminate");
}

TEST_CASE("signing/results: the name of an issuer is no property, and what is said first is the gravest") {
  const StatedVerdict named = stated(
      "smime=fail body.smime-serial=1 body.smime-issuer=\"CN=\\\" body.smime-identifier=chutich@bimson.example \" body.smime-part=2");
  CHECK(named.word == "invalid");
  CHECK(named.who.empty());
  // Twelve signers, the one who cannot be trusted somewhere among them.
  const auto stranger = base::make_authority("Gốc lạ", kNow, 3650);
  REQUIRE(stranger);
  const auto forged = base::make_signing_certificate(*stranger, "Ai đó", {"ai@do.example"}, kNow, 30);
  REQUIRE(forged);
  std::vector<base::CmsSigner> signers{{forged->certificate_pem, forged->key_pem}};
  for (int i = 0; i < 12; ++i) {
    const auto one = base::make_signing_certificate(office().authority, "Ban " + std::to_string(i),
                                                    {"ban@bimson.example"}, kNow, 30);
    REQUIRE(one);
    signers.push_back({one->certificate_pem, one->key_pem});
  }
  const MessageVerdict message = check(signed_mail(kText, signers));
  CHECK(word_of(message.overall()) == std::string("invalid"));
  CHECK(authentication_results(message).starts_with("smime=fail"));
  CHECK(stated(authentication_results(message)).word == "invalid");
}

TEST_CASE("signing/results: a missing certificate is permerror (RFC 7281 §3.1)") {
  if (!openssl_present()) return;
  const Folder folder;
  folder.write("cert.pem", office().seal.certificate_pem);
  folder.write("key.pem", office().seal.key_pem);
  folder.write("body.txt", kText);
  REQUIRE(folder.run(
      "openssl cms -sign -nocerts -in body.txt -out mail.eml -signer cert.pem -inkey key.pem -from vanthu@bimson.example"));
  CHECK(authentication_results(check(folder.read("mail.eml")))
            .starts_with("smime=permerror (the signer's certificate is missing)"));
}

}  // namespace
