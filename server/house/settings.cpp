#include "server/house/settings.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "base/fs/file_system.h"
#include "base/http/request_target.h"

namespace server {

namespace {

// A chrono duration as a whole number of seconds.
template <class D>
void seconds(base::SettingVisitor& v, std::string_view key, D& field, std::int64_t least, std::int64_t most,
             std::string_view sentence) {
  auto value = static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::seconds>(field).count());
  v.integer(key, value, least, most, "seconds", sentence);
  field = std::chrono::seconds(value);
}

void mebibytes(base::SettingVisitor& v, std::string_view key, std::int64_t& octets, std::int64_t least,
               std::int64_t most, std::string_view sentence) {
  std::int64_t value = octets >> 20;
  v.integer(key, value, least, most, "MiB", sentence);
  octets = value << 20;
}

void describe_server(base::SettingVisitor& v, ServerSettings& s) {
  v.section("server", "Names, addresses, certificates.");
  v.text("hostname", s.hostname,
         "Our name to other servers, in the greeting, and for the certificate; must resolve to this machine.");
  v.text("domain", s.domain, "The primary mail domain; others are kept in the directory.");
  v.words("listen", s.listen, "IP addresses to listen on.");
  v.integer("port_base", s.port_base, 0, 64000, "",
            "Added to the standard ports 25, 587, 465, 143, 993 and 443; 0 = the standard ports.");
  v.boolean(
      "demo", s.demo,
      "A demonstration: allows sign-in without TLS from loopback, and --no-change; only with loopback addresses in listen, and never behind a proxy, which makes strangers look like this machine. Never for a real office.");
  v.text("certificate", s.certificate, "PEM file with the certificate chain; relative to the data directory.");
  v.text("key", s.key, "PEM file with the private key.");
  v.integer("loops", s.loops, 1, 64, "threads", "Event-loop threads.");
  v.integer("stop_grace", s.stop_grace, 0, 3600, "seconds",
            "How long sessions may finish their command when the server stops.");
  v.text("log_level", s.log_level, "debug, info, warning or error.");
  mebibytes(
      v, "receive_memory", s.receive.total, 256, 65536,
      "Memory for what is being received, by SMTP, IMAP and HTTPS together; a quarter is kept for people who signed in. At least twice receive_memory_per_source.");
  mebibytes(
      v, "receive_memory_per_source", s.receive.per_source, 64, 65536,
      "Of it, for one source (an IPv4 address, an IPv6 /64); a person who signed in may have twice as much. At least max_message and 16 MiB more.");
}

void describe_storage(base::SettingVisitor& v, StorageSettings& s, std::int64_t& quota_mib) {
  v.section("database", "Where everything but message bytes and the search index is kept.");
  v.text("url", s.url,
         "Empty: SQLite in the data directory. mysql://user:password@host:port/name for MySQL or MariaDB.");
  v.integer("readers", s.readers, 1, 32, "threads", "Reading threads and connections.");
  v.integer("writers", s.writers, 1, 64, "connections", "MySQL: connections for writing; SQLite has one writer.");
  v.integer("disk_reserve", s.disk_reserve_mib, 8, 1 << 20, "MiB",
            "Free space below which mail is refused with 452 until there is room again.");
  v.section("quota", "How much mail an account may hold.");
  v.integer("default", quota_mib, 0, 1 << 24, "MiB", "Quota of new accounts; 0 = unlimited.");
}

void describe_office(base::SettingVisitor& v, OfficeSettings& s) {
  v.section("office", "Signed documents of offices.");
  v.text(
      "seals", s.seals,
      "Folder of the seals: <unit code>.pem (certificates and key), or <unit code>.p11 (a pkcs11: URI) with <unit code>.crt; relative to the data directory.");
  v.text("pkcs11_module", s.pkcs11_module, "PKCS#11 library for seals in tokens whose URI names none.");
}

void describe_reminders(base::SettingVisitor& v, ReminderSettings& s) {
  v.section("reminders", "Reminders of tasks: on working days each person gets one mail of what is due.");
  v.boolean("enabled", s.enabled, "Whether reminders are sent.");
  v.text("at", s.at, "When, on the office's clock: HH:MM. A server that starts later sends them then.");
  v.words("days_before", s.days_before, "How many working days before the deadline, each 1 to 30.");
  v.boolean("on_the_day", s.on_the_day, "On the day of the deadline too.");
  v.boolean("daily_after", s.daily_after,
            "Each working day after it, to who must act and who gave the task; else once.");
  v.integer("unaccepted_hours", s.unaccepted_hours, 0, 400, "working hours",
            "After which the unit's head and clerk are told that a task was not accepted; 0 = never.");
  v.integer("unassigned_hours", s.unassigned_hours, 0, 400, "working hours",
            "After which the head is told that an accepted task was passed on to nobody; 0 = never.");
  v.words("password_days", s.password_days,
          "How many days before a password runs out its owner is told, each 1 to 30; [] = never.");
}

void describe_passwords(base::SettingVisitor& v, directory::GateSettings& s) {
  v.section("passwords", "The password rules and the gate. Defaults follow the notices of Vietnamese offices.");
  v.number("minimum_length", s.minimum_length, 6, 128, "characters", "Shortest password.");
  v.number("minimum_length_admin", s.minimum_length_admin, 6, 128, "characters",
           "Shortest password of an administrator.");
  v.number("classes", s.classes, 1, 4, "",
           "How many of lower case, upper case, digit and other characters must occur.");
  v.number("history", s.history, 0, 24, "passwords", "How many former passwords may not be used again.");
  v.number(
      "maximum_age", s.maximum_age_days, 0, 3650, "days",
      "Age at which a password must be changed at the latest; 0 = never. Each may run out up to 28 days earlier (at "
      "most a third), so that those who chose theirs in one week are not all shut out in one.");
  v.number("warn_before", s.warn_days, 0, 365, "days", "How long before that the owner is told.");
  v.number(
      "lockout_failures", s.lockout_failures, 1, 1000, "failures",
      "Wrong passwords for one account from one network (address, IPv6 /64) until it must wait there; four times as many from a whole /24 or /48.");
  v.number("lockout_minutes", s.lockout_minutes, 1, 1440, "minutes",
           "How long it must wait; also the longest of the growing waits below, which begin with one minute.");
  v.number(
      "account_failures", s.account_failures, 1, 100000, "failures",
      "Wrong passwords for one account from anywhere until networks it has not signed in from must wait, longer each time.");
  v.number(
      "source_failures", s.source_failures, 1, 100000, "failures",
      "Wrong passwords from one network over all accounts until accounts unknown there must wait, longer each time; this machine itself never.");
  v.number("known_network_days", s.known_network_days, 1, 365, "days",
           "How long a network counts as known to an account that signed in from it.");
  seconds(v, "failure_delay", s.failure_delay, 0, 30, "Before a wrong password is answered, at every door.");
  v.number("audit_refusal_days", s.audit_refusal_days, 0, 3650, "days",
           "How long audit rows of refused sign-ins are kept; all other rows stay. 0 = for ever.");
  v.number("one_time_hours", s.one_time_hours, 1, 2160, "hours", "How long an initial or reset password lives.");
  v.words("forbidden_words", s.forbidden_words, "The office's own default words that no password may contain.");
  v.text("page_url", s.password_page_url,
         "Address of the password page as people reach it; empty = made from hostname and port.");
  v.number("argon2_memory", s.argon2_memory_kib, 8192, 1 << 20, "KiB", "Memory of one Argon2id hash.");
  v.number("argon2_passes", s.argon2_passes, 1, 32, "passes", "Passes of one Argon2id hash.");
  v.number("hash_threads", s.hash_threads, 1, 64, "threads", "Threads that check passwords.");
  v.number(
      "hash_queue", s.hash_queue, 1, 100000, "sign-ins",
      "Sign-ins from unknown networks that may wait for a thread, sources in turn; beyond it whoever waits most is told to try later.");
}

void describe_smtp(base::SettingVisitor& v, smtp::SmtpSettings& s) {
  v.section("smtp", "Receiving mail: port 25 and submission.");
  mebibytes(v, "max_message", s.max_message_bytes, 1, 1024, "Largest message, also for IMAP APPEND.");
  v.number("max_recipients", s.max_recipients, 100, 100000, "recipients", "Of one message.");
  v.number("max_hops", s.max_hops, 25, 1000, "Received lines", "Beyond it a message counts as looping.");
  seconds(v, "command_timeout", s.command_timeout, 10, 3600, "Wait for the next command.");
  seconds(v, "data_timeout", s.data_timeout, 10, 3600, "Wait for the next bytes of a message.");
  seconds(v, "data_total_timeout", s.data_total_timeout, 60, 86400, "For one whole message.");
  seconds(v, "write_timeout", s.write_timeout, 10, 3600, "Until a client reads our answer.");
  v.number("max_errors", s.max_errors, 3, 1000, "commands", "Refused commands of one connection until it is closed.");
  v.number("max_auth_failures", s.max_auth_failures, 1, 20, "failures",
           "Failed sign-ins of one connection until it is closed.");
  v.number("connections_per_source", s.connections_per_source, 0, 10000, "connections",
           "From one address at the same time; 0 = no limit.");
  v.number("messages_per_source", s.messages_per_source, 0, 10000000, "messages per hour",
           "From one address on port 25; 0 = no limit.");
  v.number("recipients_per_source", s.recipients_per_source, 0, 10000000, "recipients per hour",
           "From one address on port 25; 0 = no limit.");
  v.number("messages_per_account", s.messages_per_account, 0, 10000000, "messages per hour",
           "Submitted by one account; 0 = no limit.");
  v.number("recipients_per_account", s.recipients_per_account, 0, 10000000, "recipients per hour",
           "Submitted by one account; 0 = no limit.");
  v.number("outside_recipients_per_account", s.outside_recipients_per_account, 0, 10000000, "recipients per hour",
           "At other domains, submitted by one account; 0 = no limit.");
  v.boolean(
      "limit_loopback", s.limit_loopback,
      "Whether the limits per source hold for this machine itself too. Behind a proxy on this machine everybody comes from it: then the limits bind all of them together, or nobody.");
  v.number("data_rate", s.data_rate, 0, 1 << 20, "octets per second",
           "Least rate of a message, over each minute; slower clients are cut off. 0 = none.");
  v.number(
      "max_idle_commands", s.max_idle_commands, 20, 1000000, "commands",
      "Commands of one connection that bring no mail forward (NOOP, HELP, RSET, …) until it is closed; one more is allowed each second.");
  v.former("memory_for_messages");  // [server] receive_memory
}

void describe_imap(base::SettingVisitor& v, imap::ImapSettings& s, mailstore::StoreSettings& store) {
  v.section("imap", "Reading mail.");
  v.boolean("starttls", s.starttls, "Offer STARTTLS on the plain port.");
  seconds(v, "sign_in_timeout", s.sign_in_timeout, 5, 3600, "From the greeting to the sign-in.");
  seconds(v, "idle_timeout", s.idle_timeout, 1800, 86400, "Without a command.");
  seconds(v, "write_timeout", s.write_timeout, 10, 3600, "Until a client reads our answer.");
  v.number("max_sign_in_failures", s.max_sign_in_failures, 1, 100, "failures", "Of one connection until it is closed.");
  v.number("max_bad_commands", s.max_bad_commands, 1, 1000, "commands",
           "Commands in a row that make no sense until the connection is closed.");
  v.number("max_line", s.max_line, 8192, 1 << 20, "octets", "One command without its literals.");
  v.number("literal_rate", s.literal_rate, 0, 1 << 20, "octets per second",
           "Least rate of a literal (a message of APPEND), over each minute; slower clients are cut off. 0 = none.");
  v.number("max_commands_before_sign_in", s.max_commands_before_sign_in, 10, 1000000, "commands",
           "Of one connection; then it is closed.");
  v.number("max_mailboxes", store.max_mailboxes, 100, 1000000, "mailboxes",
           "Of one account; beyond it no more are made.");
  v.former("memory_for_messages");  // [server] receive_memory
}

void describe_http(base::SettingVisitor& v, HttpSettings& s) {
  v.section("http", "The pages people open in a browser.");
  v.words(
      "hosts", s.hosts,
      "Names under which people reach the pages, besides hostname, the mail domains and the host of page_url; requests for another name get 421.");
  seconds(v, "idle_timeout", s.front.idle_timeout, 5, 3600, "Between two requests of a connection.");
  seconds(v, "head_timeout", s.front.head_timeout, 1, 300, "For the head of a request.");
  seconds(v, "body_timeout", s.front.body_timeout, 1, 86400, "For the whole body of a request.");
  v.number("body_rate", s.front.body_rate, 1, 1 << 20, "octets per second",
           "Least rate of a body, over each body_window; slower clients are cut off.");
  seconds(v, "body_window", s.front.body_window, 1, 300, "Over which body_rate is reckoned.");
  seconds(v, "write_timeout", s.front.write_timeout, 1, 3600, "Until a client takes more of our answer.");
  v.number("max_requests", s.front.max_requests, 1, 1000000, "requests", "Of one connection until it is closed.");
}

void describe_outbound(base::SettingVisitor& v, outbound::OutboundSettings& s, mailstore::DeliverySettings& d) {
  v.section("outbound", "Mail to other domains.");
  v.text("relay_host", s.relay.host, "A host that takes all outgoing mail; empty = the MX of each domain.");
  v.number("relay_port", s.relay.port, 1, 65535, "", "Its port.");
  v.text("relay_user", s.relay.user, "Account there; empty = none.");
  v.text("relay_password", s.relay.password, "Its password.");
  v.boolean("relay_tls_required", s.relay.tls_required, "Send nothing unless the relay proves itself by TLS.");
  v.number("port", s.port, 1, 65535, "", "Port of MX hosts.");
  v.number("connections", s.connections, 1, 1000, "connections", "At the same time.");
  v.number("connections_per_domain", s.connections_per_domain, 1, 100, "connections",
           "At the same time to one domain.");
  v.number("messages_per_connection", s.messages_per_connection, 1, 10000, "messages",
           "Sent over one connection before it is closed; 1 = a connection for each message.");
  seconds(v, "idle_close", s.idle_close, 0, 300,
          "How long a connection waits for another message to the same host; 0 = it is closed at once.");
  seconds(v, "delay_warning", s.delay_warning, 0, 30 * 86400, "Age at which the sender is warned once; 0 = never.");
  seconds(v, "give_up_after", s.give_up_after, 3600, 30 * 86400, "Age at which the sender gets a failure report.");
  v.section("delivery", "Delivery into mailboxes.");
  v.number("quota_warn_percent", d.quota_warn_percent, 0, 100, "percent",
           "Of the quota at which the owner gets one warning; 0 = none.");
}

// A DNS name or an IP address: nothing that could not stand in EHLO.
bool is_host(std::string_view name) {
  constexpr std::string_view kMore = "-._:[]";
  return !name.empty() && name.size() <= 255 && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMore.find(c) != std::string_view::npos;
  });
}

