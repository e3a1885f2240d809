#include "server/cli/reach.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/fs/file_system.h"
#include "server/cli/data_directory.h"

namespace server::cli {

namespace {

std::string existing(std::string path) {
  struct stat found{};
  while (::lstat(path.c_str(), &found) != 0 && path != "/" && path != ".") path = base::parent_directory(path);
  return path;
}

std::string way_out_vi(const std::string& path, const std::string& data) {
  return "Hãy dùng một thư mục dưới " + data + ", hoặc cho dịch vụ quyền ở đó: chủ sở hữu là " + working_user() + ", và `systemctl edit vanthu` với [Service] ReadWritePaths=" + path + " rồi khởi động lại.";
}
std::string way_out_en(const std::string& path, const std::string& data) {
  return "Use a folder below " + data + ", or give the service its rights there: owned by " + working_user() + ", and `systemctl edit vanthu` with [Service] ReadWritePaths=" + path + ", then restart.";
}

// Nobody answers a question that was never put: a caller in our own process sees what we see.
base::Result<void> same_place(const std::string& path, const std::string& data, CommandIo& io) {
  auto theirs = io.place_of(path);
  if (!theirs) return theirs.error();
  if (theirs->empty() || *theirs == place_of(path)) return {};
  return base::Error::permanent(base::ErrorCode::no_permission,
                                "Máy chủ không thấy thư mục mà Anh/Chị ghi: " + path + ". Dịch vụ có /tmp riêng và không thấy /home, /root. Chưa làm gì. " + way_out_vi(path, data) + " / The server does not see the folder you mean by " +
                                    path + ": the service has a /tmp of its own and does not see /home and /root. Nothing was done. " + way_out_en(path, data));
}

base::Result<void> refused(const std::string& path, const std::string& data, bool writing, bool read_only) {
  const std::string user = working_user();
  const std::string vi = read_only ? "Với máy chủ, " + path + " chỉ đọc được." : "Người dùng " + user + " không " + (writing ? "ghi" : "đọc") + " được " + path + ".";
  const std::string en = read_only ? "For the server " + path + " is read-only." : "The user " + user + " may not " + (writing ? "write" : "read") + " " + path + ".";
  return base::Error::permanent(base::ErrorCode::no_permission, vi + " Chưa làm gì. " + way_out_vi(path, data) + " / " + en + " Nothing was done. " + way_out_en(path, data));
}

base::Result<void> look(const std::string& path, const std::string& data, int mode) {
  if (::eaccess(path.c_str(), mode) == 0) return {};
  if (errno != EACCES && errno != EPERM && errno != EROFS) return {};   // the command says the rest
  return refused(path, data, (mode & W_OK) != 0, errno == EROFS);
}

bool is_folder(const std::string& path) {
  struct stat found{};
  return ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

}  // namespace

std::string place_of(const std::string& path) {
  struct stat found{};
  if (::lstat(existing(path).c_str(), &found) != 0) return {};
  return std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino);
}

base::Result<void> may_read(const std::string& path, const std::string& data, CommandIo& io) {
  if (auto same = same_place(path, data, io); !same) return same;
  return look(path, data, is_folder(path) ? R_OK | X_OK : R_OK);
}

base::Result<void> may_write(const std::string& path, const std::string& data, CommandIo& io) {
  if (auto same = same_place(path, data, io); !same) return same;
  const std::string there = existing(path);
  return look(there, data, is_folder(there) ? W_OK | X_OK : W_OK);
}

}  // namespace server::cli
