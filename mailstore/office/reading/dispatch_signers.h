// Who speaks for a dispatch: is all of what is sent signed by somebody registered for the office? Pure but for the
// certificates.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "directory/certificates/certificates.h"
#include "mailstore/office/journal/event.h"
#include "mailstore/signing/message_verdict.h"

namespace mailstore::office {

struct DispatchSigners {
  // A registered signer of the outermost S/MIME signature; of a mail that is not signed itself, one of the last
  // signature of every PDF.
  bool registered = false;
  std::string files_of_others;  // “cu.pdf” (Nguyễn Văn A): the PDFs without one; empty when the mail is signed itself
};
DispatchSigners judge_signers(const signing::MessageVerdict& judged, const directory::Certificates& certificates,
                              base::UnitId office, base::Timestamp at);

// The signed PDFs, with what their signatures sign.
std::vector<DispatchedFile> signed_files(const signing::MessageVerdict& judged);

}  // namespace mailstore::office
