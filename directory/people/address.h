// Addresses as the directory compares them. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace directory {

struct SplitAddress {
  std::string local;   // lower case, NFC, unquoted, without the sub-address
  std::string domain;  // lower case; empty for "postmaster" alone
  std::string detail;  // what stood after "+", as written; "" when none
  std::string whole() const { return local + "@" + domain; }
};

// RFC 5321 §4.1.2 in the shapes that can be ours; nullopt when there is no local part or it is over 320 bytes long.
std::optional<SplitAddress> split_address(std::string_view address);

// May this be the local part of an address we make? a-z, 0-9, ".", "-", "_"; no dot at an end or doubled; 1 … 64 bytes.
bool is_usable_local_part(std::string_view local);
// Letters, digits, hyphens in labels of 1 … 63 joined by dots, at least two labels, at most 253 bytes.
bool is_usable_domain(std::string_view domain);

}  // namespace directory
