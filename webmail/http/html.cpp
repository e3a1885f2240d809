#include "webmail/http/html.h"

namespace webmail::http {

std::string two_languages(std::string_view vi, std::string_view en) {
  return "<p>" + escape_html(vi) + "</p><p class=\"en\" lang=\"en\">" + escape_html(en) + "</p>";
}

base::HttpReply render_page(int status, const Page& page) {
  std::string html =
      "<!doctype html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<title>" +
      escape_html(page.title_vi) +
      "</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\n"
      "<body><header><a href=\"/\">Thư điện tử công vụ</a></header>\n<main>\n"
      "<h1>" +
      escape_html(page.title_vi) + "</h1><p class=\"en sub\" lang=\"en\">" + escape_html(page.title_en) + "</p>\n" +
      page.body + "\n</main></body></html>\n";
  base::HttpReply response = base::HttpReply::html(status, std::move(html));
  // Nothing runs, nothing is loaded but our style sheet, forms go nowhere else.
  response.headers.set(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Referrer-Policy", "no-referrer");
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace webmail::http
