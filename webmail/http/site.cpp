#include "webmail/http/site.h"

#include <algorithm>
#include <string_view>

#include "webmail/http/endpoints.h"
#include "webmail/http/html.h"
#include "webmail/http/request_checks.h"

namespace webmail::http {

namespace {

struct Route {
  std::string_view path;
  bool get, post;
  base::Co<base::HttpResponse> (*run)(const Context& context, base::HttpRequest request);
};
constexpr Route kRoutes[] = {
    {"/", true, false, start_page},
    {"/password", true, true, password_page},
    {"/api/password", false, true, password_api},
    {"/api/account", true, false, account_api},
    {"/health", true, false, health},
};

base::HttpResponse not_found() {
  Page page{"Không có trang này", "There is no such page", "<p><a href=\"/\">Về trang đầu / Start page</a></p>"};
  return render_page(404, page);
}

}  // namespace

struct Site::State {
  Context context;
};

Site::Site(SiteParts parts, SiteSettings settings) : state_(std::make_unique<State>(State{{parts, std::move(settings)}})) {}
Site::~Site() = default;

base::Co<base::HttpResponse> Site::handle(base::HttpRequest request) {
  bool get = request.method == "GET" || request.method == "HEAD";
  bool post = request.method == "POST";
  if (request.path == "/style.css") {
    if (!get) co_return method_not_allowed("GET, HEAD");
    co_return style_sheet();
  }
  auto route = std::find_if(std::begin(kRoutes), std::end(kRoutes), [&](const Route& r) { return r.path == request.path; });
  if (route == std::end(kRoutes)) co_return not_found();
  bool allowed = (get && route->get) || (post && route->post);
  if (!allowed) co_return method_not_allowed(route->get ? (route->post ? "GET, HEAD, POST" : "GET, HEAD") : "POST");
  if (post && !same_origin(request)) co_return refuse_foreign_origin();
  if (request.body.size() > kMaxForm) co_return base::HttpResponse::text(413, "Too large\n");
  co_return co_await route->run(state_->context, std::move(request));
}

std::string retry_after(std::chrono::seconds wait) { return std::to_string(std::max<std::int64_t>(wait.count(), 1)); }

}  // namespace webmail::http
