// What stands behind the last signature of a PDF, and behind a certification: validation data, signatures, or something
// that was smuggled in.
#include "mailstore/signing/pdf_update.h"

#include "mailstore/signing/pdf_object.h"
#include "tests/mailstore/signing/signing_office.h"

namespace {

using namespace signing_test;
using namespace mailstore::signing;

PdfReport check(const std::string& pdf) { return verify_pdf(pdf, office().trust, days_later(1)); }
const std::string& plain() {
  static const std::string one = small_pdf("Bao cao 147/BC-UBND");
  return one;
}
const std::string& signed_once() {
  static const std::string one = sign_pdf(plain(), office().chair());
  return one;
}

using Objects = std::vector<std::pair<int, std::string>>;

// An incremental update with these objects and a table that names them.
std::string update_of(const std::string& pdf, const Objects& objects, int size = 40, const std::string& trailer = "") {
  std::string out, table = "xref\n";
  for (const auto& [number, body] : objects) {
    char line[64];
    std::snprintf(line, sizeof line, "%d 1\n%010zu 00000 n \n", number, pdf.size() + out.size());
    table += line;
    out += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
  }
  const std::size_t place = pdf.size() + out.size();
  return out + table + "trailer\n<< /Size " + std::to_string(size) + " /Root 1 0 R /Prev " +
         std::to_string(last_table(pdf)) + trailer + " >>\nstartxref\n" + std::to_string(place) + "\n%%EOF\n";
}

const std::string kForm = "/AcroForm << /Fields [11 0 R] /SigFlags 3 >>";
std::string catalog(const std::string& more, const std::string& form = kForm) {
  return "<< /Type /Catalog /Pages 2 0 R " + form + " " + more + " >>";
}
std::string stream(const std::string& bytes) {
  return "<< /Length " + std::to_string(bytes.size()) + " >>\nstream\n" + bytes + "\nendstream";
}
Objects security_store() {
  return {{20, "<< /Type /DSS /Certs [21 0 R] /VRI << /0123456789ABCDEF0123456789ABCDEF01234567 22 0 R >> >>"},
          {21, stream("a certificate")},
          {22, "<< /Type /VRI /Cert [21 0 R] /TU (D:20261118) >>"},
          {1, catalog("/DSS 20 0 R /Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>")}};
}

void check_appended(const std::string& pdf) {
  const PdfReport report = check(pdf);
  CHECK_FALSE(report.verdict.valid());
  CHECK(report.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(has(report.verdict.findings, Finding::appended_bytes));
  CHECK(report.validation_bytes == 0);
}

TEST_CASE("signing/update: certificates and revocation lists in a DSS behind the signature leave it whole (PAdES-LT)") {
  const std::string update = update_of(signed_once(), security_store());
  const std::string lasting = signed_once() + update;
  const PdfReport report = check(lasting);
  CHECK(report.verdict.valid());
  CHECK(report.verdict.appended_bytes == 0);
  CHECK(report.validation_bytes == update.size());
  // And once more, later: the same catalog is written anew.
  const std::string again = lasting + update_of(lasting, {{30, "<< /Type /DSS /Certs [21 0 R] /OCSPs [31 0 R] >>"},
                                                          {31, stream("an answer")},
                                                          {1, catalog("/DSS 30 0 R")}});
  CHECK(check(again).verdict.valid());
  CHECK(check(replaced(lasting, "Bao cao 147", "Bao cao 148")).verdict.outcome == SignatureOutcome::invalid);
}

TEST_CASE("signing/update: nothing else passes for validation data") {
  const std::string& pdf = signed_once();
  const auto with = [&](Objects more, const std::string& trailer = "") {
    Objects all = security_store();
    all.insert(all.end(), more.begin(), more.end());
    return pdf + update_of(pdf, all, 40, trailer);
  };
  check_appended(with({{4, stream("BT (another text) Tj ET")}}));  // the page's content
  check_appended(
      with({{3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 21 0 R /Resources << >> >>"}}));
  check_appended(with(
      {{3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> /Annots [25 0 R] >>"},
       {25, "<< /Type /Annot /Subtype /FreeText /Rect [0 0 500 500] /Contents (see) >>"}}));
  check_appended(with({{25, "<< /FT /Tx /V (x) /Rect [0 0 0 0] >>"}}));
  check_appended(with({{25, "<< /FT /Sig /T (S2) /V 20 0 R >>"}}));  // no time stamp
  check_appended(with({{25, "<< /Type /ObjStm /N 1 /First 4 /Length 0 >>\nstream\n\nendstream"}}));
  check_appended(with({}, " /Encrypt 20 0 R"));
  check_appended(with({}, " /XRefStm 5"));
  const auto with_catalog = [&](const std::string& body) {
    Objects all = security_store();
    all.back().second = body;
    return pdf + update_of(pdf, all);
  };
  CHECK(check(with_catalog(catalog("/DSS 20 0 R"))).verdict.valid());
  check_appended(with_catalog(catalog("/DSS 20 0 R /OpenAction << /S /JavaScript /JS (x) >>")));
  check_appended(with_catalog("<< /Type /Catalog /Pages 21 0 R " + kForm + " /DSS 20 0 R >>"));
  check_appended(with_catalog("<< /Type /Catalog /Pages 2 0 R /DSS 20 0 R >>"));  // the signature's field is gone
  check_appended(with_catalog(catalog("/DSS 20 0 R", "/AcroForm << /Fields [20 0 R] /SigFlags 3 >>")));
  check_appended(with_catalog("<< /Type /Catalog /Pages 21 0 R /Pages 2 0 R " + kForm + " >>"));  // a key twice
  // Tables that lead elsewhere, free an object, or do not name what stands there; something loose in between.
  const std::string good = pdf + update_of(pdf, security_store());
  CHECK(check(good).verdict.valid());
  const std::size_t table = good.rfind("xref\n20 1");
  REQUIRE(table != std::string::npos);
  const auto changed = [&](const std::string& from, const std::string& to) {
    return good.substr(0, pdf.size()) + replaced(good.substr(pdf.size()), from, to);
  };
  check_appended(changed("xref\n20 1", "xref\n24 1"));
  check_appended(changed(" 00000 n \ntrailer", " 00000 f \ntrailer"));
  check_appended(changed("endobj\nxref", "endobj\nBT (x) Tj ET\nxref"));
  check_appended(changed("/Root 1 0 R", "/Root 2 0 R"));
  check_appended(good + "\n% a comment is nothing, words are: x");
  check_appended(good.substr(0, good.size() - 10));
  // The one that counts first, the harmless one behind it without a table that names it.
  const std::string first = update_of(pdf, {{1, "<< /Type /Catalog /Pages 21 0 R " + kForm + " >>"}});
  const std::string second = update_of(pdf + first, {{20, "<< /Type /DSS >>"}});
  check_appended(pdf + first + replaced(second, "20 0 obj", "1 0 obj\n" + catalog("") + "\nendobj\n20 0 obj"));
}

std::string certification(int level) {
  return "/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /V /1.2 /P " +
         std::to_string(level) + " >> >>]\n";
}

TEST_CASE("signing/update: what a certification does not allow makes the file not valid (DocMDP)") {
  for (int level = 1; level <= 3; ++level) {
    CAPTURE(level);
    const std::string certified =
        sign_pdf(plain(), office().chair(), 10, kNow, "adbe.pkcs7.detached", certification(level));
    CHECK(check(certified).verdict.valid());
    CHECK(check(certified).signatures.at(0).certified == level);
    CHECK(check(certified + update_of(certified, security_store())).verdict.valid());
    // A second signature is allowed from 2 on.
    const PdfReport twice =
        check(sign_pdf(certified, office().sealer(), 20, kNow, "adbe.pkcs7.detached", "", "11 0 R "));
    CHECK(twice.verdict.valid() == (level >= 2));
    CHECK(has(twice.verdict.findings, Finding::changed_certified) == (level == 1));
    // An annotation that is signed too, from 3 on.
    const std::string note =
        certified +
        update_of(
            certified,
            {{3,
              "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> /Annots [15 0 R] >>"},
             {15, "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (xem) >>"}},
            19);
    CHECK(check(sign_pdf(note, office().sealer(), 20, kNow, "adbe.pkcs7.detached", "", "11 0 R ")).verdict.valid() ==
          (level == 3));
    // Another text, signed by the second one: never.
    const std::string text = certified + update_of(certified, {{4, stream("BT (5 ty dong) Tj ET")}}, 19);
    const PdfReport changed = check(sign_pdf(text, office().sealer(), 20, kNow, "adbe.pkcs7.detached", "", "11 0 R "));
    CHECK(changed.verdict.outcome == SignatureOutcome::indeterminate);
    CHECK(has(changed.verdict.findings, Finding::changed_certified));
  }
  // Two certifications are none; without one the signatures alone decide.
  const std::string certified = sign_pdf(plain(), office().chair(), 10, kNow, "adbe.pkcs7.detached", certification(2));
  CHECK_FALSE(
      check(sign_pdf(certified, office().sealer(), 20, kNow, "adbe.pkcs7.detached", certification(2), "11 0 R "))
          .verdict.valid());
  CHECK(check(sign_pdf(signed_once(), office().sealer(), 20)).verdict.valid());
}

TEST_CASE("signing/update: any bytes behind a signature end soon") {
  for (const char* tail : {"1 0 obj", "1 0 obj <<", "1 0 obj << /A", "1 0 obj (", "1 0 obj <", "1 0 obj [", "xref",
                           "xref\n0", "xref\n1 9999999\n", "trailer << >>", "startxref\n9",
                           "1 0 obj << /Length 99999999 >>\nstream\n", "%", "99999999999999999999 0 obj"}) {
    CAPTURE(tail);
    check_appended(signed_once() + tail);
  }
  check_appended(signed_once() + "1 0 obj " + std::string(100000, '['));
  std::string many = "20 0 obj [", keys = "20 0 obj <<";
  for (int i = 0; i < 300000; ++i) many += "1 ";
  for (int i = 0; i < 300; ++i) keys += "/K" + std::to_string(i) + " 1 ";
  check_appended(signed_once() + many + "] endobj");
  check_appended(signed_once() + keys + ">> endobj");
}

}  // namespace
