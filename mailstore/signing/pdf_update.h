// Internal to mailstore/signing: what an incremental update (ISO 32000-1 §7.5.6) changes. Only what is wholly
// understood is allowed: no compressed objects, no table that points elsewhere, no object of the signed revision but
// those that must change. Pure, bounded.
#pragma once

#include <cstddef>
#include <string_view>

namespace mailstore::signing {

// What may be changed, in rising order (ISO 32000-2 table 257, the permissions of DocMDP).
enum class PdfAllowed {
  validation_data,  // DSS, VRI, document time stamps (PAdES-LT, -LTA): also where P is 1
  signatures,       // P 2: form fields filled in, signatures
  annotations,      // P 3: and annotations
};

// Are the bytes [from, to) nothing but updates of that kind, one or several? What cannot be read is none.
bool changes_only(std::string_view bytes, std::size_t from, std::size_t to, PdfAllowed allowed);

}  // namespace mailstore::signing
