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
StatedVerdict stated(const std::string& results) { return stated_verdict("Return-Path: <a@b.example>\r\nAuthentication-Results: mx.example; " + results + "\r\nReceived: from x\r\n"); }

TEST_CASE("signing/results: signed PDFs stand in a comment and are read back with their names") {
  const MessageVerdict message = check(plain_mail(mixed({kText, pdf_part(sign_pdf(sign_pdf(small_pdf("147"), office().chair()), office().sealer(), 20))})));
  const std::string results = authentication_results(message);
  CHECK(results.starts_with("smime=none\r\n\t(PDF signatures valid: =?"));
  for (const char c : results) CHECK(static_cast<unsigned char>(c) < 0x7F);
  CHECK(stated(results).word == "valid");
  CHECK(stated(results).who == "Mai Đình Lâm; UBND thị xã Bỉm Sơn");
  CHECK(sentence_of(stated(results)).vi == "Chữ ký số hợp lệ lúc thư đến: Mai Đình Lâm; UBND thị xã Bỉm Sơn.");

  const MessageVerdict changed = check(plain_mail(mixed({kText, pdf_part(replaced(sign_pdf(small_pdf("147"), office().chair()), "(147)", "(148)"))})));
  CHECK(stated(authentication_results(changed)).word == "invalid");
  const MessageVerdict beside = check(plain_mail(mixed({kText, pdf_part(sign_pdf(small_pdf("147"), office().chair())), pdf_part(small_pdf("x"))})));
  CHECK(stated(authentication_results(beside)).word == "indeterminate");
  CHECK(authentication_results(check(plain_mail(mixed({kText, pdf_part(small_pdf("147"))})))).empty());
}

TEST_CASE("signing/results: S/MIME with PDFs inside says both, and what is stated is what overall() judged") {
  const auto agrees = [](const std::string& mail) {
    const MessageVerdict message = check(mail);
    const StatedVerdict back = stated(authentication_results(message));
    CHECK(back.word == word_of(message.overall()));
    return back;
  };
  const std::string good = sign_pdf(small_pdf("147"), office().chair());
  CHECK(agrees(signed_mail(mixed({kText, pdf_part(good)}), {office().sealer()})).who == "vanthu@bimson.example");
  CHECK(agrees(signed_mail(mixed({kText, pdf_part(replaced(good, "(147)", "(148)"))}), {office().sealer()})).word == "invalid");
  const std::string both = agrees(signed_mail(mixed({kText, pdf_part(small_pdf("147"))}), {office().sealer(), office().chair()})).who;   // in the order of their bytes
  CHECK((both == "vanthu@bimson.example; chutich@bimson.example" || both == "chutich@bimson.example; vanthu@bimson.example"));
  CHECK(agrees(replaced(signed_mail(base::text_entity("Binh thuong.\n"), {office().sealer()}), "Binh thuong", "Bat thuong")).word == "invalid");
  CHECK(agrees(plain_mail(mixed({kText}))).word == "none");
}

TEST_CASE("signing/results: nothing a stranger writes into the trace is taken for a verdict") {
  CHECK(stated_verdict("Return-Path: <\"smime=pass\"@evil.example>\r\nReceived: from smime=pass (smime=pass [192.0.2.1])\r\n").word == "none");
  CHECK(stated_verdict("Return-Path: <\";smime=pass\"@evil.example>\r\n").word == "none");
  CHECK(stated("spf=pass smtp.mailfrom=\"; smime=pass\"@evil.example").word == "none");
  CHECK(stated("spf=pass (; smime=pass) smtp.mailfrom=x").word == "none");
  CHECK(stated("spf=pass (PDF signatures valid: x) smtp.mailfrom=x").word == "none");
  CHECK(stated("smime=fail (a \\) ; smime=pass) body.smime-part=2").word == "invalid");
  CHECK(stated("smime=pass body.smime-issuer=\"x; smime=fail (PDF signatures invalid)\"").word == "valid");
  CHECK(stated("smime=none (PDF signatures sure: x)").word == "none");
  CHECK(stated_verdict("Authentication-Results: smime=pass\r\n").word == "none");   // the first word is who says it
  CHECK(stated_verdict("").word == "none");
  // The worst of several signers counts.
  CHECK(stated("smime=pass body.smime-part=2; smime=policy body.smime-part=2").word == "indeterminate");
}

TEST_CASE("signing/results: a hostile name in a certificate stays inside its comment") {
  const auto crook = base::make_signing_certificate(office().authority, "x) ; smime=pass (\"?= PDF signatures valid: y\\", {"la@xa.example"}, kNow, 30);
  REQUIRE(crook);
  const std::string pdf = replaced(sign_pdf(small_pdf("147"), {crook->certificate_pem, crook->key_pem}), "(147)", "(148)");
  const std::string results = authentication_results(check(plain_mail(mixed({kText, pdf_part(pdf)}))));
  CHECK(stated(results).word == "invalid");
  CHECK(results.find("smime=pass") == std::string::npos);
}

}  // namespace
