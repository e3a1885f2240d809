#include "mailstore/signing/smime.h"

#include <algorithm>

#include "base/mime/builder.h"
#include "base/mime/decoded_text.h"
#include "base/mime/header_fields.h"
#include "base/text/case.h"

namespace mailstore::signing {

namespace {

bool is_signature_type(const base::ContentType& type) {
  return type.type == "application" && (type.subtype == "pkcs7-signature" || type.subtype == "x-pkcs7-signature");
}

bool is_pkcs7_mime(const base::Part& part) {
  const base::ContentType& type = part.content_type;
  if (type.type != "application") return false;
  if (type.subtype == "pkcs7-mime" || type.subtype == "x-pkcs7-mime") return true;
  // RFC 8551 §3.9: other types by the name of the file.
  return type.subtype == "octet-stream" && base::ends_with_ignoring_case(part.file_name(), ".p7m");
}

bool is_multipart_signed(const base::Part& part) {
  if (!part.content_type.is("multipart", "signed")) return false;
  const std::string protocol = base::to_ascii_lower(part.content_type.parameter("protocol").value_or(std::string()));
  if (protocol == "application/pkcs7-signature" || protocol == "application/x-pkcs7-signature") return true;
  return part.children.size() >= 2 && is_signature_type(part.children[1].content_type);
}

bool has_lone_lf(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (at == 0 || text[at - 1] != '\r') return true;
  }
  return false;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
    out += text[i];
  }
  return out;
}

bool wrong_digest_only(const base::CmsVerdict& verdict) {
  return std::any_of(verdict.signers.begin(), verdict.signers.end(), [](const base::SignerVerdict& signer) {
    return std::find(signer.reasons.begin(), signer.reasons.end(), SignatureReason::wrong_digest) !=
           signer.reasons.end();
  });
}

void add(std::vector<Finding>& findings, Finding finding) {
  if (std::find(findings.begin(), findings.end(), finding) == findings.end()) findings.push_back(finding);
}

std::string child_path(const std::string& path, std::size_t number) {
  const std::string digits = std::to_string(number);
  return path.empty() || path.ends_with('/') ? path + digits : path + "." + digits;
}

// Where we are in the tree.
struct Place {
  std::string path;        // section number of the part; of a multipart root ""
  bool covered = false;    // inside something signed
  bool below = false;      // below something unsigned: it does not speak for the message
  bool forwarded = false;  // inside an embedded message
  int depth = 0;           // opaque signatures around it
};

class Walk {
 public:
  Walk(const base::TrustStore& trust, base::Timestamp at, base::VerifyBudget* budget)
      : trust_(trust), at_(at), budget_(budget) {}
  SmimeReport finish();
  void note(Finding finding) { add(report_.verdict.findings, finding); }
  void visit(const base::Part& part, std::string_view bytes, const Place& place);

 private:
  void visit_detached(const base::Part& part, std::string_view bytes, const Place& place);
  void visit_opaque(const base::Part& part, std::string_view bytes, const Place& place);
  void record(Signature signature, base::CmsVerdict verdict, const Place& place);
  void leaf(const Place& place) {
    if (!place.covered) ++unsigned_leaves_;
  }

  const base::TrustStore& trust_;
  base::Timestamp at_;
  base::VerifyBudget* budget_;
  SmimeReport report_;
  int unsigned_leaves_ = 0;
  bool root_signed_ = false;
};

void Walk::record(Signature signature, base::CmsVerdict verdict, const Place& place) {
  if (verdict.too_much) add(signature.findings, Finding::too_many);
  signature.outcome = verdict.outcome;
  signature.reasons = std::move(verdict.reasons);
  signature.signers = std::move(verdict.signers);
  if (!place.covered && place.below) add(signature.findings, Finding::below_unsigned);
  if (!place.covered && !place.below) root_signed_ = true;
  report_.verdict.signatures.push_back(std::move(signature));
}

