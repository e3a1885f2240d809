#include "server/cli/run/data_directory.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

namespace server::cli {

namespace {

std::string name_of(uid_t user) {
  passwd entry{}, *found = nullptr;
  char buffer[4096];
  if (::getpwuid_r(user, &entry, buffer, sizeof buffer, &found) == 0 && found != nullptr) return found->pw_name;
  return std::to_string(user);
}

base::Error no_right(const std::string& vi, const std::string& en) {
  return base::Error::permanent(base::ErrorCode::no_permission, {vi, en});
}

bool become(const struct stat& owner, Entering entering) {
  const uid_t user = owner.st_uid;
  const gid_t group = owner.st_gid;
  if (::setgroups(1, &group) != 0) return false;
  if (entering == Entering::serving) return ::setresgid(group, group, group) == 0 && ::setresuid(user, user, user) == 0;
  return ::setresgid(static_cast<gid_t>(-1), group, 0) == 0 && ::setresuid(static_cast<uid_t>(-1), user, 0) == 0;
}

// What the server itself opens there; an administrator's own files beside it are his affair.
std::vector<std::string> our_files(const std::string& data) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  std::error_code why;
  for (const char* name : {"lock", "vanthu.toml", "vanthu.db", "vanthu.db-wal", "vanthu.db-shm", "vanthu.db-redo",
                           "vanthu.db-carried", "vanthu.db-lost"}) {
    if (fs::exists(fs::symlink_status(data + "/" + name, why))) files.push_back(data + "/" + name);
  }
  for (const char* name : {"run", "blobs", "search", "substring"}) {
    const std::string folder = data + "/" + name;
    if (!fs::exists(fs::symlink_status(folder, why))) continue;
    files.push_back(folder);
    for (fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, why), end;
         !why && at != end; at.increment(why)) {
      if (!at->is_socket(why)) files.push_back(at->path().string());
    }
  }
  return files;
}

base::Result<void> check_files(const std::string& data) {
  std::string named;
  int count = 0;
  for (const std::string& file : our_files(data)) {
    const bool only_read = file == data + "/vanthu.toml";
    if (::eaccess(file.c_str(), only_read ? R_OK : R_OK | W_OK) == 0 || (errno != EACCES && errno != EPERM)) continue;
    if (++count <= 3) named += (named.empty() ? "" : ", ") + file;
  }
  if (count == 0) return {};
  if (count > 3) named += ", …";
  const std::string user = working_user();
  return no_right("Người dùng " + user + " không đọc và ghi được " + std::to_string(count) +
                      " tệp của thư mục dữ liệu: " + named +
                      ". Thường là do một lệnh đã chạy bằng root. Chưa thay đổi gì; hãy chạy "
                      "`chown -R " +
                      user + ": " + data + "` bằng root rồi thử lại.",
                  "The user " + user + " may not read and write " + std::to_string(count) +
                      " files of the data directory: " + named +
                      ". Mostly a command ran as root there. Nothing was changed. Run "
                      "`chown -R " +
                      user + ": " + data + "` as root and try again.");
}

// A file keeps its other bits. SQLite gives its log and its index of the log the mode of the database.
void close_file(const std::string& path, mode_t others) {
  struct stat found {};
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return;
  if (::fstat(fd, &found) == 0 && found.st_uid == ::geteuid() && (found.st_mode & others) != 0)
    (void)::fchmod(fd, found.st_mode & 07777 & ~others);
  ::close(fd);
}

}  // namespace

std::string working_user() { return name_of(::geteuid()); }

base::Result<void> enter_data_directory(const std::string& data, Entering entering) {
  struct stat found {};
  if (::stat(data.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) return {};
  if (::geteuid() == 0 && found.st_uid != 0 && !become(found, entering)) {
    return no_right("Thư mục " + data + " của người dùng " + name_of(found.st_uid) +
                        ", và không đổi sang người dùng đó được (" + std::strerror(errno) +
                        "). Chưa thay đổi gì; hãy chạy lệnh bằng người dùng đó.",
                    "The directory " + data + " belongs to " + name_of(found.st_uid) +
                        ", and this process may not become that user (" + std::strerror(errno) +
                        "). Nothing was changed. Run the command as that user.");
  }
  const std::string owner = name_of(found.st_uid), user = working_user();
  if (::eaccess(data.c_str(), R_OK | W_OK | X_OK) != 0 && (errno == EACCES || errno == EPERM)) {
    if (owner == user) {
      return no_right(
          "Thư mục dữ liệu " + data + " của người dùng " + user +
              ", nhưng người dùng đó không vào được: một thư mục ở trên đóng với người dùng khác, hoặc chính thư mục thiếu quyền. Chưa thay đổi gì; hãy xem `namei -l " +
              data + "`.",
          "The data directory " + data + " belongs to " + user +
              ", who may not get into it: a folder above is closed to others, or it lacks rights itself. Nothing was changed. `namei -l " +
              data + "` shows which.");
    }
    return no_right(
        "Thư mục dữ liệu " + data + " của người dùng " + owner + ", còn lệnh này chạy bằng " + user +
            ". Chưa thay đổi gì; hãy chạy bằng root hoặc " + owner + " (`runuser -u " + owner + " -- vanthu …`); nếu " +
            user + " là người dùng của dịch vụ thì `chown -R " + user + ": " + data + "`.",
        "The data directory " + data + " belongs to " + owner + ", and this runs as " + user +
            ". Nothing was changed. Run it as root or as " + owner + " (`runuser -u " + owner + " -- vanthu …`); if " +
            user + " is the user of the service, `chown -R " + user + ": " + data + "`.");
  }
  if (::geteuid() != 0) {
    if (auto checked = check_files(data); !checked) return checked;
  }
  close_file(data, 077);
  for (const char* name :
       {"vanthu.db", "vanthu.db-wal", "vanthu.db-shm", "vanthu.db-redo", "vanthu.db-carried", "vanthu.db-lost"})
    close_file(data + "/" + name, 077);
  return {};
}

AsCaller::AsCaller() {
  if (::getuid() != 0 || ::geteuid() == 0) return;
  user_ = ::setfsuid(0);  // both answer what was before: guards may lie inside each other
  group_ = ::setfsgid(0);
  raised_ = true;
}

AsCaller::~AsCaller() {
  if (!raised_) return;
  ::setfsgid(static_cast<gid_t>(group_));
  ::setfsuid(static_cast<uid_t>(user_));
}

}  // namespace server::cli
