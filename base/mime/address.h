// Mail addresses in header fields: RFC 5322 §3.4 with the obsolete forms of §4.4, groups, routes, comments, UTF-8
// (RFC 6532). The parser never fails: from broken input it takes what a reader would guess. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

inline constexpr std::size_t kMaxAddresses = 10000;  // of one field; the rest is dropped

// One entry of an address list. Text is unquoted and unfolded, comments are removed; encoded words (RFC 2047) in
// `name` stay as they are: show it through decode_header_text().
struct Address {
  enum class Kind { mailbox, group_begin, group_end };
  Kind kind = Kind::mailbox;
  std::string name;     // display name; of a group: its name; may be empty
  std::string route;    // obsolete source route "@a,@b", mostly empty
  std::string mailbox;  // local part, unquoted; empty for groups
  std::string host;     // domain or domain literal; empty when the address had none
  bool operator==(const Address&) const = default;

  static Address of(std::string name, std::string mailbox, std::string host) {
    return Address{Kind::mailbox, std::move(name), {}, std::move(mailbox), std::move(host)};
  }
  // "local@host", the local part quoted when it must be; empty when both are empty or this is a group mark.
  std::string addr_spec() const;
};

// What an entry takes as an IMAP address, about.
std::size_t listed_octets(const Address& address);

// A field's value (folded or not).
std::vector<Address> parse_address_list(std::string_view value);

// The same within bounds: entries beyond them are dropped, `cut` says so. A group that was begun is always ended.
struct AddressRoom {
  std::size_t count = kMaxAddresses;
  std::size_t octets = static_cast<std::size_t>(-1);  // listed_octets() of all entries
};
struct AddressList {
  std::vector<Address> list;
  std::size_t octets = 0;
  bool cut = false;
};
AddressList read_address_list(std::string_view value, const AddressRoom& room);

// Strict: exactly one addr-spec "local@domain" as in SMTP and account names (RFC 5321 §4.1.2 Mailbox, RFC 6531 UTF-8),
// without angle brackets. Nothing when anything else stands there.
struct AddrSpec {
  std::string local;   // unquoted
  std::string domain;  // as written; "[…]" for a literal
  bool operator==(const AddrSpec&) const = default;
};
std::optional<AddrSpec> parse_addr_spec(std::string_view text);

// The local part as it must be written: quoted when it is no dot-atom.
std::string quote_local_part(std::string_view local);

}  // namespace base
