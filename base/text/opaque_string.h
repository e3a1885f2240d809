// RFC 8265 §4.2, the OpaqueString profile: one form of a password at every door, so that NFC and NFD and the different
// spaces of keyboards give the same hash. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

// Non-ASCII spaces become U+0020, then NFC. bad_input when the text is empty, is not UTF-8, or holds control
// characters, unassigned or private code points (RFC 8264 §4.3 FreeformClass, taken from ICU's Unicode tables).
Result<std::string> opaque_string(std::string_view password);

}  // namespace base
