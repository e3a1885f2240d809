// Signatures inside a PDF (ISO 32000-1 §12.8: /ByteRange and /Contents with a CMS): every one, over the bytes as they
// stand. An own minimal reader: signatures need fixed byte places and so always stand in plain objects. Nothing else of
// the PDF is interpreted. Never fails, never hangs: the work is bounded for any bytes. Pure, thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mailstore/signing/verdict.h"

namespace mailstore::signing {

inline constexpr std::size_t kMaxPdfSignatures = 32;  // verified; more: Finding::too_many

struct PdfSignature {
  std::array<std::uint64_t, 4> byte_range{};  // offset, length, offset, length
  std::uint64_t revision_end = 0;             // bytes of the file when this was signed
  bool later_revision = false;                // the file grew after it (another signature, or appended bytes)
  int certified = 0;          // DocMDP: 1 no changes, 2 forms and signatures, 3 annotations too; 0: no certification
  std::string sub_filter;     // "adbe.pkcs7.detached", "ETSI.CAdES.detached"
  std::string declared_name;  // /Name, UTF-8; proves nothing
  std::string reason;         // /Reason
  std::string declared_time;  // /M as written
  Signature signature;
};

struct PdfReport {
  bool is_pdf = false;
  Verdict verdict;                          // signatures in the order of their revisions
  std::vector<PdfSignature> signatures;     // the same order
  std::uint64_t signed_revision_bytes = 0;  // of the last signature that is in order; the rest was appended
  std::uint64_t validation_bytes =
      0;  // behind it: nothing but certificates, revocation lists and time stamps (PAdES-LT, -LTA)
  std::vector<PdfSignature> time_stamps;  // of the document (ETSI.RFC3161): they prove a time and speak for nobody
};

// most: how many signatures are verified, at most kMaxPdfSignatures.
// What the budget does not allow is Finding::too_many.
PdfReport verify_pdf(std::string_view bytes, const base::TrustStore& trust, base::Timestamp at,
                     std::size_t most = kMaxPdfSignatures, base::VerifyBudget* budget = nullptr);

// Holds it anything that verify_pdf would call a signature, or a broken one? One look through the bytes.
bool may_hold_signatures(std::string_view bytes);

// "%PDF-" in the first KiB.
bool looks_like_pdf(std::string_view bytes);

}  // namespace mailstore::signing
