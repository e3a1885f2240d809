// PDFs and signed messages of any bytes: never a crash, never valid without a trusted root, places inside the file.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mailstore/signing/authentication_results.h"
#include "mailstore/signing/message_verdict.h"
#include "mailstore/signing/pdf_dictionary.h"
#include "mailstore/signing/pdf_update.h"

using namespace mailstore::signing;

static void check(const Verdict& verdict) {
  if (verdict.valid() || verdict.outcome < SignatureOutcome::valid) std::abort();
  if (verdict.covers_all && !verdict.findings.empty()) std::abort();
  if (verdict.is_signed != !verdict.signatures.empty()) std::abort();
  for (const char c : authentication_results(verdict)) {
    if (static_cast<unsigned char>(c) >= 0x7F || (c < ' ' && c != '\r' && c != '\n' && c != '\t')) std::abort();
  }
  if (sentence_of(verdict).vi.empty()) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const base::TrustStore nobody;
  const base::Timestamp at = base::Timestamp::from_seconds(1795000000);
  for (const PdfSignatureDictionary& found : scan_pdf_signatures(bytes).dictionaries) {
    if (found.contents_begin > found.contents_end || found.contents_end > size) std::abort();
  }
  // The last table is read on one side of a cut, the update on the other.
  const std::size_t end = std::min(bytes.find("%%EOF"), size);
  for (const PdfAllowed allowed : {PdfAllowed::validation_data, PdfAllowed::signatures, PdfAllowed::annotations}) {
    if (changes_only(bytes, end, size, allowed) && end < size && bytes.find("%%EOF", end + 1) == std::string_view::npos)
      std::abort();
  }
  const PdfReport report = verify_pdf(bytes, nobody, at);
  check(report.verdict);
  for (const PdfSignature& signature : report.signatures) {
    if (signature.revision_end > size) std::abort();
  }
  const MessageVerdict message = verify_message(bytes, nobody, at);
  check(message.smime.verdict);
  check(message.overall());
  return 0;
}
