// Reply: the tagged answer of a command (RFC 9051 §7.1), made on the spot by its handler. Response codes: RFC 5530. A
// value.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace server::imap {

struct Reply {
  enum class Kind { ok, no, bad, none };  // none: nothing is sent, the connection ends
  Kind kind = Kind::ok;
  std::string code;  // without brackets; "" = none
  std::string text;  // UTF-8

  static Reply ok(std::string text) { return {Kind::ok, {}, std::move(text)}; }
  static Reply ok(std::string code, std::string text) { return {Kind::ok, std::move(code), std::move(text)}; }
  static Reply no(std::string code, std::string text) { return {Kind::no, std::move(code), std::move(text)}; }
  static Reply none() { return {Kind::none, {}, {}}; }
  static Reply bad(std::string text) { return {Kind::bad, {}, std::move(text)}; }
};

// What the store, the door or the directory refused.
Reply refusal(const base::Error& error);

// "OK [CODE] text" without line ends; control characters become blanks. Marks are left out unless the client asked for
// UTF-8 (RFC 3501 §9 TEXT-CHAR, RFC 6855 §3).
std::string to_text(const Reply& reply, bool utf8);

}  // namespace server::imap
