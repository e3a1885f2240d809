// The endpoints of the site, one per .cpp; site.cpp has the table. What they share outlives every request.
#pragma once

#include <chrono>
#include <string>

#include "base/async/co.h"
#include "base/http/head.h"
#include "base/http/reply.h"
#include "webmail/http/site.h"

namespace webmail::http {

struct Context {
  SiteParts parts;
  SiteSettings settings;
};

// A request whose whole body was wanted; "" for the routes that take none.
struct Request {
  base::HttpHead head;
  std::string body;
};

base::Co<base::HttpReply> start_page(const Context& context, Request request);
base::Co<base::HttpReply> password_page(const Context& context, Request request);
base::Co<base::HttpReply> password_api(const Context& context, Request request);
base::Co<base::HttpReply> account_api(const Context& context, Request request);
base::Co<base::HttpReply> health(const Context& context, Request request);
base::Co<base::HttpReply> style_sheet(const Context& context, Request request);

// "<dl>…</dl>": servers and ports for mail clients.
std::string client_settings_html(const SiteSettings& settings);
// Seconds as Retry-After wants them, at least 1.
std::string retry_after(std::chrono::seconds wait);

}  // namespace webmail::http
