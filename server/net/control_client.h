// ControlClient: the command line's end of the control socket; blocking, one thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace server::net {

class ControlClient {
 public:
  // Errors: not_found (no socket there), unavailable (nobody listens), no_permission, io.
  static base::Result<ControlClient> connect(const std::string& path);
  ~ControlClient();
  ControlClient(ControlClient&& other) noexcept;
  ControlClient& operator=(ControlClient&& other) noexcept;

  // Adds the "\n". REQUIRES: no "\n" inside.
  base::Result<void> write_line(std::string_view line);
  base::Result<void> write(std::string_view bytes);
  // The next line without its end; nothing at the end of the stream. Errors: timeout, too_large (over 64 MiB), io.
  base::Result<std::optional<std::string>> read_line();
  // 0 = wait for ever (the default).
  void set_read_timeout(std::chrono::milliseconds timeout);

 private:
  explicit ControlClient(int fd);
  int fd_ = -1;
  std::string buffer_;
};

}  // namespace server::net
