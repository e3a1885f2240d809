#include "mailstore/signing/verdict.h"

#include <algorithm>
#include <set>

#include "base/text/utf8.h"

namespace mailstore::signing {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// "16:32 ngày 23/11/2026" in the office's zone, from ISO text.
Sentence time_words(base::Timestamp time) {
  const std::string iso = base::iso_date_time(time, base::kOfficeOffsetMinutes);
  if (iso.size() < 16) return {};
  const std::string clock = iso.substr(11, 5), day = iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
  return {"lúc " + clock + " ngày " + day, "at " + clock + " on " + day + " (+07:00)"};
}

// The gravest things to say, at most three, in the order found.
std::vector<Sentence> causes(const Verdict& verdict) {
  std::vector<Sentence> out;
  std::set<std::string> said;
  const auto add = [&](const Sentence& sentence) {
    if (out.size() < 3 && said.insert(sentence.en).second) out.push_back(sentence);
  };
  for (const SignatureOutcome level : {SignatureOutcome::invalid, SignatureOutcome::indeterminate}) {
    for (const Signature& signature : verdict.signatures) {
      for (const SignatureReason reason : signature.reasons) {
        if (base::outcome_of(reason) == level) add(sentence_of(reason));
      }
      for (const base::SignerVerdict& signer : signature.signers) {
        for (const SignatureReason reason : signer.reasons) {
          if (base::outcome_of(reason) == level) add(sentence_of(reason));
        }
      }
    }
  }
  for (const Finding finding : verdict.findings) add(sentence_of(finding));
  for (const Signature& signature : verdict.signatures) {
    for (const Finding finding : signature.findings) add(sentence_of(finding));
  }
  return out;
}

Sentence joined(const std::vector<Sentence>& parts) {
  Sentence out;
  for (const Sentence& part : parts) {
    out.vi += (out.vi.empty() ? "" : "; ") + part.vi;
    out.en += (out.en.empty() ? "" : "; ") + part.en;
  }
  return out;
}

}  // namespace

// A name out of a certificate is foreign text: one line, bounded.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : base::sanitize_utf8(text)) out += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
  return std::string(base::utf8_prefix_code_points(out, 120));
}

Sentence names_of_signers(const Verdict& verdict) {
  Sentence out;
  std::size_t named = 0;
  for (const base::SignerVerdict* signer : verdict.signers()) {
    if (!signer->certificate || named == 3) continue;
    const Sentence when = signer->signing_time ? time_words(*signer->signing_time) : Sentence{};
    const std::string name = signer_name(*signer->certificate);
    out.vi += (named == 0 ? "" : "; ") + name + (when.vi.empty() ? "" : ", ký " + when.vi);
    out.en += (named == 0 ? "" : "; ") + name + (when.en.empty() ? "" : ", signed " + when.en);
    ++named;
  }
  return out;
}

std::vector<const base::SignerVerdict*> Verdict::signers() const {
  std::vector<const base::SignerVerdict*> out;
  std::set<std::string> seen;
  for (const Signature& signature : signatures) {
    for (const base::SignerVerdict& signer : signature.signers) {
      if (!signer.certificate || seen.insert(signer.certificate->sha256_fingerprint).second) out.push_back(&signer);
    }
  }
  return out;
}

bool Verdict::only_revocation_unknown() const {
  if (!is_signed || outcome != SignatureOutcome::indeterminate || !findings.empty() || !covers_all) return false;
  for (const Signature& signature : signatures) {
    if (!signature.findings.empty() || !signature.reasons.empty() || signature.signers.empty()) return false;
    for (const base::SignerVerdict& signer : signature.signers) {
      for (const SignatureReason reason : signer.reasons) {
        if (reason != SignatureReason::no_revocation_information) return false;
      }
    }
  }
  return true;
}

const char* to_string(Finding finding) {
  switch (finding) {
    case Finding::unsigned_part_beside: return "unsigned_part_beside";
    case Finding::below_unsigned: return "below_unsigned";
    case Finding::appended_bytes: return "appended_bytes";
    case Finding::not_whole_file: return "not_whole_file";
    case Finding::unsupported: return "unsupported";
    case Finding::malformed: return "malformed";
    case Finding::too_many: return "too_many";
    case Finding::encrypted: return "encrypted";
    case Finding::changed_certified: return "changed_certified";
  }
  return "malformed";
}

