// OpenSSL's error queue of this thread as text for the log. Internal to server/net.
#pragma once

#include <string>

namespace server::net {

// Empties the queue. "no detail" when it was empty.
std::string take_tls_errors();

}  // namespace server::net
