// The endpoints of the site, one per .cpp; site.cpp has the table. What they share outlives every request.
#pragma once

#include "base/async/co.h"
#include "base/http/message.h"
#include "webmail/http/site.h"

namespace webmail::http {

struct Context {
  SiteParts parts;
  SiteSettings settings;
};

base::Co<base::HttpResponse> start_page(const Context& context, base::HttpRequest request);
base::Co<base::HttpResponse> password_page(const Context& context, base::HttpRequest request);
base::Co<base::HttpResponse> password_api(const Context& context, base::HttpRequest request);
base::Co<base::HttpResponse> account_api(const Context& context, base::HttpRequest request);
base::Co<base::HttpResponse> health(const Context& context, base::HttpRequest request);

// "<dl>…</dl>": servers and ports for mail clients.
std::string client_settings_html(const SiteSettings& settings);
// Seconds as Retry-After wants them, at least 1.
std::string retry_after(std::chrono::seconds wait);

}  // namespace webmail::http
