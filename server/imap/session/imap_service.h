// ImapService: IMAP4rev1 and its extensions over base::Stream; one serve() per connection. Knows no sockets: server/net
// hands it streams, tests hand it a memory pipe. Thread-safe: serve() runs on many loops at once, each session stays on
// its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/async/co.h"
#include "base/async/receive_lease.h"
#include "base/async/stream.h"
#include "base/clock.h"
#include "base/ids.h"
#include "directory/gate/gate.h"
#include "directory/people/directory.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/store/change_signals.h"
#include "mailstore/store/contents.h"
#include "mailstore/store/mailboxes/mailboxes.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/text_candidates.h"

namespace server::imap {

// All outlive the service.
struct ImapParts {
  mailstore::Mailboxes& mailboxes;
  mailstore::SelectedMail& mail;
  mailstore::Contents& contents;
  mailstore::ChangeSignals& changes;
  mailstore::Delivery& delivery;
  directory::Gate& gate;
  directory::Directory& directory;
  const base::Clock& clock;
  base::ReceivePool& memory;                        // for the bytes of APPEND; shared with the other doors
  mailstore::TextCandidates* candidates = nullptr;  // of SEARCH by text; without it every message is looked at
};

struct ImapSettings {
  bool starttls = true;                        // announced on plain connections; needs a certificate
  std::chrono::seconds sign_in_timeout{60};    // from the greeting to the sign-in. 5 … 3600
  std::chrono::seconds idle_timeout{30 * 60};  // without a command (RFC 9051 §5.4: at least 30 minutes). 1800 … 86400
  std::chrono::seconds write_timeout{5 * 60};    // a client that does not read. 10 … 3600
  int max_sign_in_failures = 5;                  // per connection, then BYE. 1 … 100
  int max_bad_commands = 20;                     // in a row, then BYE. 1 … 1000
  std::size_t max_line = 64 * 1024;              // octets of one command without its literals. 8192 … 1048576
  std::size_t max_argument_literal = 64 * 1024;  // octets of a literal that is no message. 1024 … 1048576
  int max_commands_before_sign_in = 100;         // per connection, then BYE. 10 … 1000000
  int literal_rate = 1024;  // octets a second that a literal must bring, over each minute; 0 = no least rate. 0 … 1 MiB
};

class ImapService {
 public:
  ImapService(ImapParts parts, ImapSettings settings);
  ~ImapService();  // REQUIRES: every serve() has returned.
  ImapService(const ImapService&) = delete;
  ImapService& operator=(const ImapService&) = delete;

  // Greets and serves one connection until its end; closes the stream. Never fails: what goes wrong is told and logged.
  base::Co<void> serve(std::unique_ptr<base::Stream> stream);

  // Graceful stop: every session says BYE after the command it runs; later ones are greeted with BYE. Thread-safe.
  void stop();
  // Sessions being served. Thread-safe.
  std::size_t sessions() const;

  struct Shared;  // what all sessions of this service share; for server/imap only

 private:
  std::unique_ptr<Shared> shared_;
};

}  // namespace server::imap
