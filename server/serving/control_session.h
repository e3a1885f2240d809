// The daemon's end of the control socket: one coroutine per connection on a loop, the command itself on a pool thread.
#pragma once

#include <memory>
#include <stop_token>

#include "base/async/pool.h"
#include "base/async/stream.h"
#include "server/house/house.h"

namespace server {

// Reads a request, runs it against `house`, carries its words and files, ends with the exit code. A client that goes
// away does not stop its command. `house` and `pool` outlive it.
base::Co<void> serve_control(House& house, base::Pool& pool, std::unique_ptr<base::Stream> stream,
                             std::stop_token stop);

}  // namespace server
