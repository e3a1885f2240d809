// Reply: what a command handler answers; the session loop alone writes and logs it. A value type.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace server::smtp {

struct Reply {
  int code = 250;        // RFC 5321 §4.2
  std::string enhanced;  // RFC 3463 "2.1.0"; empty where RFC 2034 §4 forbids one (greeting, EHLO, 3xx)
  std::string text;      // UTF-8 sentence; '\n' separates the lines of a multi-line reply
  bool close = false;    // the connection ends after this reply

  bool positive() const { return code < 400; }
};

// "250-2.1.0 text\r\n…250 2.1.0 text\r\n". Control characters of the text become '?', so that no reply can forge
// another.
std::string render(const Reply& reply);

// The answer for a failed delivery, store or directory call: error.temporary chooses 4xx or 5xx once, here.
// A person's mail client shows what it says, in both languages; a server is told in English, because RFC 6531 §3.7.4
// keeps UTF-8 out of the replies of others.
enum class Hearer { person, server };
Reply reply_for(const base::Error& error, Hearer hearer);

// 501 5.5.4 with a sentence: wrong arguments.
Reply syntax_error(std::string text);
// 503 5.5.1: not now.
Reply bad_sequence(std::string text);

}  // namespace server::smtp
