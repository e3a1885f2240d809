#include "webmail/http/own_names.h"

#include <algorithm>
#include <string>

#include "base/http/request_target.h"
#include "base/text/case.h"

namespace webmail::http {

bool is_own_name(const base::HttpHead& head, const SiteSettings& settings, const directory::DirectoryView& view) {
  if (head.host.empty() && head.minor_version == 0 && !head.headers.has("Host")) return true;
  const auto name = base::http_host_name(head.host);
  if (!name) return false;
  if (*name == "localhost" || *name == "127.0.0.1" || *name == "[::1]") return true;
  auto is_it = [&](const std::string& ours) { return base::equals_ignoring_case(*name, ours); };
  return is_it(settings.hostname) || std::any_of(settings.hosts.begin(), settings.hosts.end(), is_it) ||
         std::any_of(view.domains().begin(), view.domains().end(), is_it);
}

}  // namespace webmail::http
