// What was found about the signatures of a message, as Authentication-Results says it (RFC 7281, RFC 8601), and read
// back from there. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "mailstore/signing/message_verdict.h"

namespace mailstore::signing {

// `smime=pass (…) body.smime-identifier=a@b body.smime-part=2`, one clause per S/MIME signature of the message, at most
// ten, joined by "; " + fold. Empty when the message is not signed. pass: valid; fail: invalid; policy: the signature
// itself is right but not acceptable here (does not cover the message, weak, revocation unknown); neutral: cannot be
// processed. To be put behind "; " in our field. ASCII only, lines under 998 bytes. signer_is_sender: the certificate
// names the sender; else a valid signature is policy, reason="signer is not the sender".
std::string authentication_results(const Verdict& verdict, bool signer_is_sender = true);

// The same for a whole message. No registered method speaks of PDF, and an unregistered one is to be ignored (RFC 8601
// §2.7.6), so signed PDFs stand in comments at the end: `smime=none (PDF signatures valid: Mai Đình Lâm) (PDF files:
// 147.pdf)`, names as encoded words.
std::string authentication_results(const MessageVerdict& verdict);

// What our own Authentication-Results fields among `trace` (header lines as the store puts them before a message) said.
struct StatedVerdict {
  std::string word = "none";  // "none", "valid", "other signer", "indeterminate", "invalid": word_of(MessageVerdict)
  std::string who;            // identifiers and names, UTF-8, "; " between; may be empty
  bool files_only = false;    // only files are signed, not the mail
  std::string files;          // their names
};
StatedVerdict stated_verdict(std::string_view trace);

// One plain sentence of it: "Chữ ký số hợp lệ lúc thư đến: Mai Đình Lâm."
Sentence sentence_of(const StatedVerdict& stated);

}  // namespace mailstore::signing
