// `vanthu serve`: opens the house, the listeners, the indexer, the outgoing queue and the control socket; waits for
// signals.
#pragma once

#include <string>

#include "base/result.h"

namespace server {

// Blocks until SIGTERM or SIGINT; SIGHUP reads certificates and settings again (reload.h). Prints `ready` when all
// listeners are open. REQUIRES: called on the main thread before others are made (signals are blocked for all of them).
base::Result<int> serve(const std::string& settings_file);

}  // namespace server
