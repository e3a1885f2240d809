#include "server/house/data_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace server {

base::Result<DataLock> DataLock::take(const std::string& data_directory) {
  const std::string path = data_directory + "/lock";
  int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return base::Error::permanent(
        errno == EACCES || errno == EROFS ? base::ErrorCode::no_permission : base::ErrorCode::io,
        {"Không mở được " + path + ". Chưa thay đổi gì; hãy xem chủ sở hữu và quyền của thư mục, và ổ đĩa.",
         path + " cannot be opened: " + std::strerror(errno) +
             ". Nothing was changed. Check the directory's owner and rights, and the disk."});
  }
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return base::Error::transient(
        base::ErrorCode::busy,
        {"Một tiến trình vanthu khác đang mở " + data_directory +
             ". Chưa thay đổi gì. Nếu đó là một lệnh, hãy đợi; nếu là máy chủ thì nó đang phục vụ, "
             "hoặc đang khởi động hay dừng.",
         "Another vanthu process has " + data_directory +
             " open. Nothing was changed. If it is a command, wait for it. If it is the server, it serves already, or is just starting or stopping."});
  }
  return DataLock(fd);
}

DataLock::DataLock(DataLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

DataLock& DataLock::operator=(DataLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

DataLock::~DataLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace server
