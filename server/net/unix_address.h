// UnixAddress: a socket path of any length as a sockaddr_un. Internal to server/net.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <string>

#include "base/result.h"
#include "server/net/descriptor.h"

namespace server::net {

class UnixAddress {
 public:
  // A path longer than sun_path is named through an open descriptor of its folder (/proc/self/fd/N/name), which lives
  // as long as this object. Errors: not_found (the folder), bad_input (the name alone is too long).
  static base::Result<UnixAddress> of(const std::string& path);
  const sockaddr* native() const { return reinterpret_cast<const sockaddr*>(&address_); }
  socklen_t length() const { return sizeof address_; }

 private:
  Descriptor folder_;
  sockaddr_un address_{};
};

}  // namespace server::net