bool is_loopback(const std::string& ip) { return ip == "::1" || ip.starts_with("127."); }

base::Sentence no_host_name(const std::string& key, const std::string& value) {
  const std::string named = key + " \"" + value + "\"";
  return {named + " không phải tên máy.", named + " is no host name."};
}

// "07:30" → 450; nothing for what is no time of day.
std::optional<int> minute_of(std::string_view at) {
  const auto colon = at.find(':');
  auto digits = [](std::string_view text, int most) -> std::optional<int> {
    if (text.empty() || text.size() > 2 || text.find_first_not_of("0123456789") != std::string_view::npos)
      return std::nullopt;
    const int value = std::stoi(std::string(text));
    return value > most ? std::nullopt : std::optional<int>(value);
  };
  if (colon == std::string_view::npos || at.size() - colon != 3) return std::nullopt;
  const auto hour = digits(at.substr(0, colon), 23), minute = digits(at.substr(colon + 1), 59);
  if (!hour || !minute) return std::nullopt;
  return *hour * 60 + *minute;
}

std::optional<int> days_of(const std::string& text) {
  if (text.empty() || text.size() > 2 || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const int days = std::stoi(text);
  return days < 1 || days > 30 ? std::nullopt : std::optional<int>(days);
}

// What no range can say. Empty, or what is wrong.
base::Sentence wrong_words(const Settings& s) {
  constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};
  const std::string& level = s.server.log_level;
  if (std::find(kLevels.begin(), kLevels.end(), level) == kLevels.end())
    return {"server.log_level là debug, info, warning hoặc error, không phải \"" + level + "\".",
            "server.log_level is debug, info, warning or error, not \"" + level + "\"."};
  if (!is_host(s.server.hostname)) return no_host_name("server.hostname", s.server.hostname);
  if (s.server.listen.empty())
    return {"server.listen không ghi địa chỉ nào: không ai tới được máy chủ.",
            "server.listen names no address: nobody could reach the server."};
  for (const std::string& ip : s.server.listen) {
    if (s.server.demo && !is_loopback(ip))
      return {"server.demo cho đăng nhập không cần TLS, mà server.listen có \"" + ip +
                  "\", người khác tới được: bản trình diễn chỉ nghe ở 127.0.0.1 và ::1.",
              "server.demo lets people sign in without TLS, and server.listen has \"" + ip +
                  "\", which others can reach: a demonstration listens on 127.0.0.1 and ::1 only."};
  }
  if (!s.outbound.relay.host.empty() && !is_host(s.outbound.relay.host))
    return no_host_name("outbound.relay_host", s.outbound.relay.host);
  for (const std::string& host : s.http.hosts) {
    if (!base::http_host_name(host)) return no_host_name("http.hosts", host);
  }
  if (!minute_of(s.reminders.at))
    return {"reminders.at là giờ như 07:30, không phải \"" + s.reminders.at + "\".",
            "reminders.at is a time like 07:30, not \"" + s.reminders.at + "\"."};
  for (const std::string& days : s.reminders.days_before) {
    if (!days_of(days))
      return {"reminders.days_before là số ngày từ 1 đến 30, không phải \"" + days + "\".",
              "reminders.days_before has numbers of days from 1 to 30, not \"" + days + "\"."};
  }
  for (const std::string& days : s.reminders.password_days) {
    if (!days_of(days))
      return {"reminders.password_days là số ngày từ 1 đến 30, không phải \"" + days + "\".",
              "reminders.password_days has numbers of days from 1 to 30, not \"" + days + "\"."};
  }
  const std::string& page = s.gate.password_page_url;
  if (!page.empty() && !page.starts_with("https://") && !page.starts_with("http://"))
    return {"passwords.page_url phải bắt đầu bằng https://.", "passwords.page_url begins with https://."};
  return {};
}

}  // namespace

