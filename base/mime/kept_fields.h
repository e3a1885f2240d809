// The header fields that mail clients ask for when they list a mailbox, kept ready: IMAP HEADER.FIELDS (RFC 9051
// §6.4.5.1) without reading the message. What is kept tells of every other name whether the header has it too, so a
// field that is not there needs no reading either. Values; pure; thread-safe.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace base {

inline constexpr std::size_t kMaxKeptOfName = 4096;  // octets of all fields of one name; else the name is not kept
inline constexpr std::size_t kMaxKeptFields = 8192;  // octets of all; else none is
inline constexpr std::size_t kMaxKeptNames = 128;    // of the list in kept_fields.cpp
inline constexpr std::size_t kMaxOtherNames = 1000;  // names that a header has besides; else nothing is told of it

// `header`: of a message, from its first octet on. Empty when it is too odd to be told of: it begins in the middle of a
// field, or has too many names.
std::string encode_kept_fields(std::string_view header);

// The names that a client asks for, made ready once for many messages.
class KeptQuestion {
 public:
  explicit KeptQuestion(const std::vector<std::string>& names);

  // Whether the kept fields can tell; false: only the header itself can.
  bool is_told_by(std::string_view kept) const;
  // Appends what select_header_fields(header, names, false) gives, but for the blank line at its end. False, with `out`
  // as it was: only the header itself can tell. Takes any bytes as `kept`.
  bool answer(std::string_view kept, std::string& out) const;

 private:
  bool pass_others(std::string_view& kept) const;

  std::bitset<kMaxKeptNames> wanted_;
  std::vector<std::uint16_t> hashes_;  // of all names, ascending
};

}  // namespace base
