// Site: the pages and small APIs of the web door: start page, password page (without JavaScript), password API, account
// check, health. Requests come in as heads and readers (base/http), so tests need no socket. Thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/async/receive_lease.h"
#include "base/clock.h"
#include "base/http/handler.h"
#include "directory/gate/gate.h"
#include "directory/people/directory.h"

namespace webmail::http {

// What the pages tell people about mail clients.
struct SiteSettings {
  std::string hostname;  // of the mail server, for IMAP and SMTP
  std::uint16_t imaps_port = 993;
  std::uint16_t submissions_port = 465;
  std::vector<std::string> hosts;  // names besides it and the mail domains under which people reach the pages
};

// All outlive the site.
struct SiteParts {
  directory::Gate& gate;
  directory::Directory& directory;
  const base::Clock& clock;
  base::ReceivePool& memory;  // for bodies; shared with the other doors
};

class Site final : public base::HttpHandler {
 public:
  Site(SiteParts parts, SiteSettings settings);
  ~Site() override;
  base::Co<base::HttpBegun> begin(base::HttpHead head) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace webmail::http