ReminderRound reminder_round(const Settings& all) {
  const ReminderSettings& settings = all.reminders;
  ReminderRound round;
  round.minute = minute_of(settings.at).value_or(7 * 60 + 30);
  round.rules.days_before.clear();
  for (const std::string& days : settings.days_before) {
    if (const auto number = days_of(days)) round.rules.days_before.push_back(*number);
  }
  round.rules.on_the_day = settings.on_the_day;
  round.rules.daily_after = settings.daily_after;
  round.rules.unaccepted_hours = static_cast<int>(settings.unaccepted_hours);
  round.rules.unassigned_hours = static_cast<int>(settings.unassigned_hours);
  round.rules.password.maximum_days = all.gate.maximum_age_days;
  round.rules.password.page = all.gate.password_page_url;
  round.rules.password.days.clear();
  for (const std::string& days : settings.password_days) {
    if (const auto number = days_of(days)) round.rules.password.days.push_back(*number);
  }
  return round;
}

base::DescribeSettings describe(Settings& settings) {
  return [&settings](base::SettingVisitor& v) {
    describe_server(v, settings.server);
    describe_storage(v, settings.database, settings.default_quota_mib);
    describe_office(v, settings.office);
    describe_reminders(v, settings.reminders);
    describe_passwords(v, settings.gate);
    describe_smtp(v, settings.smtp);
    describe_imap(v, settings.imap, settings.store);
    describe_http(v, settings.http);
    describe_outbound(v, settings.outbound, settings.delivery);
  };
}

