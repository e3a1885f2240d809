#include "server/cli/run/local_io.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/fs/file_system.h"
#include "server/cli/run/data_directory.h"
#include "server/cli/run/reach.h"

namespace server::cli {

namespace {

constexpr std::int64_t kFileLimit = 256 << 20;

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;  // nobody reads any more
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

base::Error file_error(base::ErrorCode code, const std::string& path, const char* vi, const char* en, int number) {
  return base::Error::permanent(code, {path + ": " + vi + "; hãy xem quyền của thư mục và chỗ trống trên ổ đĩa.",
                                       path + ": " + en + ": " + std::strerror(number) +
                                           ". Check the rights of the folder and the room on the disk."});
}

}  // namespace

LocalIo::~LocalIo() { end_progress(); }

void LocalIo::end_progress() {
  if (in_progress_) write_all(STDERR_FILENO, "\r\x1b[K");
  in_progress_ = false;
}

void LocalIo::out(std::string_view text) {
  end_progress();
  write_all(STDOUT_FILENO, text);
}

void LocalIo::err(std::string_view text) {
  end_progress();
  write_all(STDERR_FILENO, text);
}

void LocalIo::progress(std::string_view text) {
  if (!terminal_) return;
  write_all(STDERR_FILENO, "\r\x1b[K" + std::string(text));
  in_progress_ = true;
}

base::Result<std::string> LocalIo::read_file(const std::string& path) {
  AsCaller rights;
  auto fs = base::make_file_system();
  auto bytes = base::read_file(*fs, path, kFileLimit);
  if (!bytes) {
    return base::Error::permanent(
        bytes.error().code,
        {"Không đọc được tệp " + path + ". Chưa thay đổi gì; hãy xem lại tên và quyền của tệp.",
         "The file " + path + " cannot be read. Nothing was changed. Check the name and its rights."},
        bytes.error().detail_for_log);
  }
  return bytes;
}

base::Result<std::string> LocalIo::read_stdin() {
  std::string all;
  char buffer[4096];
  for (;;) {
    ssize_t n = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      return base::Error::permanent(
          base::ErrorCode::io,
          {"Không đọc được đầu vào chuẩn; chưa thay đổi gì.", "Standard input cannot be read. Nothing was changed."},
          std::strerror(errno));
    if (n == 0) return all;
    all.append(buffer, static_cast<std::size_t>(n));
    if (all.size() > (1 << 20))
      return base::Error::permanent(base::ErrorCode::too_large, {"Đầu vào chuẩn lớn hơn 1 MiB; chưa thay đổi gì.",
                                                                 "Standard input is over 1 MiB. Nothing was changed."});
  }
}

base::Result<void> LocalIo::write_new_file(const std::string& path, std::string_view bytes, unsigned mode) {
  AsCaller rights;
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, static_cast<mode_t>(mode));
  if (fd < 0) {
    if (errno == EEXIST) {
      return base::Error::permanent(base::ErrorCode::exists,
                                    {path + " đã có và không bị ghi đè; hãy chọn tên khác.",
                                     path + " is there already and is not overwritten. Choose another name."});
    }
    return file_error(base::ErrorCode::io, path, "không tạo được", "cannot be made", errno);
  }
  bool good = true;
  for (std::string_view rest = bytes; good && !rest.empty();) {
    ssize_t n = ::write(fd, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    good = n > 0;
    if (good) rest.remove_prefix(static_cast<std::size_t>(n));
  }
  good = good && ::fsync(fd) == 0;
  int number = errno;
  good = ::close(fd) == 0 && good;
  if (!good) {
    ::unlink(path.c_str());
    return file_error(base::ErrorCode::io, path, "không ghi được", "cannot be written", number);
  }
  return {};
}

base::Result<void> LocalIo::replace_file(const std::string& path, std::string_view bytes, unsigned mode) {
  AsCaller rights;
  const std::string draft = path + ".new";
  ::unlink(draft.c_str());
  if (auto written = write_new_file(draft, bytes, mode); !written) return written;
  if (::rename(draft.c_str(), path.c_str()) != 0)
    return file_error(base::ErrorCode::io, path, "không thay được", "cannot be replaced", errno);
  return {};
}

base::Result<std::string> LocalIo::place_of(const std::string& path) { return server::cli::place_of(path); }

std::string LocalIo::absolute(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::absolute(path, ignored).lexically_normal().string();
}

}  // namespace server::cli
