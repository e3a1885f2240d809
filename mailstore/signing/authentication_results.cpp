#include "mailstore/signing/authentication_results.h"

#include <algorithm>

#include "base/mime/header_fields.h"
#include "base/mime/header_text.h"
#include "base/text/utf8.h"

namespace mailstore::signing {

namespace {

// RFC 5322 §3.2.3 dot-atom @ domain, ASCII: may stand bare as a property value (RFC 8601 §2.2).
bool is_plain_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 >= text.size() || text.size() > 254 ||
      text.find('@', at + 1) != std::string_view::npos)
    return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_' || c == '+' || c == '@';
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
  bool unknown_only = !reasons.empty();
  for (const SignatureReason reason : reasons) {
    if (reason == SignatureReason::no_signer_certificate) return "permerror";
    if (reason == SignatureReason::malformed || reason == SignatureReason::no_signer) return "neutral";
    unknown_only = unknown_only && reason == SignatureReason::no_revocation_information;
  }
  if (unknown_only && acceptable) return "temperror";  // a fresh list may come
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
  return "\r\n\tbody.smime-serial=" + signer.certificate->serial +
         "\r\n\tbody.smime-issuer=" + quoted(signer.certificate->issuer);
}

// Names of certificates inside a comment (RFC 5322 §3.2.2): what would end it or hide in it becomes a blank.
std::string comment_text(std::string_view utf8) {
  std::string text;
  for (const char c : utf8)
    text += static_cast<unsigned char>(c) < ' ' || std::string_view("()\\\"=?;:").find(c) != std::string_view::npos
                ? ' '
                : c;
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x7F; });
  return ascii ? text : base::encode_phrase(text, base::HeaderEncoding::encoded_words);
}

// body.smime-part: digits, dots, slashes; quoted when it holds a slash, which is no token character.
std::string part_value(const std::string& part) {
  return part.find('/') == std::string::npos ? part : "\"" + part + "\"";
}

}  // namespace

constexpr std::string_view kOtherSigner = "reason=\"signer is not the sender\"";  // RFC 8601 §2.2 reasonspec

