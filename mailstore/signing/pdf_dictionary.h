// Internal to mailstore/signing: finds signature dictionaries in the bytes of a PDF. Pure, thread-safe, bounded work.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailstore::signing {

// A dictionary that holds /ByteRange and /Contents (ISO 32000-1 table 252). Offsets into the file.
struct PdfSignatureDictionary {
  std::array<std::uint64_t, 4> byte_range{};
  bool byte_range_ok = false;      // exactly four whole numbers
  std::size_t begin = 0;           // of the dictionary
  std::size_t contents_begin = 0;  // of "<"
  std::size_t contents_end = 0;    // behind ">"
  bool contents_is_hex = false;
  std::string type;  // "Sig", "DocTimeStamp", mostly given
  std::string sub_filter;
  std::string name, reason, time;  // text strings in UTF-8
};

struct PdfScan {
  std::vector<PdfSignatureDictionary> dictionaries;  // in the order of the file
  bool unreadable = false;                           // a /ByteRange stands where no dictionary could be read
  bool too_much = false;                             // the work ran out before the end
  std::size_t work = 0;                              // bytes read
};

inline constexpr std::size_t kMaxPdfNesting = 64;
inline constexpr std::size_t kMaxPdfOccurrences = 256;    // of "/ByteRange" looked at
inline constexpr std::size_t kMaxPdfWork = 64u << 20;     // bytes read in all tries together
inline constexpr std::size_t kMaxPdfBackward = 2u << 20;  // from /ByteRange back to its object

// work: bytes that may be read in all tries together, at most kMaxPdfWork.
PdfScan scan_pdf_signatures(std::string_view bytes, std::size_t work = kMaxPdfWork);

}  // namespace mailstore::signing
