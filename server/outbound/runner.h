// Runner: sends what is due in the outgoing queue, records the outcome, tells the sender (delay, failure, success
// reports). Reads the queue by state and due time, so that a crash or a lost wake-up loses nothing. One per process;
// the object belongs to the executor that runs run(); stop() and wake() are thread-safe.
#pragma once

#include <memory>

#include "base/async/co.h"
#include "base/clock.h"
#include "base/ids.h"
#include "directory/people/directory.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/delivery/queue/queue.h"
#include "mailstore/store/contents.h"
#include "server/outbound/connector.h"
#include "server/outbound/settings.h"

namespace server::outbound {

// All outlive the runner.
struct OutboundParts {
  mailstore::Queue& queue;
  mailstore::Contents& contents;
  mailstore::Delivery& delivery;
  directory::Directory& directory;
  const base::Clock& clock;
  base::IdMaker& ids;
  Connector& connector;
  Resolver& resolver;
};

class Runner {
 public:
  Runner(OutboundParts parts, OutboundSettings settings);
  ~Runner();  // REQUIRES: run() has returned or was never started
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Runs until stop(): takes due items, waits for the next due time or a wake-up in between. Attempts that are under
  // way at stop() are waited for.
  base::Co<void> run();
  // One pass: takes what is due now, tries all of it and waits for the outcome. Answers how many items were tried.
  // For tests and the command line; REQUIRES: run() is not running.
  base::Co<std::size_t> run_once();

  void stop();
  void wake();  // also hooked to Queue::on_new by run()

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace server::outbound
