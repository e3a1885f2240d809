#include "mailstore/signing/pdf_signature.h"

#include <algorithm>

#include "mailstore/signing/pdf_dictionary.h"
#include "mailstore/signing/pdf_object.h"
#include "mailstore/signing/pdf_update.h"

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
  const std::string_view hex =
      bytes.substr(dictionary.contents_begin, dictionary.contents_end - dictionary.contents_begin);
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

// Two ranges: from the first byte to the contents, and from behind them to the end of that revision. Nothing else may
// be left out: whoever moves the hole could put anything into it.
bool covers_its_revision(const PdfSignatureDictionary& dictionary, std::size_t file_size) {
  const auto& range = dictionary.byte_range;
  return dictionary.byte_range_ok && dictionary.contents_is_hex && range[0] == 0 &&
         range[1] == dictionary.contents_begin && range[2] == dictionary.contents_end && range[2] <= file_size &&
         range[3] <= file_size - range[2];
}

// Only zeros may fill the room that the signature does not need, and no white space: both lie outside every signature.
bool hides_something(const PdfSignatureDictionary& dictionary, std::string_view contents) {
  const std::size_t digits = dictionary.contents_end - dictionary.contents_begin - 2;
  const std::size_t used = base::signed_data_size(contents);
  return contents.size() != digits / 2 ||
         (used > 0 && contents.find_first_not_of('\0', used) != std::string_view::npos);
}

// /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 2 >> >>] (ISO 32000-1 §12.8.2.2).
int certification_of(std::string_view bytes, const PdfSignatureDictionary& dictionary) {
  PdfObject whole;
  if (!PdfCursor(bytes, dictionary.begin).value(whole)) return 0;
  const PdfObject* references = whole.find("Reference");
  if (references == nullptr) return 0;
  for (const PdfObject& one : references->items) {
    if (!one.is_name("TransformMethod", "DocMDP")) continue;
    const PdfObject* parameters = one.find("TransformParams");
    const PdfObject* level = parameters != nullptr ? parameters->find("P") : nullptr;
    return level != nullptr && level->number >= 1 && level->number <= 3 ? static_cast<int>(level->number) : 2;
  }
  return 0;
}

PdfSignature judge(std::string_view bytes, const PdfSignatureDictionary& dictionary, const base::TrustStore& trust,
                   base::Timestamp at, bool look, base::VerifyBudget* budget) {
  PdfSignature out;
  out.byte_range = dictionary.byte_range;
  out.sub_filter = dictionary.sub_filter;
  out.declared_name = dictionary.name;
  out.reason = dictionary.reason;
  out.declared_time = dictionary.time;
  Signature& signature = out.signature;
  signature.kind = Signature::Kind::pdf;
  if (!covers_its_revision(dictionary, bytes.size())) {
    add(signature.findings,
        dictionary.byte_range_ok && dictionary.contents_is_hex ? Finding::not_whole_file : Finding::malformed);
    return out;
  }
  out.revision_end = dictionary.byte_range[2] + dictionary.byte_range[3];
  if (!look) {
    add(signature.findings, Finding::too_many);
    return out;
  }
  out.certified = certification_of(bytes, dictionary);
  const bool stamps = dictionary.sub_filter == "ETSI.RFC3161";
  if (!stamps && dictionary.sub_filter != "adbe.pkcs7.detached" && dictionary.sub_filter != "ETSI.CAdES.detached") {
    add(signature.findings, Finding::unsupported);
    return out;
  }
  const std::array<std::string_view, 2> content{bytes.substr(0, dictionary.byte_range[1]),
                                                bytes.substr(dictionary.byte_range[2], dictionary.byte_range[3])};
  const std::string cms = contents_of(bytes, dictionary);
  if (hides_something(dictionary, cms)) add(signature.findings, Finding::not_whole_file);
  base::CmsVerdict verdict = stamps
                                 ? base::verify_time_stamp(cms, content, trust, at, budget)
                                 : base::verify_detached(cms, content, trust, at, base::SignatureUse::document, budget);
  if (verdict.too_much) add(signature.findings, Finding::too_many);
  signature.outcome = verdict.outcome;
  signature.reasons = std::move(verdict.reasons);
  signature.signers = std::move(verdict.signers);
  return out;
}

bool is_time_stamp(const PdfSignatureDictionary& dictionary) { return dictionary.sub_filter == "ETSI.RFC3161"; }

// A time stamp of the whole document behind a signature proves when that one was there.
void apply_time_stamps(PdfReport& report) {
  for (const PdfSignature& stamp : report.time_stamps) {
    const bool good = stamp.signature.outcome == SignatureOutcome::valid && stamp.signature.findings.empty();
    if (!good || stamp.signature.signers.empty() || !stamp.signature.signers.front().proven_time) continue;
    const base::Timestamp time = *stamp.signature.signers.front().proven_time;
    for (PdfSignature& one : report.signatures) {
      if (one.revision_end >= stamp.revision_end || one.signature.signers.empty()) continue;
      one.signature.outcome = SignatureOutcome::valid;
      for (base::SignerVerdict& signer : one.signature.signers) {
        if (signer.certificate && time <= signer.certificate->not_after) {
          std::erase(signer.reasons, SignatureReason::expired_since_signing);
          signer.proven_time = time;
        }
        signer.outcome = SignatureOutcome::valid;
        for (const SignatureReason reason : signer.reasons)
          signer.outcome = base::worse(signer.outcome, base::outcome_of(reason));
        one.signature.outcome = base::worse(one.signature.outcome, signer.outcome);
      }
    }
  }
}

