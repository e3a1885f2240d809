// GET /: where to change the password and what to type into a mail client.  GET /health: for monitors.
#include "webmail/http/endpoints.h"
#include "webmail/http/html.h"

namespace webmail::http {

namespace {

std::string row(std::string_view name, std::string_view value) {
  return "<dt>" + std::string(name) + "</dt><dd>" + escape_html(value) + "</dd>";
}

}  // namespace

std::string client_settings_html(const SiteSettings& settings) {
  const std::string host = settings.hostname;
  return "<h2>Cài đặt cho phần mềm thư</h2><p class=\"en\" lang=\"en\">Settings for mail programs (Thunderbird, Outlook, phones)</p><dl>" +
         row("Tên đăng nhập / User name", "địa chỉ thư đầy đủ / your full address") +
         row("Nhận thư / Incoming", "IMAP: " + host + ", " + std::to_string(settings.imaps_port) + ", SSL/TLS") +
         row("Gửi thư / Outgoing", "SMTP: " + host + ", " + std::to_string(settings.submissions_port) + ", SSL/TLS") +
         row("Xác thực / Sign-in", "mật khẩu thường / normal password") + "</dl>";
}

base::Co<base::HttpReply> start_page(const Context& context, Request) {
  auto view = context.parts.directory.view();
  std::string domain = view->domains().empty() ? context.settings.hostname : view->domains().front();
  Page page;
  page.title_vi = "Thư điện tử " + domain;
  page.title_en = "Mail of " + domain;
  page.body =
      "<div class=\"box\">" +
      two_languages(
          "Mật khẩu được cấp lần đầu chỉ dùng được một lần, để đổi sang mật khẩu của riêng Anh/Chị. Hãy đổi mật khẩu trước khi mở thư.",
          "The password you were given works only once, to choose one of your own. Change it before you open your mail.") +
      "</div><p><a class=\"button\" href=\"/password\">Đổi mật khẩu / Change password</a></p>" +
      client_settings_html(context.settings);
  co_return render_page(200, page);
}

base::Co<base::HttpReply> health(const Context&, Request) { co_return base::HttpReply::text(200, "ok\n"); }

}  // namespace webmail::http
