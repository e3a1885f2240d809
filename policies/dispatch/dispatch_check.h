// What refuses a dispatch (domain.md 2, 3.4, 4, 5.2; S10 of the founding report). The caller gathers the facts; this
// says every reason at once, each with what to do. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/dispatch/dispatch_subject.h"
#include "policies/dispatch/numbering.h"
#include "policies/dispatch/refusal.h"

namespace policies::dispatch {

enum class Secrecy { none, secret, top_secret, absolute };  // MẬT, TỐI MẬT, TUYỆT MẬT
const char* mark_of(Secrecy secrecy);                       // "MẬT"; "" for none

// The mark of a secret document: alone on a line (stamp), in brackets, at the head of the subject, or after "Độ mật:",
// "Mức độ mật:". The word inside running text (mật khẩu, bảo mật, bí mật) is none. First kSecretTextRead bytes of
// `text` are read.
inline constexpr std::size_t kSecretTextRead = 256 * 1024;
Secrecy find_secret_mark(std::string_view subject, std::string_view text);
// The same in the name of a file: "MẬT - bao cao.pdf", "bao-cao_TOI-MAT.docx", "Báo cáo (Mật).pdf".
Secrecy find_secret_mark_in_name(std::string_view file_name);

// What the verification of all signatures of the mail came to, with regard to this office.
enum class SignatureState {
  none,          // neither S/MIME nor a signed PDF
  valid,         // valid, and the certificate is registered for this office or a signer of it
  unchecked,     // as valid, but revocation could not be checked: accepted, and said so
  invalid,       // wrong digest, untrusted, expired, revoked
  unclear,       // could not be judged
  partial,       // valid, but something beside or after it is not signed
  other_signer,  // valid, but the certificate is not registered for this office
};

struct DispatchFacts {
  DispatchSubject subject;
  SignatureState signature = SignatureState::none;
  Sentence signature_sentence;  // of mailstore/signing: what exactly is wrong; may be empty
  std::string signer;           // of other_signer: subject of the certificate
  std::string
      files_of_others;  // of other_signer: the files that nobody registered signed last, with who did; "" = the mail
  Secrecy secrecy = Secrecy::none;
  int recipient_offices = 0;
  std::optional<BookRow> row;   // the row of the subject's number in this office's book of that year
  std::string reserved_symbol;  // of that row
  std::optional<BookRow>
      last_year;        // unused row of the same number and symbol in last year's book; the subject has no year
  int attachments = 0;  // 0: nothing is dispatched
};

// Empty = it may go. Rules: "no-number", "secret", "unsigned", "signature-invalid", "signature-unclear",
// "signature-partial", "signer-not-registered", "number-not-reserved", "number-used", "number-void",
// "number-of-two-years", "wrong-symbol", "no-recipient", "no-document". "secret" stands alone: nothing else is said
// about such a mail.
std::vector<Refusal> check_dispatch(const DispatchFacts& facts);

// "number-of-two-years": two unused rows have this number and symbol. `tag`: "VB" or "SỐ".
Refusal number_of_two_years(const DocumentNumber& number, const BookRow& now, const BookRow& last_year,
                            const std::string& tag);

}  // namespace policies::dispatch
