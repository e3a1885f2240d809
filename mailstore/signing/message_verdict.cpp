#include "mailstore/signing/message_verdict.h"

#include <algorithm>

#include "base/mime/decoded_text.h"
#include "base/text/case.h"

namespace mailstore::signing {

namespace {

bool is_signature_part(const base::Part& part) {
  return part.content_type.type == "application" &&
         (part.content_type.subtype == "pkcs7-signature" || part.content_type.subtype == "x-pkcs7-signature");
}

bool may_be_pdf(const base::Part& part) {
  return part.content_type.is("application", "pdf") || base::ends_with_ignoring_case(part.file_name(), ".pdf");
}

bool holds_signatures(const base::Part& part, std::string_view bytes) {
  if (is_smime_part(part)) return true;
  if (part.children.empty()) {
    return !is_signature_part(part) && (may_be_pdf(part) || part.is_attachment()) &&
           may_hold_signatures(base::decode_body(part, bytes));
  }
  return std::any_of(part.children.begin(), part.children.end(),
                     [&](const base::Part& child) { return holds_signatures(child, bytes); });
}

class Files {
 public:
  Files(MessageVerdict& out, const base::TrustStore& trust, base::Timestamp at, base::VerifyBudget& budget)
      : out_(out), trust_(trust), at_(at), budget_(budget) {}

  void visit(const base::Part& part, std::string_view bytes, const std::string& path) {
    if (part.is_message() || part.children.empty()) return leaf(part, bytes, path.empty() ? "1" : path);
    for (std::size_t i = 0; i < part.children.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      visit(part.children[i], bytes, path.empty() || path.ends_with('/') ? path + number : path + "." + number);
    }
  }

 private:
  void leaf(const base::Part& part, std::string_view bytes, const std::string& path) {
    if (is_signature_part(part)) return;
    const std::string name = part.file_name();
    if (!may_be_pdf(part) && !part.is_attachment()) return;
    if (part.is_message() || out_.files.size() >= kMaxSignedFiles) {
      ++out_.other_attachments;
      return;
    }
    const std::string body = base::decode_body(part, bytes);
    if (!looks_like_pdf(body)) {
      ++out_.other_attachments;
      return;
    }
    out_.files.push_back(SignedFile{path, name, verify_pdf(body, trust_, at_, left_, &budget_)});
    left_ -= std::min(left_, out_.files.back().report.signatures.size());
  }

