// Where the quoted original begins in the HTML of a reply. Mail programs mark it by an element (blockquote, classes,
// ids, a rule); flattened text has lost that mark. Pure, thread-safe, linear time; never fails on any bytes.
#pragma once

#include <string>
#include <string_view>

#include "policies/replies/quoted_reply.h"

namespace mailstore::office {

struct HtmlReply {
  std::string own;    // HTML before the quote: body only, line ends of <pre> made <br>
  std::string after;  // HTML behind and between quotes; empty when all the rest is the quote
  std::string rest;   // HTML from the first quote to the end, as it is
  policies::replies::Cut cut =
      policies::replies::Cut::none;  // quote_mark: an element; header_block: a rule or a block of header lines
};

// `signatures`: keep the signatures that mail programs mark by an element of their own, too.
HtmlReply split_html_reply(std::string_view html_utf8, bool signatures = false);

}  // namespace mailstore::office
