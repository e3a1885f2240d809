// All settings of the program: one struct, one describe function (base/config). Value type.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/config/settings.h"
#include "base/result.h"
#include "directory/gate/gate.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/store/store_settings.h"
#include "policies/reminders/reminders.h"
#include "server/imap/session/imap_service.h"
#include "server/net/http/http_front.h"
#include "server/net/receive_memory.h"
#include "server/outbound/settings.h"
#include "server/smtp/settings.h"

namespace server {

struct ServerSettings {
  std::string hostname = "localhost";  // our name to other servers and in certificates
  std::string domain;                  // primary mail domain (of `init`; the directory holds all)
  std::vector<std::string> listen = {"0.0.0.0", "::"};
  std::int64_t port_base = 0;  // added to 25, 587, 465, 143, 993, 443
  bool demo = false;
  std::string certificate = "tls/server.pem";  // relative to the data directory
  std::string key = "tls/server.key";
  std::int64_t loops = 2;        // event-loop threads
  std::int64_t stop_grace = 20;  // seconds that sessions get to finish at SIGTERM
  std::string log_level = "info";
  net::ReceiveMemorySettings receive;  // memory for what is being received, by every door
};

struct StorageSettings {
  std::string url;  // database.url; "" = SQLite in the data directory
  std::int64_t readers = 2, writers = 4;
  std::int64_t disk_reserve_mib = 64;
};

struct OfficeSettings {
  std::string seals = "seals";  // folder of the offices' seals, relative to the data directory
  std::string pkcs11_module;    // PKCS#11 library for seals in tokens that name none
};

struct HttpSettings {
  std::vector<std::string> hosts;  // names besides hostname and mail domains under which people reach the pages
  net::HttpFrontOptions front;
};

// The morning's reminders of tasks (policies/reminders).
struct ReminderSettings {
  bool enabled = true;
  std::string at = "07:30";  // of the office's wall clock, on working days
  std::vector<std::string> days_before = {"3", "1"};
  bool on_the_day = true;
  bool daily_after = true;
  std::int64_t unaccepted_hours = 16, unassigned_hours = 16;
  std::vector<std::string> password_days = {"14", "7", "1"};
};

struct Settings {
  ServerSettings server;
  StorageSettings database;
  OfficeSettings office;
  ReminderSettings reminders;
  directory::GateSettings gate;
  mailstore::DeliverySettings delivery;
  mailstore::StoreSettings store;
  smtp::SmtpSettings smtp;
  imap::ImapSettings imap;
  HttpSettings http;
  outbound::OutboundSettings outbound;
  std::int64_t default_quota_mib = 5120;  // of new accounts, 0 = unlimited
};

// The one place where keys, ranges and sentences stand.
base::DescribeSettings describe(Settings& settings);

// Reads DIR/vanthu.toml. Errors: not_found, bad_input (exit code 78).
base::Result<Settings> load_settings(const std::string& file);

// Fills what follows from other settings (hostnames, limits that must agree, the password page's address).
void derive(Settings& settings);

// The rules of the morning's round and the minute of the day at which it goes out. REQUIRES: settings that
// load_settings() accepted.
struct ReminderRound {
  int minute = 0;  // 0 … 1439
  policies::reminders::ReminderRules rules;
};
ReminderRound reminder_round(const Settings& settings);

// The port of one service: base + standard.
std::uint16_t port_of(const ServerSettings& server, int standard);

}  // namespace server
