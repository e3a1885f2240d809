// Scanner: reads the arguments of one IMAP command, left to right (RFC 9051 §9, RFC 3501 §9). The first failure sticks:
// every later call answers an empty value, so that a parser is written straight down and asks ok() at its end. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/imap/session/sequence_set.h"

namespace server::imap {

// One command as it came from the wire. In `text` (without the last line end) a literal stands as "{n}" CRLF; its bytes
// are in `literals`, in order.
struct Command {
  std::string text;
  std::vector<std::string> literals;
};

inline constexpr int kMaxNesting = 50;               // parentheses, NOT and OR
inline constexpr std::size_t kMaxArguments = 10000;  // items of one list, keys of one search

class Scanner {
 public:
  // The command outlives the scanner; literal() moves its bytes out.
  explicit Scanner(Command& command) : command_(command) {}

  bool ok() const { return error_.empty(); }
  // Why the command is BAD: one English sentence.
  const std::string& error() const { return error_; }
  void fail(std::string_view why);

  bool at_end() const { return position_ >= command_.text.size(); }
  // The next byte, 0 at the end or after a failure.
  char peek() const { return ok() && !at_end() ? command_.text[position_] : '\0'; }
  // Takes `c` when it is next.
  bool accept(char c);
  // Takes the word (any case) when it is next and ends there.
  bool accept_word(std::string_view word);
  // Is SP + word next? Takes both when it is.
  bool accept_space_word(std::string_view word);
  void expect(char c);
  void space() { expect(' '); }
  void end();

  std::string_view tag();
  std::string_view atom();               // 1*ATOM-CHAR
  std::string upper_atom();              // in capitals, for keywords
  std::string flag();                    // "\Seen", "$Forwarded"; in the client's spelling
  std::vector<std::string> flag_list();  // with its parentheses
  std::string string();                  // quoted or literal
  std::string astring();                 // atom, quoted or literal
  bool at_string() const { return peek() == '"' || peek() == '{'; }
  std::string list_mailbox();  // as astring, with % and *
  bool nil();                  // takes NIL
  std::uint32_t number();      // 0 … 2^32-1
  std::uint32_t nz_number();
  std::int64_t number64();     // 0 … 2^63-1 (RFC 7162, RFC 9051 number64)
  SequenceSet sequence_set();  // also "$"
  std::int64_t date();         // day number since 1970-01-01; with or without quotes
  // The bytes of a literal, moved out of the command; "~{" too when allowed.
  std::string literal(bool literal8 = false);
  // Everything that is left, as it stands.
  std::string_view rest();

 private:
  std::string quoted();
  std::string_view take(bool (*member)(char), std::string_view what);

  Command& command_;
  std::size_t position_ = 0;
  std::size_t next_literal_ = 0;
  std::string error_;
};

}  // namespace server::imap
