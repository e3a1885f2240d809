// SmtpService: serves SMTP connections, one coroutine each; shared by port 25, 587 and 465. What a session may do
// depends on its SmtpMode. Thread-safe: each session stays on the executor that started serve().
#pragma once

#include <memory>

#include "base/async/co.h"
#include "base/async/pool.h"
#include "base/async/receive_lease.h"
#include "base/async/stream.h"
#include "base/clock.h"
#include "directory/gate/gate.h"
#include "mailstore/delivery/delivery.h"
#include "server/smtp/settings.h"

namespace server::smtp {

// All outlive the service.
struct SmtpParts {
  mailstore::Delivery& delivery;
  directory::Gate& gate;
  directory::Directory& directory;
  const base::Clock& clock;
  base::ReceivePool& memory;  // for messages being received; shared with the other doors
  base::Pool& parse_pool;     // looks at what is large
};

class SmtpService {
 public:
  SmtpService(SmtpParts parts, SmtpSettings settings);
  ~SmtpService();  // REQUIRES: no session is running
  SmtpService(const SmtpService&) = delete;
  SmtpService& operator=(const SmtpService&) = delete;

  // Speaks SMTP until the client quits, goes away, is thrown out, or stop() is called. Never throws.
  // For SmtpMode::submissions the stream has finished its TLS handshake.
  base::Co<void> serve(std::unique_ptr<base::Stream> stream, SmtpMode mode);

  // Graceful stop, thread-safe: idle sessions get 421 4.3.2 now, busy ones after the command they are in.
  void stop();
  // Sessions open now. Thread-safe.
  std::size_t sessions() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace server::smtp
