// HTML text: the frame that every page shares. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/http/reply.h"
#include "base/text/html.h"

namespace webmail::http {

using base::escape_html;

struct Page {
  std::string title_vi, title_en;
  std::string body;  // HTML of the main part
};
// The whole document: no script, no inline style; safe to frame nowhere and to cache nowhere.
base::HttpReply render_page(int status, const Page& page);

// "<p class=…>vi</p><p lang=en>en</p>", both escaped here.
std::string two_languages(std::string_view vi, std::string_view en);

}  // namespace webmail::http
