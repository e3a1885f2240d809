// What the signatures of a message or a PDF came to, for people and for the journal.
// Values; pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto/cms.h"
#include "base/sentence.h"

namespace mailstore::signing {

using base::SignatureOutcome;
using base::SignatureReason;

using base::Sentence;  // .vi, .en

// What is found beside the cryptography. Each makes the whole at least indeterminate.
enum class Finding {
  unsigned_part_beside,  // a part that people see stands beside the signed one
  below_unsigned,        // the signature lies below an unsigned part: it does not speak for the whole message
  appended_bytes,        // PDF: bytes were added after the last signature
  not_whole_file,        // PDF: ByteRange leaves out more than the signature itself
  unsupported,           // a kind of signature that is not understood
  malformed,             // cannot be read
  too_many,              // more than we look at
  encrypted,             // S/MIME enveloped data: cannot be looked into
  changed_certified,     // PDF: changed afterwards in a way that its certification (DocMDP) does not allow
};
const char* to_string(Finding finding);

struct Signature {
  enum class Kind { smime_detached, smime_opaque, pdf };
  Kind kind = Kind::smime_detached;
  std::string part;  // IMAP section number of the part with the signature ("2"; "TEXT" is written "1"); of a PDF the
                     // number of the signature "1"…
  SignatureOutcome outcome = SignatureOutcome::indeterminate;
  std::vector<Finding> findings;             // of this signature
  std::vector<SignatureReason> reasons;      // when no signer can be named
  std::vector<base::SignerVerdict> signers;  // each signer by itself
};

// The whole: a message, or one PDF.
struct Verdict {
  bool is_signed = false;
  bool covers_all = false;                                     // everything people see is signed, and nothing was added
  SignatureOutcome outcome = SignatureOutcome::indeterminate;  // only when is_signed; valid implies covers_all
  std::vector<Finding> findings;
  std::vector<Signature> signatures;
  std::uint64_t appended_bytes = 0;  // PDF: after the last signed revision

  bool valid() const { return is_signed && outcome == SignatureOutcome::valid; }
  // Every signer of every signature, once per certificate fingerprint.
  std::vector<const base::SignerVerdict*> signers() const;
  // The only thing that stands between this and `valid` is a revocation that could not be checked.
  bool only_revocation_unknown() const;
};

Sentence sentence_of(SignatureReason reason);
Sentence sentence_of(Finding finding);
// One plain sentence for the whole: "Chữ ký số hợp lệ của …, ký lúc …" / "Chữ ký số KHÔNG hợp lệ: …".
Sentence sentence_of(const Verdict& verdict);

// Who signed, and when, at most three: "Mai Đình Lâm, ký lúc …".
Sentence names_of_signers(const Verdict& verdict);
// Foreign text for people: one line, valid, bounded.
std::string one_line(std::string_view text);

// The name in a certificate for people: its common name, else the whole subject.
std::string signer_name(const base::CertificateInfo& certificate);

// One word for the journal: "none", "valid", "indeterminate", "invalid".
const char* word_of(const Verdict& verdict);

}  // namespace mailstore::signing