  MessageVerdict& out_;
  const base::TrustStore& trust_;
  base::Timestamp at_;
  base::VerifyBudget& budget_;
  std::size_t left_ = kMaxFileSignatures;
};

}  // namespace

// All PDFs as one: their signatures side by side, "2#1" = the first signature of the file in part 2.
Verdict MessageVerdict::of_files() const {
  Verdict out;
  bool some_unsigned = other_attachments > 0;
  out.outcome = SignatureOutcome::valid;
  for (const SignedFile& file : files) {
    const Verdict& verdict = file.report.verdict;
    if (!verdict.is_signed) {
      some_unsigned = true;
      continue;
    }
    out.is_signed = true;
    out.outcome = base::worse(out.outcome, verdict.outcome);
    out.appended_bytes += verdict.appended_bytes;
    for (const Finding finding : verdict.findings) {
      if (std::find(out.findings.begin(), out.findings.end(), finding) == out.findings.end())
        out.findings.push_back(finding);
    }
    for (Signature signature : verdict.signatures) {
      signature.part = file.part + "#" + signature.part;
      out.signatures.push_back(std::move(signature));
    }
  }
  if (out.is_signed && some_unsigned) out.findings.push_back(Finding::unsigned_part_beside);
  out.covers_all = out.is_signed && out.findings.empty();
  if (!out.covers_all) out.outcome = base::worse(out.outcome, SignatureOutcome::indeterminate);
  return out;
}

std::vector<const base::SignerVerdict*> SignedFile::speakers() const {
  std::vector<const base::SignerVerdict*> out;
  if (report.verdict.signatures.empty()) return out;
  for (const base::SignerVerdict& signer : report.verdict.signatures.back().signers) out.push_back(&signer);
  return out;
}

std::vector<const base::SignerVerdict*> MessageVerdict::speakers() const {
  std::vector<const base::SignerVerdict*> out;
  const auto add = [&out](const Signature& signature) {
    for (const base::SignerVerdict& signer : signature.signers) out.push_back(&signer);
  };
  if (smime.verdict.is_signed) {
    if (!smime.signed_entity.empty()) add(smime.verdict.signatures.front());  // the walk meets the outermost one first
    return out;
  }
  for (const SignedFile& file : files) {
    const auto last = file.speakers();
    out.insert(out.end(), last.begin(), last.end());
  }
  return out;
}

Verdict MessageVerdict::overall() const {
  const Verdict of_pdfs = of_files();
  if (!smime.verdict.is_signed) return of_pdfs.is_signed ? of_pdfs : smime.verdict;
  Verdict out = smime.verdict;
  // A file whose own signature is wrong is not mended by the signature around it.
  if (of_pdfs.is_signed && of_pdfs.outcome == SignatureOutcome::invalid) {
    out.outcome = SignatureOutcome::invalid;
    out.signatures.insert(out.signatures.end(), of_pdfs.signatures.begin(), of_pdfs.signatures.end());
  }
  return out;
}

MessageVerdict verify_message(const base::ParsedMessage& message, std::string_view bytes, const base::TrustStore& trust,
                              base::Timestamp at) {
  MessageVerdict out;
  base::VerifyBudget budget(kBudgetTimes * bytes.size() + kBudgetSpare);
  out.smime = verify_smime(message, bytes, trust, at, &budget);
  Files files(out, trust, at, budget);
  const std::string& entity = out.smime.signed_entity;
  const bool opaque = !entity.empty() && !out.smime.verdict.signatures.empty() &&
                      out.smime.verdict.signatures.front().kind == Signature::Kind::smime_opaque;
  if (opaque) {
    const base::ParsedMessage inner = base::parse_message(entity);
    files.visit(inner.root, entity, inner.root.is_multipart() ? "1/" : "1/1");
  } else {
    files.visit(message.root, bytes, "");
  }
  return out;
}

MessageVerdict verify_message(std::string_view bytes, const base::TrustStore& trust, base::Timestamp at) {
  return verify_message(base::parse_message(bytes), bytes, trust, at);
}

bool holds_signatures(const base::ParsedMessage& message, std::string_view bytes) {
  return holds_signatures(message.root, bytes);
}

bool MessageVerdict::other_signer() const {
  return smime.verdict.is_signed && !smime.signer_is_from && !vouched_for && overall().valid();
}

const char* word_of(const MessageVerdict& verdict) {
  return verdict.other_signer() ? "other signer" : word_of(verdict.overall());
}

namespace {

std::string names_of_signed(const std::vector<SignedFile>& files) {
  std::string out;
  std::size_t named = 0;
  for (const SignedFile& file : files) {
    if (!file.report.verdict.is_signed) continue;
    if (named++ == 3) return out + " …";
    out += (out.empty() ? "“" : ", “") + one_line(file.file_name.empty() ? file.part : file.file_name) + "”";
  }
  return out;
}

}  // namespace

Sentence sentence_of(const MessageVerdict& verdict) {
  const Verdict overall = verdict.overall();
  const Sentence plain = sentence_of(overall);
  if (verdict.other_signer()) {
    const Sentence who = names_of_signers(overall);
    return {who.vi + " đã ký thư này; đó KHÔNG phải người gửi.",
            who.en + " signed this mail; the signer is NOT the sender."};
  }
  if (!verdict.files_only()) return plain;
  const std::string files = names_of_signed(verdict.files);
  const std::string only_vi = " Chỉ có tệp " + files + " được ký; nội dung thư không được ký.";
  return {plain.vi + only_vi, plain.en + " Only " + files + " is signed, the text of the mail is not."};
}

}  // namespace mailstore::signing