// RFC 8551 §3.5.3: the first part exactly as it stands, header and all; the second holds the signature.
void Walk::visit_detached(const base::Part& part, std::string_view bytes, const Place& place) {
  Signature signature;
  signature.kind = Signature::Kind::smime_detached;
  signature.part = child_path(place.path, 2);
  if (part.children.size() < 2 || !is_signature_type(part.children[1].content_type)) {
    base::CmsVerdict broken;
    broken.reasons.push_back(SignatureReason::malformed);
    record(std::move(signature), std::move(broken), place);
    for (std::size_t i = 0; i < part.children.size(); ++i) {
      visit(part.children[i], bytes,
            {child_path(place.path, i + 1), place.covered, true, place.forwarded, place.depth});
    }
    return;
  }
  const base::Part& entity = part.children[0];
  const std::string_view content = bytes.substr(entity.header.begin, entity.body.end - entity.header.begin);
  const std::string der = base::decode_body(part.children[1], bytes);
  base::CmsVerdict verdict = base::verify_detached(der, content, trust_, at_, base::SignatureUse::mail, budget_);
  if (wrong_digest_only(verdict) && has_lone_lf(content)) {
    // A store or a tool kept LF; what was signed is the canonical form (RFC 8551 §3.1.1).
    verdict = base::verify_detached(der, with_crlf(content), trust_, at_, base::SignatureUse::mail, budget_);
  }
  if (part.children.size() > 2) add(signature.findings, Finding::unsigned_part_beside);
  if (!place.covered && !place.below) report_.signed_entity = std::string(content);
  record(std::move(signature), std::move(verdict), place);
  visit(entity, bytes, {child_path(place.path, 1), true, false, place.forwarded, place.depth});
  for (std::size_t i = 2; i < part.children.size(); ++i) {
    visit(part.children[i], bytes, {child_path(place.path, i + 1), place.covered, true, place.forwarded, place.depth});
  }
}

void Walk::visit_opaque(const base::Part& part, std::string_view bytes, const Place& place) {
  const std::string kind = base::to_ascii_lower(part.content_type.parameter("smime-type").value_or(std::string()));
  if (kind == "certs-only") return leaf(place);
  const std::string der = base::decode_body(part, bytes);
  if (!base::is_signed_data(der)) {
    if (kind == "signed-data" || kind.empty()) {
      Signature broken;
      broken.kind = Signature::Kind::smime_opaque;
      broken.part = place.path;
      base::CmsVerdict verdict;
      verdict.reasons.push_back(SignatureReason::malformed);
      if (kind.empty()) add(report_.verdict.findings, Finding::encrypted);
      else record(std::move(broken), std::move(verdict), place);
    } else {
      add(report_.verdict.findings, kind == "compressed-data" ? Finding::unsupported : Finding::encrypted);
    }
    return leaf(place);
  }
  Signature signature;
  signature.kind = Signature::Kind::smime_opaque;
  signature.part = place.path;
  base::CmsVerdict verdict = base::verify_opaque(der, trust_, at_, base::SignatureUse::mail, budget_);
  const std::string content = std::move(verdict.content);
  const bool outermost = !place.covered && !place.below;
  record(std::move(signature), std::move(verdict), place);
  if (outermost) report_.signed_entity = content;
  if (place.depth + 1 >= kMaxSmimeDepth) {
    add(report_.verdict.findings, Finding::too_many);
    return;
  }
  const base::ParsedMessage inner = base::parse_message(content);
  visit(inner.root, content,
        {place.path + "/" + (inner.root.is_multipart() ? "" : "1"), true, false, place.forwarded, place.depth + 1});
}

void Walk::visit(const base::Part& part, std::string_view bytes, const Place& place) {
  const bool signature_here = is_multipart_signed(part) || is_pkcs7_mime(part);
  // What a signed message forwards is its content; its signatures are not this message's.
  if (signature_here && !(place.forwarded && place.covered)) {
    if (report_.verdict.signatures.size() >= kMaxSmimeSignatures) {
      add(report_.verdict.findings, Finding::too_many);
      return leaf(place);
    }
    return is_multipart_signed(part) ? visit_detached(part, bytes, place) : visit_opaque(part, bytes, place);
  }
  if (part.is_message()) {
    if (part.children.empty()) return leaf(place);
    const base::Part& root = part.children[0];
    const std::string inside = part.decoded_size ? base::decode_body(part, bytes) : std::string();
    if (part.decoded_size) bytes = inside;
    return visit(
        root, bytes,
        {root.is_multipart() ? place.path : child_path(place.path, 1), place.covered, true, true, place.depth});
  }
  if (part.children.empty()) return leaf(place);
  for (std::size_t i = 0; i < part.children.size(); ++i) {
    visit(part.children[i], bytes,
          {child_path(place.path, i + 1), place.covered, place.below || !place.covered, place.forwarded, place.depth});
  }
}