Sentence sentence_of(SignatureReason reason) {
  switch (reason) {
    case SignatureReason::wrong_digest:
      return {"nội dung đã bị thay đổi sau khi ký", "the content was changed after signing"};
    case SignatureReason::wrong_signature:
      return {"chữ ký không khớp với khóa của người ký", "the signature does not fit the signer's key"};
    case SignatureReason::untrusted_chain:
      return {"chứng thư không do một tổ chức chứng thực được tin cậy cấp",
              "the certificate was not issued under a trusted root"};
    case SignatureReason::expired_at_signing:
      return {"chứng thư đã hết hạn lúc ký", "the certificate had expired when it was signed"};
    case SignatureReason::not_yet_valid:
      return {"chứng thư chưa có hiệu lực lúc ký", "the certificate was not yet valid when it was signed"};
    case SignatureReason::revoked: return {"chứng thư đã bị thu hồi", "the certificate is revoked"};
    case SignatureReason::wrong_key_usage:
      return {"chứng thư không được cấp để ký", "the certificate is not meant for signing"};
    case SignatureReason::signing_time_in_future:
      return {"giờ ký nằm ở tương lai", "the signing time lies in the future"};
    case SignatureReason::other_certificate:
      return {"chữ ký được làm cho một chứng thư khác", "the signature was made for another certificate"};
    case SignatureReason::no_revocation_information:
      return {"không tra được chứng thư có bị thu hồi hay không",
              "it could not be checked whether the certificate is revoked"};
    case SignatureReason::weak_algorithm: return {"thuật toán ký quá yếu", "the algorithm is too weak"};
    case SignatureReason::no_signer_certificate:
      return {"thiếu chứng thư của người ký", "the signer's certificate is missing"};
    case SignatureReason::malformed: return {"chữ ký không đọc được", "the signature cannot be read"};
    case SignatureReason::no_signer: return {"không có người ký", "there is no signer"};
    case SignatureReason::expired_since_signing:
      return {"ký đã lâu, chứng thư đã hết hạn từ đó và không có dấu thời gian làm chứng",
              "signed long ago, certificate expired since, and no time stamp proves the claimed time"};
  }
  return {"chữ ký không đọc được", "the signature cannot be read"};
}

Sentence sentence_of(Finding finding) {
  switch (finding) {
    case Finding::unsigned_part_beside:
      return {"có phần không được ký nằm cạnh phần đã ký", "an unsigned part stands beside the signed one"};
    case Finding::below_unsigned:
      return {"chữ ký chỉ nằm ở một phần bên trong thư", "the signature stands only on a part inside the message"};
    case Finding::appended_bytes:
      return {"tệp đã được thêm dữ liệu sau chữ ký cuối", "data was added to the file after the last signature"};
    case Finding::not_whole_file:
      return {"chữ ký không bao trùm toàn bộ tệp", "the signature does not cover the whole file"};
    case Finding::unsupported: return {"loại chữ ký chưa được hỗ trợ", "this kind of signature is not supported"};
    case Finding::malformed: return {"cấu trúc chữ ký bị hỏng", "the structure of the signature is broken"};
    case Finding::too_many: return {"quá nhiều chữ ký để kiểm tra hết", "there are too many signatures to check all"};
    case Finding::changed_certified:
      return {"tệp đã chứng nhận bị thay đổi ngoài mức người chứng nhận cho phép",
              "the certified file was changed in a way its certification does not allow"};
    case Finding::encrypted:
      return {"nội dung đã mã hóa, không kiểm tra được", "the content is encrypted and cannot be checked"};
  }
  return {"cấu trúc chữ ký bị hỏng", "the structure of the signature is broken"};
}

std::string signer_name(const base::CertificateInfo& certificate) {
  const std::string& subject = certificate.subject;
  bool at_start = true;
  for (std::size_t i = 0; i < subject.size(); ++i) {
    if (at_start && subject.compare(i, 3, "CN=") == 0) {
      std::string name;
      for (i += 3; i < subject.size() && subject[i] != ',' && subject[i] != '+'; ++i) {
        if (subject[i] == '\\' && i + 2 < subject.size() && hex_value(subject[i + 1]) >= 0 &&
            hex_value(subject[i + 2]) >= 0) {
          name += static_cast<char>(hex_value(subject[i + 1]) * 16 + hex_value(subject[i + 2]));
          i += 2;
        } else if (subject[i] == '\\' && i + 1 < subject.size()) {
          name += subject[++i];
        } else {
          name += subject[i];
        }
      }
      return one_line(name);
    }
    if (subject[i] == '\\') {
      ++i;
      at_start = false;
    } else {
      at_start = subject[i] == ',' || subject[i] == '+';
    }
  }
  return one_line(subject);
}

Sentence sentence_of(const Verdict& verdict) {
  if (!verdict.is_signed) {
    if (std::find(verdict.findings.begin(), verdict.findings.end(), Finding::encrypted) != verdict.findings.end()) {
      return {"Nội dung đã mã hóa nên không kiểm tra được chữ ký số.",
              "The content is encrypted, so signatures cannot be checked."};
    }
    return {"Không có chữ ký số.", "There is no digital signature."};
  }
  const Sentence who = names_of_signers(verdict);
  const Sentence why = joined(causes(verdict));
  const auto by = [&](const std::string& name, const std::string& tail) {
    return name.empty() ? tail : " (" + name + ")" + tail;
  };
  switch (verdict.outcome) {
    case SignatureOutcome::valid:
      return {"Chữ ký số hợp lệ: " + who.vi + ".", "Valid digital signature: " + who.en + "."};
    case SignatureOutcome::invalid:
      return {"Chữ ký số KHÔNG hợp lệ" + by(who.vi, ": ") + why.vi + ".",
              "The digital signature is NOT valid" + by(who.en, ": ") + why.en + "."};
    case SignatureOutcome::indeterminate: break;
  }
  return {"Chưa xác định được chữ ký số" + by(who.vi, ": ") + why.vi + ".",
          "The digital signature could not be judged" + by(who.en, ": ") + why.en + "."};
}

const char* word_of(const Verdict& verdict) { return verdict.is_signed ? base::to_string(verdict.outcome) : "none"; }

}  // namespace mailstore::signing
