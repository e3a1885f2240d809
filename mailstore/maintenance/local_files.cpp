#include "mailstore/maintenance/local_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace mailstore {
namespace {

base::Error errno_error(const std::string& path, const char* what) {
  const int code = errno;
  const std::string detail = std::string(what) + " " + path + ": " + std::strerror(code);
  if (code == ENOENT || code == ENOTDIR)
    return base::Error::permanent(base::ErrorCode::not_found,
                                  {"Không có tệp " + path + ".", "There is no " + path + "."}, detail);
  if (code == EEXIST)
    return base::Error::permanent(base::ErrorCode::exists, {path + " đã có sẵn.", path + " is already there."}, detail);
  if (code == ENOSPC || code == EDQUOT)
    return base::Error::transient(base::ErrorCode::disk_full, {"Đĩa đầy.", "The disk is full."}, detail);
  if (code == EACCES || code == EPERM)
    return base::Error::permanent(base::ErrorCode::no_permission,
                                  {"Không được phép mở " + path + ".", "No permission for " + path + "."}, detail);
  return base::Error::permanent(base::ErrorCode::io,
                                {"Lỗi đọc ghi " + path + ".", "Reading or writing " + path + " failed."}, detail);
}

}  // namespace

base::Result<LocalFileInfo> local_file_info(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return errno_error(path, "stat");
  LocalFileInfo out;
  out.size = info.st_size;
  out.modified =
      base::Timestamp(static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1000000 + info.st_mtim.tv_nsec / 1000);
  out.directory = S_ISDIR(info.st_mode);
  out.regular = S_ISREG(info.st_mode);
  return out;
}

base::Result<LocalFile> LocalFile::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno_error(path, "open");
  return LocalFile(fd, path);
}

LocalFile::~LocalFile() {
  if (fd_ >= 0) ::close(fd_);
}

base::Result<std::string> LocalFile::read_at(std::int64_t offset, std::size_t size) const {
  std::string out(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t n = ::pread(fd_, out.data() + done, size - done, offset + static_cast<std::int64_t>(done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno_error(path_, "read");
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  out.resize(done);
  return out;
}

base::Result<std::string> read_local_file(const std::string& path, std::int64_t limit) {
  base::Result<LocalFileInfo> info = local_file_info(path);
  if (!info) return std::move(info).error();
  if (info->size > limit) {
    return base::Error::permanent(base::ErrorCode::too_large,
                                  {"Thư dài quá " + std::to_string(limit) + " byte.",
                                   "The message is longer than " + std::to_string(limit) + " bytes."},
                                  path);
  }
  base::Result<LocalFile> file = LocalFile::open(path);
  if (!file) return std::move(file).error();
  return file->read_at(0, static_cast<std::size_t>(info->size));
}

base::Result<void> write_local_file(const std::string& path, std::string_view bytes, base::Timestamp modified) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return errno_error(path, "create");
  base::Result<void> outcome;
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      outcome = errno_error(path, "write");
      break;
    }
    done += static_cast<std::size_t>(n);
  }
  struct timespec times[2]{};
  times[0].tv_sec = times[1].tv_sec = modified.seconds();
  times[0].tv_nsec = times[1].tv_nsec = (modified.us - modified.seconds() * 1000000) * 1000;
  if (outcome && ::futimens(fd, times) != 0) outcome = errno_error(path, "set time of");
  if (::close(fd) != 0 && outcome) outcome = errno_error(path, "close");
  return outcome;
}

}  // namespace mailstore
