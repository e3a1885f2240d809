// The names under which this server may be asked for pages. Pure.
#pragma once

#include "base/http/head.h"
#include "directory/people/directory.h"
#include "webmail/http/site.h"

namespace webmail::http {

// Whether whom the request is for (name or address, with or without a port) is our hostname, one of our mail domains,
// one of SiteSettings::hosts, or this machine itself (localhost, 127.0.0.1, [::1]). A page that another name brought
// here (DNS rebinding, a stale proxy) must not be served as ours. Also true for HTTP/1.0 without Host: monitors send
// that, no browser does.
bool is_own_name(const base::HttpHead& head, const SiteSettings& settings, const directory::DirectoryView& view);

}  // namespace webmail::http
