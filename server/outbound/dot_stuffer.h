// DotStuffer: makes a message, given in pieces, into the data of DATA (RFC 5321 §4.5.2): a dot at the start of a line
// is doubled, finish() adds the missing CRLF and the final dot. The message's own bytes are never altered. A value
// type.
#pragma once

#include <string>
#include <string_view>

namespace server::outbound {

class DotStuffer {
 public:
  // Appends the transformed piece to `out`.
  void feed(std::string_view piece, std::string& out);
  void finish(std::string& out);

 private:
  enum class At { line_start, in_line, after_cr } at_ = At::line_start;
};

}  // namespace server::outbound