std::string authentication_results(const Verdict& verdict, bool signer_is_sender) {
  // The gravest first: what is cut off says nothing worse than what stands.
  std::vector<std::pair<SignatureOutcome, std::string>> clauses;
  for (const Signature& signature : verdict.signatures) {
    if (signature.kind == Signature::Kind::pdf) continue;  // RFC 7281 speaks of S/MIME only
    std::vector<Finding> findings = signature.findings;
    for (const Finding finding : verdict.findings) {
      if (std::find(findings.begin(), findings.end(), finding) == findings.end()) findings.push_back(finding);
    }
    const std::string part = "\r\n\tbody.smime-part=" + part_value(signature.part);
    if (signature.signers.empty()) {
      clauses.emplace_back(signature.outcome, "smime=" + result_word(signature.outcome, signature.reasons, false) +
                                                  comment(signature.reasons, findings) + part);
    }
    for (const base::SignerVerdict& signer : signature.signers) {
      if (signer.outcome == SignatureOutcome::valid && findings.empty() && !signer_is_sender) {
        clauses.emplace_back(signer.outcome, "smime=policy " + std::string(kOtherSigner) + identity(signer) + part);
        continue;
      }
      clauses.emplace_back(signer.outcome, "smime=" + result_word(signer.outcome, signer.reasons, findings.empty()) +
                                               comment(signer.reasons, findings) + identity(signer) + part);
    }
  }
  std::stable_sort(clauses.begin(), clauses.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  constexpr std::size_t kMaxClauses = 10;
  std::string out;
  for (std::size_t i = 0; i < std::min(clauses.size(), kMaxClauses); ++i)
    out += (i == 0 ? "" : ";\r\n\t") + clauses[i].second;
  return out;
}

namespace {

constexpr std::string_view kPdfComment = "PDF signatures ", kFilesComment = "PDF files: ";

std::string files_comment(const std::vector<SignedFile>& files) {
  std::string names;
  std::size_t named = 0;
  for (const SignedFile& file : files) {
    if (!file.report.verdict.is_signed || file.file_name.empty() || named++ >= 3) continue;
    names += (names.empty() ? "" : ";\r\n ") + comment_text(base::utf8_prefix_bytes(one_line(file.file_name), 100));
  }
  return names.empty() ? names : "\r\n\t(" + std::string(kFilesComment) + names + ")";
}

std::string pdf_comment(const Verdict& of_files) {
  std::string who;
  std::size_t named = 0;
  for (const base::SignerVerdict* signer : of_files.signers()) {
    if (!signer->certificate || named++ == 3) continue;
    const std::string name = signer_name(*signer->certificate);
    who += (who.empty() ? ": " : ";\r\n ") + comment_text(base::utf8_prefix_bytes(name, 100));
  }
  return "\r\n\t(" + std::string(kPdfComment) + word_of(of_files) + who + ")";
}

// One field body, cut into its clauses. Quoted strings are passed over; comments are collected apart.
class FieldReader {
 public:
  explicit FieldReader(std::string_view body) : body_(body) {}

  // False at the end. `clause`: without comments, trimmed on the left; `comments`: of this clause, outermost ones.
  bool next(std::string& clause, std::vector<std::string>& comments) {
    clause.clear();
    comments.clear();
    if (at_ > body_.size()) return false;
    while (at_ < body_.size() && body_[at_] != ';') piece(clause, comments);
    ++at_;
    clause.erase(0, clause.find_first_not_of(" \t\r\n"));
    return true;
  }

 private:
  void piece(std::string& clause, std::vector<std::string>& comments) {
    if (body_[at_] == '(') return comments.push_back(comment());
    const bool quoted = body_[at_] == '"';
    clause += body_[at_++];
    while (quoted && at_ < body_.size()) {
      const char c = body_[at_++];
      clause += c;
      if (c == '"') return;
      if (c == '\\' && at_ < body_.size()) clause += body_[at_++];
    }
  }

  std::string comment() {
    std::string text;
    int open = 0;
    while (at_ < body_.size()) {
      const char c = body_[at_++];
      if (c == '(' && open++ == 0) continue;
      if (c == ')' && --open == 0) break;
      if (c == '\\' && at_ < body_.size()) {
        text += body_[at_++];
        continue;
      }
      text += c;
    }
    return text;
  }

  std::string_view body_;
  std::size_t at_ = 0;
};

void name_also(std::string& who, const std::string& name) {
  if (!name.empty()) who += (who.empty() ? "" : "; ") + name;
}

// The bare value of a property. Words inside quoted strings are names out of certificates, no properties.
std::string property(const std::string& clause, std::string_view name) {
  bool quoted = false;
  for (std::size_t at = 0; at < clause.size(); ++at) {
    if (quoted && clause[at] == '\\') ++at;
    else if (clause[at] == '"') quoted = !quoted;
    else if (!quoted && clause.compare(at, name.size(), name) == 0)
      return clause.substr(at + name.size(), clause.find_first_of(" \t\r\n", at) - at - name.size());
  }
  return {};
}

constexpr int kNoRank = 4;
int rank(std::string_view word) {
  return word == "invalid"         ? 0
         : word == "indeterminate" ? 1
         : word == "other signer"  ? 2
         : word == "valid"         ? 3
                                   : kNoRank;
}

// Outside quoted strings, in which names out of certificates stand.
bool says(const std::string& clause, std::string_view words) {
  bool quoted = false;
  for (std::size_t at = 0; at < clause.size(); ++at) {
    if (!quoted && clause.compare(at, words.size(), words) == 0) return true;
    if (quoted && clause[at] == '\\') ++at;
    else if (clause[at] == '"') quoted = !quoted;
  }
  return false;
}

// "PDF signatures valid: A; B" -> its word and names.
void read_pdf_comment(const std::string& text, StatedVerdict& pdf) {
  const std::string plain = base::decode_header_text(text);
  if (plain.starts_with(kFilesComment)) pdf.files = plain.substr(kFilesComment.size());
  if (!plain.starts_with(kPdfComment)) return;
  const std::size_t end = std::min(plain.find(':'), plain.size());
  const std::string word = plain.substr(kPdfComment.size(), end - kPdfComment.size());
  if (rank(word) == kNoRank || word == "other signer") return;  // of files only the other words are said
  pdf.files_only = true;
  pdf.word = word;
  const std::size_t names = plain.find_first_not_of(' ', std::min(end + 1, plain.size()));
  if (names != std::string::npos) pdf.who = plain.substr(names);
}

void read_field(const std::string& body, StatedVerdict& smime, StatedVerdict& pdf) {
  FieldReader reader(body);
  std::string clause;
  std::vector<std::string> comments;
  for (bool first = true; reader.next(clause, comments); first = false) {
    if (first || !clause.starts_with("smime=")) continue;  // the first is who says it
    for (const std::string& comment : comments) read_pdf_comment(comment, pdf);
    const std::string result = clause.substr(6, clause.find_first_of(" \t\r\n", 6) - 6);
    if (result == "none") continue;
    const bool other = result == "policy" && says(clause, kOtherSigner);
    const char* word = result == "pass"   ? "valid"
                       : result == "fail" ? "invalid"
                       : other            ? "other signer"
                                          : "indeterminate";
    if (rank(word) < rank(smime.word)) smime.word = word;
    name_also(smime.who, property(clause, "body.smime-identifier="));
  }
}

}  // namespace

std::string authentication_results(const MessageVerdict& verdict) {
  std::string out = authentication_results(verdict.smime.verdict, verdict.smime.signer_is_from || verdict.vouched_for);
  const Verdict of_files = verdict.of_files();
  if (!of_files.is_signed) return out;
  return (out.empty() ? "smime=none" : out) + pdf_comment(of_files) + files_comment(verdict.files);
}

StatedVerdict stated_verdict(std::string_view trace) {
  StatedVerdict smime, pdf;
  for (const std::string& body : base::header_values(trace, "Authentication-Results")) read_field(body, smime, pdf);
  // As MessageVerdict::overall() judges: the mail's own signature decides, an invalid file spoils it.
  if (smime.word == "none") return pdf;
  if (pdf.word != "invalid") return smime;
  name_also(smime.who, pdf.who);
  smime.word = "invalid";
  return smime;
}

Sentence sentence_of(const StatedVerdict& stated) {
  if (stated.word == "none") return {"Không có chữ ký số.", "There is no digital signature."};
  if (stated.word == "other signer") {
    const std::string vi = stated.who.empty() ? "Người khác" : stated.who,
                      en = stated.who.empty() ? "Somebody else" : stated.who;
    return {vi + " đã ký thư này; đó KHÔNG phải người gửi.", en + " signed this mail; the signer is NOT the sender."};
  }
  std::string vi = stated.who.empty() ? "" : ": " + stated.who, en = vi;
  if (stated.files_only) {
    const std::string files = stated.files.empty() ? "" : " (" + stated.files + ")";
    vi += "; chỉ tệp đính kèm" + files + " được ký, nội dung thư không được ký";
    en += "; only the attached file" + files + " is signed, the text of the mail is not";
  }
  if (stated.word == "valid")
    return {"Chữ ký số hợp lệ lúc thư đến" + vi + ".", "The digital signature was valid on arrival" + en + "."};
  if (stated.word == "invalid")
    return {"Chữ ký số KHÔNG hợp lệ lúc thư đến" + vi + ".",
            "The digital signature was NOT valid on arrival" + en + "."};
  return {"Chưa xác định được chữ ký số lúc thư đến" + vi + ".",
          "The digital signature could not be judged on arrival" + en + "."};
}

}  // namespace mailstore::signing
