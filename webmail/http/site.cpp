#include "webmail/http/site.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "webmail/http/endpoints.h"
#include "webmail/http/html.h"
#include "webmail/http/own_names.h"
#include "webmail/http/request_checks.h"
#include "webmail/http/whole_exchange.h"

namespace webmail::http {

namespace {

using Limits = base::HttpExchange::Limits;

enum Methods : unsigned char { kGet = 1, kPost = 2 };  // GET stands for HEAD too

enum class Needs : unsigned char {
  nothing,
  own_origin,  // no page of another site made the browser ask
};

// What is known of a request before its body: a row for each path and set of methods.
struct Route {
  std::string_view path;
  unsigned char methods;
  Limits limits;
  Needs needs;
  std::unique_ptr<base::HttpExchange> (*make)(const Context& context, base::HttpHead head, Limits limits);
};

template <WholeExchange::Endpoint endpoint>
std::unique_ptr<base::HttpExchange> whole(const Context& context, base::HttpHead head, Limits limits) {
  return std::make_unique<WholeExchange>(context, std::move(head), limits, endpoint);
}

constexpr Limits kNoBody{};
constexpr Limits kForm{.body = 16 * 1024};  // a form, a small JSON request; nobody has signed in for it

constexpr Route kRoutes[] = {
    {"/", kGet, kNoBody, Needs::nothing, whole<start_page>},
    {"/style.css", kGet, kNoBody, Needs::nothing, whole<style_sheet>},
    {"/health", kGet, kNoBody, Needs::nothing, whole<health>},
    {"/password", kGet, kNoBody, Needs::nothing, whole<password_page>},
    {"/password", kPost, kForm, Needs::own_origin, whole<password_page>},
    {"/api/password", kPost, kForm, Needs::own_origin, whole<password_api>},
    {"/api/account", kGet, kNoBody, Needs::own_origin, whole<account_api>},
};

unsigned char method_of(std::string_view method) {
  if (method == "GET" || method == "HEAD") return kGet;
  return method == "POST" ? kPost : 0;
}

base::HttpReply not_found() {
  Page page{"Không có trang này", "There is no such page", "<p><a href=\"/\">Về trang đầu / Start page</a></p>"};
  return render_page(404, page);
}

// RFC 9110 §15.5.20.
base::HttpReply not_our_name(const Context& context) {
  const std::string url = escape_html(context.parts.gate.settings().password_page_url);
  Page page{"Không phải địa chỉ của máy chủ này", "Not an address of this server", {}};
  page.body =
      "<div class=\"box\">" +
      two_languages("Tên máy trong địa chỉ đang mở không phải tên của máy chủ này, nên không có trang nào được đưa ra.",
                    "The name in the address you opened is no name of this server, so it shows no page under it.") +
      "</div><p><a href=\"" + url + "\">" + url + "</a></p>" +
      two_languages("Quản trị viên: nếu đó là tên đúng, hãy thêm vào hosts ở phần [http] của vanthu.toml.",
                    "Administrators: if the name is right, add it to hosts in [http] of vanthu.toml.");
  return render_page(421, page);
}

}  // namespace

struct Site::State {
  Context context;
};

Site::Site(SiteParts parts, SiteSettings settings)
    : state_(std::make_unique<State>(State{{parts, std::move(settings)}})) {}
Site::~Site() = default;

base::Co<base::HttpBegun> Site::begin(base::HttpHead head) {
  const Context& context = state_->context;
  if (!is_own_name(head, context.settings, *context.parts.directory.view())) co_return not_our_name(context);
  const unsigned char method = method_of(head.method);
  const Route* found = nullptr;
  unsigned char allowed = 0;
  for (const Route& route : kRoutes) {
    if (route.path != head.path) continue;
    allowed |= route.methods;
    if (route.methods & method) found = &route;
  }
  if (allowed == 0) co_return not_found();
  if (!found) {
    co_return method_not_allowed(allowed == kPost ? "POST" : allowed == kGet ? "GET, HEAD" : "GET, HEAD, POST");
  }
  if (found->needs == Needs::own_origin && !same_origin(head)) co_return refuse_foreign_origin();
  co_return found->make(context, std::move(head), found->limits);
}

std::string retry_after(std::chrono::seconds wait) { return std::to_string(std::max<std::int64_t>(wait.count(), 1)); }

}  // namespace webmail::http
