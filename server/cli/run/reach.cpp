#include "server/cli/run/reach.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/fs/file_system.h"
#include "server/cli/run/data_directory.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

std::string existing(std::string path) {
  struct stat found {};
  while (::lstat(path.c_str(), &found) != 0 && path != "/" && path != ".") path = base::parent_directory(path);
  return path;
}

// A folder of its own, never one that others use: what is given to the service is given to whoever breaks in.
std::string way_out_vi(const House& house) {
  const std::string user = working_user();
  if (!house.serving)
    return "Hãy dùng một thư mục mà người dùng " + user + " được phép dùng, chẳng hạn dưới " + house.data + ".";
  return "Hãy dùng một thư mục dưới " + house.data +
         ", hoặc cho dịch vụ một thư mục riêng (README bước 8): `install -d -o " + user +
         " -m 0700 /srv/vanthu`, `systemctl edit vanthu` với [Service] ReadWritePaths=/srv/vanthu, rồi "
         "khởi động lại.";
}
std::string way_out_en(const House& house) {
  const std::string user = working_user();
  if (!house.serving) return "Use a folder that the user " + user + " may use, such as one below " + house.data + ".";
  return "Use a folder below " + house.data + ", or give the service one of its own (README step 8): `install -d -o " +
         user +
         " -m 0700 /srv/vanthu`, `systemctl edit vanthu` with [Service] ReadWritePaths=/srv/vanthu, then restart.";
}

// Nobody answers a question that was never put: a caller in our own process sees what we see.
base::Result<void> same_place(const std::string& path, const House& house, CommandIo& io) {
  auto theirs = io.place_of(path);
  if (!theirs) return theirs.error();
  if (theirs->empty() || *theirs == place_of(path)) return {};
  return base::Error::permanent(
      base::ErrorCode::no_permission,
      {"Máy chủ không thấy thư mục mà Anh/Chị ghi: " + path +
           ". Dịch vụ có /tmp riêng và không thấy /home, /root. Chưa làm gì. " + way_out_vi(house),
       "The server does not see the folder you mean by " + path +
           ": the service has a /tmp of its own and does not see /home and /root. Nothing was done. " +
           way_out_en(house)});
}

base::Result<void> refused(const std::string& path, const House& house, bool writing, bool read_only) {
  const std::string user = working_user();
  const std::string vi = read_only
                             ? "Với máy chủ, " + path + " chỉ đọc được."
                             : "Người dùng " + user + " không " + (writing ? "ghi" : "đọc") + " được " + path + ".";
  const std::string en = read_only ? "For the server " + path + " is read-only."
                                   : "The user " + user + " may not " + (writing ? "write" : "read") + " " + path + ".";
  return base::Error::permanent(base::ErrorCode::no_permission, {vi + " Chưa làm gì. " + way_out_vi(house),
                                                                 en + " Nothing was done. " + way_out_en(house)});
}

base::Result<void> look(const std::string& path, const House& house, int mode) {
  if (::eaccess(path.c_str(), mode) == 0) return {};
  if (errno != EACCES && errno != EPERM && errno != EROFS) return {};  // the command says the rest
  return refused(path, house, (mode & W_OK) != 0, errno == EROFS);
}

bool is_folder(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

}  // namespace

std::string place_of(const std::string& path) {
  struct stat found {};
  if (::lstat(existing(path).c_str(), &found) != 0) return {};
  return std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino);
}

base::Result<void> may_read(const std::string& path, const House& house, CommandIo& io) {
  if (auto same = same_place(path, house, io); !same) return same;
  return look(path, house, is_folder(path) ? R_OK | X_OK : R_OK);
}

base::Result<void> may_write(const std::string& path, const House& house, CommandIo& io) {
  if (auto same = same_place(path, house, io); !same) return same;
  const std::string there = existing(path);
  return look(there, house, is_folder(there) ? W_OK | X_OK : W_OK);
}

}  // namespace server::cli
