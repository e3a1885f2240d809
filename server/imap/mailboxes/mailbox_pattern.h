// MailboxPattern: a pattern of LIST or LSUB (RFC 9051 §6.3.9): "*" takes anything, "%" anything but the delimiter.
// Matching costs at most the name's length for each wildcard, and one look for names that begin otherwise. A value;
// pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace server::imap {

inline constexpr std::size_t kMaxPatterns = 10;         // of one LIST
inline constexpr std::size_t kMaxPatternOctets = 4096;  // of all its patterns, with the reference before each
inline constexpr std::size_t kMaxWildcards = 20;        // of one pattern, runs counted as one

class MailboxPattern {
 public:
  // `text`: decoded. Runs of wildcards count as one: "%*%" is "*". Errors: limit (too many wildcards).
  static base::Result<MailboxPattern> make(std::string_view text);

  bool matches(std::string_view name) const;
  bool ends_with_percent() const {
    return !pieces_.empty() && pieces_.back().wildcard == '%' && pieces_.back().text.empty();
  }
  std::size_t wildcards() const { return pieces_.size(); }

 private:
  struct Piece {
    char wildcard;  // before the text
    std::string text;
  };
  MailboxPattern() = default;

  std::string beginning_;
  std::vector<Piece> pieces_;
};

}  // namespace server::imap
