// The address of a key in a token: RFC 7512, "pkcs11:token=con-dau;object=ubnd?module-path=…&pin-source=file:…".
// Pure; thread-safe. May hold a PIN: never log one of these, and errors never quote it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

struct Pkcs11Uri {
  // Path: what the token and the key must be; empty = any. Decoded.
  std::string token, manufacturer, serial, model;
  std::string object;  // the label of the key
  std::string id;      // CKA_ID, bytes
  std::optional<std::uint64_t> slot_id;
  // Query.
  std::string module_path;  // absolute path of the PKCS#11 library
  std::string pin_value;
  std::string pin_source;  // absolute path of a file whose first line is the PIN ("file:" taken off)
};

inline constexpr std::size_t kMaxPkcs11Uri = 4096;  // octets

// Unknown attributes are skipped in the query and refused in the path (RFC 7512 §2.3: no token could match).
// Errors: bad_input with a sentence without any value of the text; pin-source commands ("|…") are refused.
Result<Pkcs11Uri> parse_pkcs11_uri(std::string_view text);

}  // namespace base