SmimeReport Walk::finish() {
  Verdict& verdict = report_.verdict;
  verdict.is_signed = !verdict.signatures.empty();
  verdict.outcome = SignatureOutcome::valid;
  for (const Signature& signature : verdict.signatures) {
    verdict.outcome = base::worse(verdict.outcome, signature.outcome);
    for (const Finding finding : signature.findings) add(verdict.findings, finding);
  }
  if (verdict.is_signed && unsigned_leaves_ > 0) add(verdict.findings, Finding::unsigned_part_beside);
  verdict.covers_all = verdict.is_signed && root_signed_ && unsigned_leaves_ == 0 && verdict.findings.empty();
  if (!verdict.covers_all) verdict.outcome = base::worse(verdict.outcome, SignatureOutcome::indeterminate);
  return std::move(report_);
}

bool is_named(const base::Address& address, const Signature& signature) {
  const std::string written = address.mailbox + "@" + address.host;
  return std::any_of(signature.signers.begin(), signature.signers.end(), [&](const base::SignerVerdict& signer) {
    if (!signer.certificate) return false;
    const std::vector<std::string>& emails = signer.certificate->emails;
    return std::any_of(emails.begin(), emails.end(),
                       [&](const std::string& email) { return base::equals_ignoring_case(email, written); });
  });
}

// Of several addresses readers show one or the other, so all of them must have signed.
bool names_from(const Verdict& verdict, const std::vector<base::Address>& from) {
  if (verdict.signatures.empty()) return false;
  bool some = false;
  for (const base::Address& address : from) {
    if (address.kind != base::Address::Kind::mailbox || address.mailbox.empty()) continue;
    if (!is_named(address, verdict.signatures.front())) return false;
    some = true;
  }
  return some;
}

}  // namespace

bool is_smime_part(const base::Part& part) { return is_multipart_signed(part) || is_pkcs7_mime(part); }

SmimeReport verify_smime(const base::ParsedMessage& message, std::string_view bytes, const base::TrustStore& trust,
                         base::Timestamp at, base::VerifyBudget* budget) {
  Walk walk(trust, at, budget);
  walk.visit(message.root, bytes, {message.root.is_multipart() ? "" : "1", false, false, false, 0});
  // Which of two Content-Types counts, readers decide differently: what one takes for a signed message is another's
  // unsigned HTML.
  const std::string_view header =
      bytes.substr(message.root.header.begin, message.root.header.end - message.root.header.begin);
  if (base::header_values(header, "Content-Type").size() > 1) walk.note(Finding::malformed);
  SmimeReport report = walk.finish();
  const bool one_from = base::header_values(header, "From").size() == 1;
  report.signer_is_from =
      one_from && !report.signed_entity.empty() && names_from(report.verdict, message.envelope.from);
  return report;
}

SmimeReport verify_smime(std::string_view bytes, const base::TrustStore& trust, base::Timestamp at) {
  return verify_smime(base::parse_message(bytes), bytes, trust, at);
}

namespace {

base::Result<std::string> signed_entity(std::string_view entity, base::Result<std::string> der,
                                        std::string_view boundary_seed) {
  if (!der) return std::move(der).error();
  const std::string signature = base::binary_entity("application/pkcs7-signature", *der, "smime.p7s");
  return base::multipart_entity("signed", {std::string(entity), signature}, boundary_seed,
                                "; protocol=\"application/pkcs7-signature\"; micalg=sha-256");
}

}  // namespace

base::Result<std::string> sign_entity(std::string_view entity, const std::vector<base::CmsSigner>& signers,
                                      base::Timestamp now, std::string_view boundary_seed) {
  return signed_entity(entity, base::sign_detached(entity, signers, now), boundary_seed);
}

base::Result<std::string> sign_entity(std::string_view entity, const std::vector<base::SigningKey>& signers,
                                      base::Timestamp now, std::string_view boundary_seed) {
  return signed_entity(entity, base::sign_detached(entity, signers, now), boundary_seed);
}

}  // namespace mailstore::signing
