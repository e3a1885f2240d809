#include "server/serving/listeners.h"

#include <vector>

#include "base/http/request_target.h"
#include "base/log.h"
#include "server/cli/run/data_directory.h"
#include "server/cli/run/listen_addresses.h"
#include "server/imap/session/imap_service.h"
#include "server/net/http/http_front.h"
#include "server/net/listener.h"
#include "server/net/receive_memory.h"
#include "server/smtp/service.h"
#include "webmail/http/site.h"

namespace server {

namespace {

// Why a port is not open, and what to do; the lower floor names the port only.
base::Error not_open(const base::Error& why) {
  using base::ErrorCode;
  auto say = [&](ErrorCode code, const std::string& vi, const std::string& en) {
    const base::Sentence at = base::in_words(why);
    return base::Error::permanent(code,
                                  {"Máy chủ chưa chạy, dữ liệu không thay đổi: " + vi + " " + at.vi,
                                   at.en + " " + en + " The server does not run; nothing was changed."},
                                  why.detail_for_log);
  };
  switch (why.code) {
    case ErrorCode::exists:
      return say(
          ErrorCode::unavailable,
          "một cổng đang do chương trình khác dùng. Hãy dừng chương trình đó (`ss -ltnp` cho xem), hoặc sửa port_base hay listen.",
          "Another program uses the port: stop it (`ss -ltnp` shows it), or change port_base or listen.");
    case ErrorCode::no_permission:
      return say(
          ErrorCode::no_permission,
          "không được phép mở cổng dưới 1024. Hãy chạy bằng packaging/systemd/vanthu.service, hoặc cấp quyền CAP_NET_BIND_SERVICE.",
          "Ports below 1024 need a right: run it by packaging/systemd/vanthu.service, or give CAP_NET_BIND_SERVICE.");
    default:
      return say(ErrorCode::bad_input, "không mở được địa chỉ ghi ở [server] listen. Hãy xem lại các địa chỉ.",
                 "Look at the addresses of [server] listen.");
  }
}

// The files of [server] certificate and key.
base::Error no_certificate(const base::Error& why, const std::string& chain, const std::string& key) {
  using base::ErrorCode;
  const std::string files = "[server] certificate " + chain + ", key " + key;
  auto say = [&](const std::string& vi, const std::string& en) {
    return base::Error::permanent(why.code,
                                  {"Máy chủ chưa chạy, dữ liệu không thay đổi: " + vi + " (" + files + ")",
                                   en + " (" + files + ") The server does not run; nothing was changed."},
                                  why.detail_for_log);
  };
  const std::string user = cli::working_user();
  switch (why.code) {
    case ErrorCode::no_permission:
      return say(
          "người dùng " + user +
              " không đọc được chứng thư hoặc khóa TLS. Hãy để chương trình gia hạn chép hai tệp vào thư mục tls/ của dữ liệu, chủ sở hữu là " +
              user + ", mode 0600 (README bước 4).",
          "The user " + user +
              " may not read the TLS certificate or key. Let the renewal copy both into tls/ of the data directory, owned by " +
              user + ", mode 0600 (README step 4).");
    case ErrorCode::not_found:
      return say(
          "không có tệp chứng thư hoặc khóa TLS, hoặc dịch vụ không thấy nó (/home, /root và /tmp bị che). Hãy xem lại đường dẫn, hoặc chép vào thư mục tls/ của dữ liệu (README bước 4).",
          "There is no TLS certificate or key there, or the service does not see it (/home, /root and /tmp are hidden from it). Check the paths, or copy both into tls/ of the data directory (README step 4).");
    default:
      return say(
          "chứng thư hoặc khóa TLS không dùng được: cần hai tệp PEM, chuỗi chứng thư và khóa của chính nó, không có mật khẩu.",
          "The TLS certificate or key is of no use: two PEM files are needed, the chain and its own key without a pass phrase.");
  }
}

}  // namespace

struct Listeners::State {
  State(House& house)
      : receive(house.settings.server.receive),
        smtp({*house.delivery, *house.gate, *house.directory, house.clock, receive, *house.parse_pool},
             house.settings.smtp),
        imap({house.store->mailboxes(), house.store->selected(), house.store->contents(), house.store->signals(),
              *house.delivery, *house.gate, *house.directory, house.clock, receive, house.substring.get()},
             house.settings.imap),
        site({*house.gate, *house.directory, house.clock, receive}, site_settings(house)),
        http(site, house.clock, house.settings.http.front) {}

