#include "mailstore/signing/pdf_signature.h"

#include <chrono>

#include "mailstore/signing/pdf_dictionary.h"
#include "tests/mailstore/signing/signing_office.h"

namespace {

using namespace signing_test;
using namespace mailstore::signing;

PdfReport check(const std::string& pdf, Timestamp at = days_later(1)) { return verify_pdf(pdf, office().trust, at); }
const std::string& plain() {
  static const std::string one = small_pdf("Bao cao 147/BC-UBND");
  return one;
}
const std::string& signed_once() {
  static const std::string one = sign_pdf(plain(), office().chair());
  return one;
}

TEST_CASE("signing/pdf: a signature over the whole file is valid") {
  const PdfReport report = check(signed_once());
  CHECK(report.is_pdf);
  CHECK(report.verdict.valid());
  CHECK(report.verdict.covers_all);
  REQUIRE(report.signatures.size() == 1);
  CHECK(report.signatures[0].declared_name == "Van thu (UBND)");
  CHECK(report.signatures[0].sub_filter == "adbe.pkcs7.detached");
  CHECK(report.signatures[0].declared_time.starts_with("D:2026"));
  CHECK_FALSE(report.signatures[0].later_revision);
  CHECK(report.signed_revision_bytes == signed_once().size());
  CHECK(sentence_of(report.verdict).vi.find("Mai Đình Lâm") != std::string::npos);
  CHECK(check(sign_pdf(plain(), office().chair(), 10, kNow, "ETSI.CAdES.detached")).verdict.valid());
}

TEST_CASE("signing/pdf: an unsigned file, and no PDF at all") {
  CHECK(check(plain()).is_pdf);
  CHECK_FALSE(check(plain()).verdict.is_signed);
  CHECK_FALSE(check("hello").is_pdf);
  CHECK_FALSE(check("").is_pdf);
}

TEST_CASE("signing/pdf: leader, then seal - both valid, the first in an earlier revision") {
  const std::string twice = sign_pdf(signed_once(), office().sealer(), 20);
  const PdfReport report = check(twice);
  CHECK(report.verdict.valid());
  REQUIRE(report.signatures.size() == 2);
  CHECK(report.signatures[0].revision_end == signed_once().size());
  CHECK(report.signatures[0].later_revision);
  CHECK_FALSE(report.signatures[1].later_revision);
  CHECK(report.verdict.signers().size() == 2);
  // A stranger's seal on top.
  const Office stranger = make_office();
  const PdfReport mixed = check(sign_pdf(signed_once(), stranger.sealer(), 20));
  CHECK(mixed.verdict.outcome == SignatureOutcome::invalid);
  CHECK(mixed.signatures[0].signature.outcome == SignatureOutcome::valid);
  CHECK(has(mixed.signatures[1].signature.signers.at(0).reasons, SignatureReason::untrusted_chain));
}

TEST_CASE("signing/pdf: appended bytes are found and counted") {
  const std::string update = "1 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";
  const PdfReport report = check(signed_once() + update);
  CHECK_FALSE(report.verdict.valid());
  CHECK(report.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(report.verdict.appended_bytes == update.size());
  CHECK(report.signed_revision_bytes == signed_once().size());
  CHECK(has(report.verdict.findings, Finding::appended_bytes));
  CHECK(report.signatures.at(0).signature.outcome == SignatureOutcome::valid);  // of its own revision
  CHECK(check(signed_once() + "\n").verdict.appended_bytes == 1);
}

TEST_CASE("signing/pdf: every changed byte outside the signature is found") {
  const std::string& pdf = signed_once();
  const std::size_t contents = pdf.find("/Contents <");
  const std::size_t hole_begin = contents + 10, hole_end = pdf.find('>', hole_begin) + 1;
  for (std::size_t i = 0; i < pdf.size(); i += i < hole_begin || i >= hole_end ? 1 : 997) {
    std::string changed = pdf;
    changed[i] = static_cast<char>(changed[i] ^ 0x01);
    if (i >= hole_begin && i < hole_end) continue;  // the padding of the signature means nothing
    CAPTURE(i);
    CHECK_FALSE(check(changed).verdict.valid());
  }
  const PdfReport report = check(replaced(pdf, "Bao cao 147", "Bao cao 148"));
  CHECK(report.verdict.outcome == SignatureOutcome::invalid);
  CHECK(has(report.signatures.at(0).signature.signers.at(0).reasons, SignatureReason::wrong_digest));
}

TEST_CASE("signing/pdf: expired and revoked") {
  const Office brief = make_office(2);
  CHECK(has(verify_pdf(sign_pdf(plain(), brief.chair(), 10, days_later(5)), brief.trust, days_later(6))
                .signatures.at(0)
                .signature.signers.at(0)
                .reasons,
            SignatureReason::expired_at_signing));
  const auto crl = base::make_crl(office().authority, {office().leader.certificate_pem}, kNow, 30);
  const auto trust = base::TrustStore::open(office().authority.certificate_pem, {*crl});
  REQUIRE(trust);
  CHECK(verify_pdf(signed_once(), *trust, days_later(1)).verdict.outcome == SignatureOutcome::invalid);
}

TEST_CASE("signing/pdf: a hole that is not exactly the signature is not accepted") {
  // The range is shortened in the file: the signature over it no longer fits, and its shape tells already.
  const std::string& pdf = signed_once();
  const std::size_t at = pdf.find("/ByteRange [") + 12;
  const std::string range = pdf.substr(at, 50);
  const auto with_range = [&](std::string text) {
    text.resize(50, ' ');
    std::string out = pdf;
    out.replace(at, 50, text);
    return check(out);
  };
  const std::size_t size = pdf.size();
  CHECK_FALSE(with_range("0 100 200 300").verdict.valid());
  CHECK(has(with_range("0 100 200 300").verdict.findings, Finding::not_whole_file));
  CHECK(has(with_range("5 100 200 300").verdict.findings, Finding::not_whole_file));
  CHECK(has(with_range("0 100 200").verdict.findings, Finding::malformed));
  CHECK(has(with_range("0 -100 200 300").verdict.findings, Finding::malformed));
  CHECK(has(with_range("0 999999999999999 999999999999999 999999999").verdict.findings, Finding::not_whole_file));
  CHECK(has(with_range("0 99999999999999999999 1 1").verdict.findings, Finding::malformed));
  CHECK(has(with_range("0 0 0 0").verdict.findings, Finding::not_whole_file));
  CHECK(with_range(range).verdict.valid());
  CHECK(size > 0);
}

TEST_CASE("signing/pdf: kinds that are not understood say so") {
  const PdfReport report = check(sign_pdf(plain(), office().chair(), 10, kNow, "ETSI.RFC3161"));
  CHECK(report.verdict.is_signed);
  CHECK(report.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(has(report.verdict.findings, Finding::unsupported));
}

TEST_CASE("signing/pdf: dictionaries are read as PDF writes them") {
  const auto one = [](const std::string& body) {
    return scan_pdf_signatures("%PDF-1.7\n5 0 obj\n" + body + "\nendobj\n");
  };
  PdfScan scan = one(
      "<</Contents<00ff>/Reason(a\\)b\\(c\\101\\\n)/Type/Sig/Sub#46ilter/adbe.x/Ref 12 0 R/N 3/A[1 0 R (x) <</y true>>]/ByteRange[0 1 2 3]>>");
  REQUIRE(scan.dictionaries.size() == 1);
  CHECK(scan.dictionaries[0].reason == "a)b(cA");
  CHECK(scan.dictionaries[0].sub_filter == "adbe.x");
  CHECK(scan.dictionaries[0].type == "Sig");
  CHECK(scan.dictionaries[0].byte_range_ok);
  CHECK(scan.dictionaries[0].byte_range == std::array<std::uint64_t, 4>{0, 1, 2, 3});
  CHECK_FALSE(scan.unreadable);
  scan =
      one("<</FT/Sig /V <</Name <FEFF004D0061> /ByteRange [ 0 1 % comment\n 2 3 ] /Contents <00> >> >>");  // inside its
                                                                                                           // field
  REQUIRE(scan.dictionaries.size() == 1);
  CHECK(scan.dictionaries[0].name == "Ma");
  CHECK(one("<</ByteRange [0 1 2 3]").unreadable);
  CHECK(one("(a string with /ByteRange in it)").dictionaries.empty());
  CHECK(one("<</ByteRange [0 1 2 3] /ByteRange [0 1 2 4] /Contents <00>>>").dictionaries.at(0).byte_range_ok == false);
  CHECK(one("<</ByteRange [0 1 2 3] /Contents (00)>>").dictionaries.at(0).contents_is_hex == false);
  CHECK(scan_pdf_signatures("/ByteRange").unreadable);
}

TEST_CASE("signing/pdf: hostile files end soon") {
  const auto begin = std::chrono::steady_clock::now();
  std::string many = "%PDF-1.7\n";
  for (int i = 0; i < 200000; ++i) many += "/ByteRange";
  CHECK(check(many).verdict.findings.size() > 0);
  std::string deep = "%PDF-1.7\n1 0 obj\n";
  for (int i = 0; i < 1000000; ++i) deep += "<</a";
  (void)check(deep + "/ByteRange");
  std::string open = "%PDF-1.7\n";
  for (int i = 0; i < 100000; ++i) open += "1 0 obj (";
  (void)check(open + std::string(4 << 20, 'x') + "/ByteRange");
  std::string repeated = "%PDF-1.7\n";
  for (int i = 0; i < 2000; ++i) repeated += "1 0 obj\n<</ByteRange [0 1 2 3] /Contents <00>>>\nendobj\n";
  CHECK(has(check(repeated).verdict.findings, Finding::too_many));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
  for (std::size_t size = 0; size < signed_once().size(); size += 13) {
    const PdfReport cut = check(signed_once().substr(0, size));
    CHECK_FALSE(cut.verdict.valid());
  }
}

TEST_CASE("signing/pdf: nothing hides behind the signature in its hole") {
  const std::string good = sign_pdf(small_pdf("147"), office().sealer());
  const std::size_t end = good.find("0> >>\nendobj");
  REQUIRE(end != std::string::npos);
  for (const std::string_view odd : {"a5", "  ", "\n "}) {
    std::string hidden = good;
    hidden.replace(end - 40, odd.size(), odd);
    const PdfReport report = verify_pdf(hidden, office().trust, days_later(1));
    CHECK(report.verdict.outcome == SignatureOutcome::indeterminate);
    CHECK(has(report.verdict.findings, Finding::not_whole_file));
  }
}

TEST_CASE("signing/pdf: a signature that cannot be read is not called none") {
  const std::string good = sign_pdf(small_pdf("147"), office().sealer());
  std::string broken = good;
  broken.replace(good.find("0> >>\nendobj") - 40, 2, "zz");
  const PdfReport report = verify_pdf(broken, office().trust, days_later(1));
  CHECK(report.verdict.is_signed);
  CHECK(report.verdict.outcome == SignatureOutcome::indeterminate);
  CHECK(has(report.verdict.findings, Finding::malformed));
  CHECK_FALSE(verify_pdf(small_pdf("see /ByteRange"), office().trust, days_later(1))
                  .verdict.is_signed);  // a text that speaks of it
}

}  // namespace
