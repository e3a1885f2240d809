// All there is to say about the signatures of one message: its S/MIME signatures and those of every PDF attached to it.
// What mailstore/office calls. Never fails; pure; thread-safe. May take a while (hashing, public keys): call it on a
// pool.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/mime/message.h"
#include "mailstore/signing/pdf_signature.h"
#include "mailstore/signing/smime.h"

namespace mailstore::signing {

inline constexpr std::size_t kMaxSignedFiles = 50;  // PDFs of one message looked at; later ones count as unsigned
inline constexpr std::size_t kMaxFileSignatures =
    64;  // verified in all PDFs of one message together; more: Finding::too_many

struct SignedFile {
  std::string part;       // IMAP section number; inside an opaque signature "1/2"
  std::string file_name;  // decoded
  PdfReport report;

  // The signers of its last signature: they speak for it as it is.
  std::vector<const base::SignerVerdict*> speakers() const;
};

struct MessageVerdict {
  SmimeReport smime;
  std::vector<SignedFile> files;  // every PDF, signed or not
  int other_attachments = 0;      // attachments that are no PDF
  // Set by a caller who knows the signer of the mail as one who signs for its sender (an office's registered
  // certificate).
  bool vouched_for = false;

  // The message counts as signed and in order when its S/MIME signature is valid and covers it, or else when it holds
  // at least one PDF, and every attachment is a PDF with valid signatures that cover it. Otherwise the worst that was
  // found.
  Verdict overall() const;
  // Who speaks for the whole of what was sent: the signers of the outermost S/MIME signature; of an unsigned message
  // those of the last signature of each PDF. Not who signed only a part inside, or an earlier revision that somebody
  // else then went on with.
  std::vector<const base::SignerVerdict*> speakers() const;
  // All PDFs as one; is_signed: at least one of them is.
  Verdict of_files() const;
  // A valid S/MIME signature, but of somebody whom the sender's address does not name.
  bool other_signer() const;
  // Only files are signed: the text of the mail, its subject and its sender are not.
  bool files_only() const { return !smime.verdict.is_signed && of_files().is_signed; }
};

// "none", "valid", "other signer", "indeterminate", "invalid": for the journal.
const char* word_of(const MessageVerdict& verdict);

// Octets that may go through digests for one message: kBudgetTimes its size, and kBudgetSpare.
inline constexpr std::uint64_t kBudgetTimes = 4, kBudgetSpare = 64u << 20;

// Is there anything that verify_message would judge? Decodes attachments; verifies nothing.
bool holds_signatures(const base::ParsedMessage& message, std::string_view bytes);

MessageVerdict verify_message(const base::ParsedMessage& message, std::string_view bytes, const base::TrustStore& trust,
                              base::Timestamp at);
MessageVerdict verify_message(std::string_view bytes, const base::TrustStore& trust, base::Timestamp at);

// One plain sentence about the message for people and the journal.
Sentence sentence_of(const MessageVerdict& verdict);

}  // namespace mailstore::signing
