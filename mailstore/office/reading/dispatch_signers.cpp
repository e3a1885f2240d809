#include "mailstore/office/reading/dispatch_signers.h"

#include <algorithm>

namespace mailstore::office {

namespace {

using Signers = std::vector<const base::SignerVerdict*>;

std::string shown_name(const signing::SignedFile& file) {
  return "“" + signing::one_line(file.file_name.empty() ? file.part : file.file_name) + "”";
}

std::string names_of(const Signers& signers) {
  std::string out;
  for (const base::SignerVerdict* signer : signers) {
    if (signer->certificate) out += (out.empty() ? "" : "; ") + signing::signer_name(*signer->certificate);
  }
  return out;
}

}  // namespace

DispatchSigners judge_signers(const signing::MessageVerdict& judged, const directory::Certificates& certificates,
                              base::UnitId office, base::Timestamp at) {
  const auto any_registered = [&](const Signers& signers) {
    return std::any_of(signers.begin(), signers.end(), [&](const base::SignerVerdict* signer) {
      return signer->certificate && certificates.registered_for(signer->certificate->sha256_fingerprint, office, at);
    });
  };
  DispatchSigners out;
  if (judged.smime.verdict.is_signed) {
    out.registered = any_registered(judged.speakers());
    return out;
  }
  // An old file of the office beside somebody else's must not carry that one along.
  for (const signing::SignedFile& file : judged.files) {
    const Signers last = file.speakers();
    if (any_registered(last)) continue;
    const std::string by = names_of(last);
    out.files_of_others +=
        (out.files_of_others.empty() ? "" : ", ") + shown_name(file) + (by.empty() ? "" : " (" + by + ")");
  }
  out.registered = !judged.files.empty() && out.files_of_others.empty();
  return out;
}

std::vector<DispatchedFile> signed_files(const signing::MessageVerdict& judged) {
  std::vector<DispatchedFile> out;
  for (const signing::SignedFile& file : judged.files) {
    if (!file.report.verdict.is_signed) continue;
    DispatchedFile one{shown_name(file), {}};
    for (const signing::Signature& signature : file.report.verdict.signatures) {
      for (const base::SignerVerdict& signer : signature.signers) {
        if (!signer.message_digest.empty())
          one.signed_contents.push_back(base::sha256(signer.digest + ":" + signer.message_digest));
      }
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace mailstore::office
