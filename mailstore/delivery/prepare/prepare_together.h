// Several messages of one command made ready at once, on two threads of the parse pool: each of them is small, and a
// command may bring a thousand.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/async/pool.h"
#include "base/result.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/delivery/prepare/prepared_message.h"

namespace mailstore {

// One message, its bytes as they came; blocks.
using PrepareOne = std::function<base::Result<std::shared_ptr<PreparedMessage>>(std::string)>;

// How many of the first messages go together: two shares of about kPrepareInline octets, one message at least. What is
// made of them is in memory at once.
std::size_t count_together(std::span<const AppendMessage> messages);

// Takes the messages' bytes; answers as many, in their order. The first error ends it. REQUIRES: two messages at least.
base::Co<base::Result<PreparedMessages>> prepare_together(base::Pool& pool, std::span<AppendMessage> messages,
                                                          PrepareOne prepare);

}  // namespace mailstore