  static webmail::http::SiteSettings site_settings(const House& house) {
    webmail::http::SiteSettings settings;
    settings.hostname = house.settings.server.hostname;
    settings.imaps_port = port_of(house.settings.server, 993);
    settings.submissions_port = port_of(house.settings.server, 465);
    settings.hosts = house.settings.http.hosts;
    // Where people are sent to change their password is a name of ours, whatever it is.
    const std::string& page = house.settings.gate.password_page_url;
    const std::size_t scheme = page.find("://");
    const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
    const auto name = base::http_host_name(std::string_view(page).substr(begin, page.find('/', begin) - begin));
    if (name) settings.hosts.push_back(*name);
    return settings;
  }

  net::ReceiveMemory receive;  // of all doors together
  smtp::SmtpService smtp;
  imap::ImapService imap;
  webmail::http::Site site;
  net::HttpFront http;
  std::shared_ptr<net::TlsSource> tls;
  std::vector<std::string> addresses;
  std::vector<std::unique_ptr<net::Listener>> listeners;

  base::Result<void> add(House& house, net::LoopGroup& loops, const char* name, int standard_port, bool implicit_tls,
                         std::string refusal, net::SessionHandler handler) {
    net::ListenerOptions options;
    options.name = name;
    for (const std::string& ip : addresses) {
      options.endpoints.push_back({ip, port_of(house.settings.server, standard_port)});
    }
    options.tls = tls;
    options.implicit_tls = implicit_tls;
    options.refusal = std::move(refusal);
    auto listener = net::Listener::open(loops, std::move(options), std::move(handler));
    if (!listener) return not_open(listener.error());
    listeners.push_back(std::move(*listener));
    return {};
  }
};

Listeners::Listeners() = default;

Listeners::~Listeners() {
  if (state_) stop(std::chrono::seconds(0));
}

base::Result<std::unique_ptr<Listeners>> Listeners::open(House& house, net::LoopGroup& loops) {
  const ServerSettings& server = house.settings.server;
  std::unique_ptr<Listeners> listeners(new Listeners);
  listeners->state_ = std::make_unique<State>(house);
  State& state = *listeners->state_;
  auto context = net::TlsContext::load({{house.path(server.certificate), house.path(server.key)}});
  if (!context) return no_certificate(context.error(), house.path(server.certificate), house.path(server.key));
  state.addresses = cli::present_addresses(server.listen);
  state.tls = std::make_shared<net::TlsSource>(*context);

  auto smtp_handler = [&state](smtp::SmtpMode mode) {
    return [&state, mode](std::unique_ptr<base::Stream> stream, std::stop_token) {
      return state.smtp.serve(std::move(stream), mode);
    };
  };
  auto imap_handler = [&state](std::unique_ptr<base::Stream> stream, std::stop_token) {
    return state.imap.serve(std::move(stream));
  };
  auto http_handler = [&state](std::unique_ptr<base::Stream> stream, std::stop_token stop) {
    return state.http.serve(std::move(stream), stop);
  };
  const char* smtp_refusal = "421 4.7.0 Too many connections; please try again later\r\n";
  const char* imap_refusal = "* BYE [UNAVAILABLE] Too many connections; please try again later\r\n";
  struct {
    const char* name;
    int port;
    bool implicit_tls;
    const char* refusal;
    net::SessionHandler handler;
  } ports[] = {
      {"smtp", 25, false, smtp_refusal, smtp_handler(smtp::SmtpMode::port25)},
      {"submission", 587, false, smtp_refusal, smtp_handler(smtp::SmtpMode::submission)},
      {"submissions", 465, true, "", smtp_handler(smtp::SmtpMode::submissions)},
      {"imap", 143, false, imap_refusal, imap_handler},
      {"imaps", 993, true, "", imap_handler},
      {"https", 443, true, "", http_handler},
  };
  for (auto& port : ports) {
    auto added =
        state.add(house, loops, port.name, port.port, port.implicit_tls, port.refusal, std::move(port.handler));
    if (!added) return added.error();
  }
  return listeners;
}

base::Result<void> Listeners::reload_certificates(const std::string& chain_file, const std::string& key_file) {
  auto context = net::TlsContext::load({{chain_file, key_file}});
  if (!context) return context.error();
  state_->tls->replace(*context);
  return {};
}

void Listeners::stop(std::chrono::milliseconds grace) {
  for (auto& listener : state_->listeners) listener->stop();
  state_->smtp.stop();
  state_->imap.stop();
  for (auto& listener : state_->listeners) listener->wait_drained(grace);
  state_->listeners.clear();
}

}  // namespace server
