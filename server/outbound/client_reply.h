// Replies of the server we talk to, and the extensions its EHLO names. RFC 5321 §4.2, RFC 2034. Pure parsers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace server::outbound {

struct ClientReply {
  int code = 0;
  std::string enhanced;  // "5.1.1", "" when it named none
  std::string text;      // lines joined by '\n', without codes
  bool positive() const { return code >= 200 && code < 300; }
  bool permanent() const { return code >= 500 && code < 600; }
  // "5.1.1" or "5.0.0": what goes into a report.
  std::string status() const;
  // "550 5.1.1 no such user", one line, for Diagnostic-Code.
  std::string one_line() const;
};

// Gathers the lines of one reply.
class ReplyReader {
 public:
  enum class State { more, complete, broken };
  // `line` without its line end.
  State feed(std::string_view line);
  ClientReply take();

 private:
  ClientReply reply_;
  int lines_ = 0;
};

struct Extensions {
  bool esmtp = false;
  bool starttls = false, pipelining = false, eight_bit = false, smtputf8 = false, dsn = false, auth_plain = false;
  bool has_size = false;
  std::int64_t size = 0;  // 0 = no fixed limit
};
// `text`: ClientReply::text of the answer to EHLO.
Extensions parse_extensions(std::string_view text);

// RFC 3461 §4: for ENVID and ORCPT.
std::string encode_xtext(std::string_view text);

}  // namespace server::outbound