// ISO 32000-1 §12.8.2.2: at most one signature certifies; everything behind it must be what it allows.
void check_certification(PdfReport& report, std::string_view bytes) {
  int certified = 0;
  for (PdfSignature& one : report.signatures) {
    if (one.certified == 0 || one.revision_end == 0) continue;
    if (++certified > 1) return add(report.verdict.findings, Finding::malformed);
    const PdfAllowed allowed = one.certified == 1   ? PdfAllowed::validation_data
                               : one.certified == 2 ? PdfAllowed::signatures
                                                    : PdfAllowed::annotations;
    if (!changes_only(bytes, one.revision_end, bytes.size(), allowed))
      add(one.signature.findings, Finding::changed_certified);
  }
}

// Nobody here trusts who stamped: it proves nothing, and spoils nothing.
bool is_only_untrusted(const PdfSignature& stamp) {
  for (const base::SignerVerdict& signer : stamp.signature.signers) {
    for (const SignatureReason reason : signer.reasons) {
      if (reason == SignatureReason::wrong_digest || reason == SignatureReason::wrong_signature) return false;
    }
  }
  return true;
}

void conclude(PdfReport& report, std::string_view bytes) {
  Verdict& verdict = report.verdict;
  verdict.is_signed = !report.signatures.empty();
  if (!verdict.is_signed) return;
  for (const PdfSignature& signature : report.signatures)
    report.signed_revision_bytes = std::max(report.signed_revision_bytes, signature.revision_end);
  apply_time_stamps(report);
  check_certification(report, bytes);
  verdict.outcome = SignatureOutcome::valid;
  for (std::size_t i = 0; i < report.signatures.size(); ++i) {
    PdfSignature& one = report.signatures[i];
    one.later_revision = one.revision_end < bytes.size();
    one.signature.part = std::to_string(i + 1);
    verdict.outcome = base::worse(verdict.outcome, one.signature.outcome);
    for (const Finding finding : one.signature.findings) add(verdict.findings, finding);
    verdict.signatures.push_back(one.signature);
  }
  const std::uint64_t behind = bytes.size() - report.signed_revision_bytes;
  if (behind > 0 && changes_only(bytes, report.signed_revision_bytes, bytes.size(), PdfAllowed::validation_data))
    report.validation_bytes = behind;
  else verdict.appended_bytes = behind;
  if (verdict.appended_bytes > 0) add(verdict.findings, Finding::appended_bytes);
  verdict.covers_all = verdict.findings.empty();
  if (!verdict.covers_all) verdict.outcome = base::worse(verdict.outcome, SignatureOutcome::indeterminate);
}

}  // namespace

bool looks_like_pdf(std::string_view bytes) { return bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos; }

bool may_hold_signatures(std::string_view bytes) {
  return looks_like_pdf(bytes) && bytes.find("/ByteRange") != std::string_view::npos;
}

PdfReport verify_pdf(std::string_view bytes, const base::TrustStore& trust, base::Timestamp at, std::size_t most,
                     base::VerifyBudget* budget) {
  PdfReport out;
  out.is_pdf = looks_like_pdf(bytes);
  if (!out.is_pdf) return out;
  const PdfScan scan =
      scan_pdf_signatures(bytes, budget ? std::min<std::uint64_t>(budget->left(), kMaxPdfWork) : kMaxPdfWork);
  if (budget) budget->spend(scan.work);
  if (scan.unreadable) add(out.verdict.findings, Finding::malformed);
  if (scan.too_much) add(out.verdict.findings, Finding::too_many);
  for (std::size_t i = 0; i < scan.dictionaries.size(); ++i) {
    PdfSignature one = judge(bytes, scan.dictionaries[i], trust, at, i < std::min(most, kMaxPdfSignatures), budget);
    (is_time_stamp(scan.dictionaries[i]) ? out.time_stamps : out.signatures).push_back(std::move(one));
  }
  // A stamp alone says when, not who. One that is wrong, or stands for something else, is no ornament of a signature
  // either.
  if (out.signatures.empty()) {
    for (PdfSignature& stamp : out.time_stamps) add(stamp.signature.findings, Finding::unsupported);
    out.signatures.swap(out.time_stamps);
  }
  for (const PdfSignature& stamp : out.time_stamps) {
    for (const Finding finding : stamp.signature.findings) add(out.verdict.findings, finding);
    if (stamp.signature.outcome == SignatureOutcome::invalid && !is_only_untrusted(stamp))
      add(out.verdict.findings, Finding::malformed);
  }
  // A signature that cannot be found in the file is not the same as none: viewers may show one.
  if (scan.unreadable && out.signatures.empty() && bytes.find("/SubFilter") != std::string_view::npos) {
    out.signatures.emplace_back().signature.kind = Signature::Kind::pdf;
    add(out.signatures.back().signature.findings, Finding::malformed);
  }
  std::stable_sort(out.signatures.begin(), out.signatures.end(),
                   [](const PdfSignature& a, const PdfSignature& b) { return a.revision_end < b.revision_end; });
  conclude(out, bytes);
  return out;
}

}  // namespace mailstore::signing
