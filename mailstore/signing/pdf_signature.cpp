#include "mailstore/signing/pdf_signature.h"

#include <algorithm>

#include "mailstore/signing/pdf_dictionary.h"

namespace mailstore::signing {

namespace {

void add(std::vector<Finding>& findings, Finding finding) {
  if (std::find(findings.begin(), findings.end(), finding) == findings.end()) findings.push_back(finding);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The reader has already seen that there is nothing but digits and white space.
std::string contents_of(std::string_view bytes, const PdfSignatureDictionary& dictionary) {
  std::string out;
  const std::string_view hex = bytes.substr(dictionary.contents_begin, dictionary.contents_end - dictionary.contents_begin);
  out.reserve(hex.size() / 2);
  int high = -1;
  for (const char c : hex) {
    const int digit = hex_value(c);
    if (digit < 0) continue;
    if (high >= 0) out += static_cast<char>(high * 16 + digit);
    high = high >= 0 ? -1 : digit;
  }
  return out;
}

// Two ranges: from the first byte to the contents, and from behind them to the end of that revision. Nothing else may be left
// out: whoever moves the hole could put anything into it.
bool covers_its_revision(const PdfSignatureDictionary& dictionary, std::size_t file_size) {
  const auto& range = dictionary.byte_range;
  return dictionary.byte_range_ok && dictionary.contents_is_hex && range[0] == 0 && range[1] == dictionary.contents_begin &&
         range[2] == dictionary.contents_end && range[2] <= file_size && range[3] <= file_size - range[2];
}

// Only zeros may fill the room that the signature does not need, and no white space: both lie outside every signature.
bool hides_something(const PdfSignatureDictionary& dictionary, std::string_view contents) {
  const std::size_t digits = dictionary.contents_end - dictionary.contents_begin - 2;
  const std::size_t used = base::signed_data_size(contents);
  return contents.size() != digits / 2 || (used > 0 && contents.find_first_not_of('\0', used) != std::string_view::npos);
}

PdfSignature judge(std::string_view bytes, const PdfSignatureDictionary& dictionary, const base::TrustStore& trust, base::Timestamp at, bool look,
                   base::VerifyBudget* budget) {
  PdfSignature out;
  out.byte_range = dictionary.byte_range;
  out.sub_filter = dictionary.sub_filter;
  out.declared_name = dictionary.name;
  out.reason = dictionary.reason;
  out.declared_time = dictionary.time;
  Signature& signature = out.signature;
  signature.kind = Signature::Kind::pdf;
  if (!covers_its_revision(dictionary, bytes.size())) {
    add(signature.findings, dictionary.byte_range_ok && dictionary.contents_is_hex ? Finding::not_whole_file : Finding::malformed);
    return out;
  }
  out.revision_end = dictionary.byte_range[2] + dictionary.byte_range[3];
  if (!look) {
    add(signature.findings, Finding::too_many);
    return out;
  }
  if (dictionary.sub_filter != "adbe.pkcs7.detached" && dictionary.sub_filter != "ETSI.CAdES.detached") {
    add(signature.findings, Finding::unsupported);
    return out;
  }
  const std::array<std::string_view, 2> content{bytes.substr(0, dictionary.byte_range[1]),
                                                bytes.substr(dictionary.byte_range[2], dictionary.byte_range[3])};
  const std::string cms = contents_of(bytes, dictionary);
  if (hides_something(dictionary, cms)) add(signature.findings, Finding::not_whole_file);
  base::CmsVerdict verdict = base::verify_detached(cms, content, trust, at, base::SignatureUse::document, budget);
  if (verdict.too_much) add(signature.findings, Finding::too_many);
  signature.outcome = verdict.outcome;
  signature.reasons = std::move(verdict.reasons);
  signature.signers = std::move(verdict.signers);
  return out;
}

void conclude(PdfReport& report, std::uint64_t file_size) {
  Verdict& verdict = report.verdict;
  verdict.is_signed = !report.signatures.empty();
  if (!verdict.is_signed) return;
  for (const PdfSignature& signature : report.signatures) report.signed_revision_bytes = std::max(report.signed_revision_bytes, signature.revision_end);
  verdict.outcome = SignatureOutcome::valid;
  for (std::size_t i = 0; i < report.signatures.size(); ++i) {
    PdfSignature& one = report.signatures[i];
    one.later_revision = one.revision_end < file_size;
    one.signature.part = std::to_string(i + 1);
    verdict.outcome = base::worse(verdict.outcome, one.signature.outcome);
    for (const Finding finding : one.signature.findings) add(verdict.findings, finding);
    verdict.signatures.push_back(one.signature);
  }
  verdict.appended_bytes = file_size - report.signed_revision_bytes;
  if (verdict.appended_bytes > 0) add(verdict.findings, Finding::appended_bytes);
  verdict.covers_all = verdict.findings.empty();
  if (!verdict.covers_all) verdict.outcome = base::worse(verdict.outcome, SignatureOutcome::indeterminate);
}

}  // namespace

bool looks_like_pdf(std::string_view bytes) { return bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos; }

bool may_hold_signatures(std::string_view bytes) { return looks_like_pdf(bytes) && bytes.find("/ByteRange") != std::string_view::npos; }

PdfReport verify_pdf(std::string_view bytes, const base::TrustStore& trust, base::Timestamp at, std::size_t most,
                     base::VerifyBudget* budget) {
  PdfReport out;
  out.is_pdf = looks_like_pdf(bytes);
  if (!out.is_pdf) return out;
  const PdfScan scan = scan_pdf_signatures(bytes, budget ? std::min<std::uint64_t>(budget->left(), kMaxPdfWork) : kMaxPdfWork);
  if (budget) budget->spend(scan.work);
  if (scan.unreadable) add(out.verdict.findings, Finding::malformed);
  if (scan.too_much) add(out.verdict.findings, Finding::too_many);
  for (std::size_t i = 0; i < scan.dictionaries.size(); ++i) {
    out.signatures.push_back(judge(bytes, scan.dictionaries[i], trust, at, i < std::min(most, kMaxPdfSignatures), budget));
  }
  // A signature that cannot be found in the file is not the same as none: viewers may show one.
  if (scan.unreadable && out.signatures.empty() && bytes.find("/SubFilter") != std::string_view::npos) {
    out.signatures.emplace_back().signature.kind = Signature::Kind::pdf;
    add(out.signatures.back().signature.findings, Finding::malformed);
  }
  std::stable_sort(out.signatures.begin(), out.signatures.end(), [](const PdfSignature& a, const PdfSignature& b) { return a.revision_end < b.revision_end; });
  conclude(out, bytes.size());
  return out;
}

}  // namespace mailstore::signing
