#include "server/net/unix_address.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace server::net {

base::Result<UnixAddress> UnixAddress::of(const std::string& path) {
  UnixAddress out;
  out.address_.sun_family = AF_UNIX;
  std::string name = path;
  if (name.size() >= sizeof out.address_.sun_path) {
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
    out.folder_ = Descriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!out.folder_) {
      return base::Error::permanent(
          base::ErrorCode::not_found,
          {"Không có thư mục của socket điều khiển.", "The folder of the control socket is not there."},
          folder + ": " + std::strerror(errno));
    }
    name = "/proc/self/fd/" + std::to_string(out.folder_.get()) + "/" + path.substr(slash + 1);
  }
  if (name.empty() || name.size() >= sizeof out.address_.sun_path) {
    return base::Error::permanent(base::ErrorCode::bad_input,
                                  {"Tên của socket điều khiển quá dài.", "The name of the control socket is too long."},
                                  path);
  }
  std::memcpy(out.address_.sun_path, name.data(), name.size());
  return out;
}

}  // namespace server::net