std::uint16_t port_of(const ServerSettings& server, int standard) {
  return static_cast<std::uint16_t>(server.port_base + standard);
}

void derive(Settings& settings) {
  const std::string& hostname = settings.server.hostname;
  settings.gate.demo = settings.server.demo;
  settings.delivery.hostname = hostname;
  settings.delivery.max_message_bytes = settings.smtp.max_message_bytes;
  // Whoever may send the largest message must get it in, and must not need the whole purse for it.
  net::ReceiveMemorySettings& receive = settings.server.receive;
  receive.per_source = std::max(receive.per_source, settings.smtp.max_message_bytes + (16 << 20));
  receive.total = std::max(receive.total, 2 * receive.per_source);
  settings.smtp.hostname = hostname;
  settings.outbound.hostname = hostname;
  if (settings.outbound.report_from.empty()) settings.outbound.report_from = "mailer-daemon@" + settings.server.domain;
  if (settings.gate.password_page_url.empty()) {
    std::uint16_t port = port_of(settings.server, 443);
    settings.gate.password_page_url =
        "https://" + hostname + (port == 443 ? "" : ":" + std::to_string(port)) + "/password";
  }
}

base::Result<Settings> load_settings(const std::string& file) {
  auto fs = base::make_file_system();
  auto text = base::read_file(*fs, file, 1 << 20);
  if (!text) {
    return base::Error::permanent(
        text.error().code,
        {"Không đọc được tệp cấu hình " + file +
             ". Chưa thay đổi gì; hãy chạy `vanthu init --data DIR --domain DOMAIN --org NAME` trước, hoặc chỉ ra tệp bằng "
             "--config.",
         "The settings file " + file +
             " cannot be read. Nothing was changed. Run `vanthu init --data DIR "
             "--domain DOMAIN --org NAME` first, or name the file with --config."},
        text.error().detail_for_log);
  }
  Settings settings;
  auto read = base::read_settings(file, *text, describe(settings));
  if (!read) return read.error();
  if (const base::Sentence wrong = wrong_words(settings); !wrong.empty()) {
    return base::Error::permanent(base::ErrorCode::bad_input,
                                  {file + ": cấu hình sai: " + wrong.vi + " Chưa thay đổi gì; hãy sửa tệp rồi thử lại.",
                                   file + ": " + wrong.en + " Nothing was changed; correct the file and try again."});
  }
  derive(settings);
  return settings;
}

}  // namespace server
