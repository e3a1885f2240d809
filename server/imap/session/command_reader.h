// CommandReader: cuts the bytes of a connection into commands, lines and literals together (RFC 9051 §2.2.1, §4.3;
// RFC 7888). Incremental, fed in pieces of any size; memory stays within the limits whatever arrives. Pure: what to do
// about a literal is decided by whoever feeds it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/imap/session/scanner.h"

namespace server::imap {

struct LiteralHeader {
  std::uint64_t size = 0;
  bool synchronising = true;  // the client waits for "+ " before it sends the bytes
};

// "… {12}", "… {12+}", "… ~{12}" at the end of a line. Nothing when the line ends otherwise.
// A number over 2^63-1 counts as 2^63-1.
bool ends_with_literal(std::string_view line, LiteralHeader& header);

class CommandReader {
 public:
  enum class Event {
    need_more,      // all bytes are taken
    literal,        // literal() is announced: call accept_literal(), discard_literal() or take what is there as refused
    complete,       // take() the command
    line_too_long,  // the whole line has been read and dropped but for its beginning, which take() gives
    flood,          // a line without end: close the connection
  };

  explicit CommandReader(std::size_t max_line) : max_line_(max_line) {}
  void set_max_line(std::size_t octets) { max_line_ = octets; }

  // Takes bytes from the front of `input` up to the next event. REQUIRES: an announced literal has been answered.
  Event feed(std::string_view& input);

  const LiteralHeader& literal() const { return header_; }
  // The command as read so far, without the literal that is announced.
  const Command& so_far() const { return command_; }
  // The next literal().size bytes are stored; REQUIRES: they fit in memory.
  void accept_literal();
  // The next literal().size bytes are dropped; the command goes on and its scanner sees an empty literal.
  void discard_literal();
  // How many literal bytes are still to come.
  std::uint64_t literal_missing() const { return missing_; }

  // Octets of literals kept so far.
  std::uint64_t kept() const { return kept_; }
  // The literals kept so far are forgotten, and the rest of the one that is coming is dropped.
  void drop_literals();

  // The finished (or refused) command; the reader starts anew.
  Command take();
  // Nothing of a command has arrived.
  bool at_start() const { return command_.text.empty() && !in_literal_ && !overflow_; }

 private:
  Event line_bytes(std::string_view& input);
  Event end_of_line();
  void literal_bytes(std::string_view& input);

  std::size_t max_line_;
  Command command_;
  LiteralHeader header_;
  std::uint64_t missing_ = 0;   // of the literal
  std::uint64_t kept_ = 0;      // of all literals
  std::uint64_t dropped_ = 0;   // of a line that is too long
  std::size_t line_start_ = 0;  // of the current line in command_.text
  bool in_literal_ = false;
  bool discard_ = false;
  bool overflow_ = false;
};

inline constexpr std::uint64_t kFloodOctets = 1u << 20;  // dropped octets of one line before we give up

}  // namespace server::imap
