#include <algorithm>

#include "mailstore/signing/verdict.h"

namespace mailstore::signing {

namespace {

// RFC 5322 §3.2.3 dot-atom @ domain, ASCII: may stand bare as a property value (RFC 8601 §2.2).
bool is_plain_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 >= text.size() || text.size() > 254 || text.find('@', at + 1) != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '+' || c == '@';
  });
}

// A quoted-string in ASCII; other bytes as RFC 2253 hex pairs.
std::string quoted(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text.substr(0, 200)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte >= 0x7F) {
      out += "\\\\";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

// RFC 7281 §3.1.
std::string result_word(SignatureOutcome outcome, const std::vector<SignatureReason>& reasons, bool acceptable) {
  switch (outcome) {
    case SignatureOutcome::valid: return acceptable ? "pass" : "policy";
    case SignatureOutcome::invalid: return "fail";
    case SignatureOutcome::indeterminate: break;
  }
  for (const SignatureReason reason : reasons) {
    if (reason == SignatureReason::malformed || reason == SignatureReason::no_signer || reason == SignatureReason::no_signer_certificate) return "neutral";
  }
  return reasons.empty() ? "neutral" : "policy";
}

std::string comment(const std::vector<SignatureReason>& reasons, const std::vector<Finding>& findings) {
  std::string out;
  for (const SignatureReason reason : reasons) out += (out.empty() ? "" : "; ") + sentence_of(reason).en;
  for (const Finding finding : findings) out += (out.empty() ? "" : "; ") + sentence_of(finding).en;
  return out.empty() ? out : " (" + out.substr(0, 400) + ")";
}

std::string identity(const base::SignerVerdict& signer) {
  if (!signer.certificate) return {};
  for (const std::string& email : signer.certificate->emails) {
    if (is_plain_address(email)) return "\r\n\tbody.smime-identifier=" + email;
  }
  return "\r\n\tbody.smime-serial=" + signer.certificate->serial + "\r\n\tbody.smime-issuer=" + quoted(signer.certificate->issuer);
}

// body.smime-part: digits, dots, slashes; quoted when it holds a slash, which is no token character.
std::string part_value(const std::string& part) { return part.find('/') == std::string::npos ? part : "\"" + part + "\""; }

}  // namespace

std::string authentication_results(const Verdict& verdict) {
  std::string out;
  const auto add = [&](const std::string& clause) { out += (out.empty() ? "" : ";\r\n\t") + clause; };
  constexpr std::size_t kMaxClauses = 10;
  std::size_t clauses = 0;
  for (const Signature& signature : verdict.signatures) {
    if (signature.kind == Signature::Kind::pdf) continue;   // RFC 7281 speaks of S/MIME only
    std::vector<Finding> findings = signature.findings;
    for (const Finding finding : verdict.findings) {
      if (std::find(findings.begin(), findings.end(), finding) == findings.end()) findings.push_back(finding);
    }
    const std::string part = "\r\n\tbody.smime-part=" + part_value(signature.part);
    if (signature.signers.empty() && clauses < kMaxClauses) {
      add("smime=" + result_word(signature.outcome, signature.reasons, false) + comment(signature.reasons, findings) + part);
      ++clauses;
    }
    for (const base::SignerVerdict& signer : signature.signers) {
      if (clauses++ >= kMaxClauses) break;
      add("smime=" + result_word(signer.outcome, signer.reasons, findings.empty()) + comment(signer.reasons, findings) + identity(signer) + part);
    }
  }
  return out;
}

}  // namespace mailstore::signing
