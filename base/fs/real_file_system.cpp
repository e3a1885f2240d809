#include "base/fs/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace base {
namespace {

Error from_errno(int number, const char* call, const std::string& path) {
  std::string detail = std::string(call) + " " + path + ": " + std::generic_category().message(number);
  switch (number) {
    case ENOENT:
      return Error::permanent(ErrorCode::not_found,
                              {"Không có tệp này; hãy xem lại tên hoặc đường dẫn.", "There is no such file."},
                              std::move(detail));
    case EEXIST:
      return Error::permanent(ErrorCode::exists,
                              {"Tệp đã có sẵn, không ghi đè; hãy chọn tên khác.", "The file is already there."},
                              std::move(detail));
    case ENOSPC:
    case EDQUOT:
      return Error::transient(
          ErrorCode::disk_full,
          {"Ổ đĩa đầy; những gì đã có vẫn an toàn. Hãy giải phóng ổ đĩa rồi thử lại.", "The disk is full."},
          std::move(detail));
    case EMFILE:
    case ENFILE:
      return Error::transient(ErrorCode::limit, {"Quá nhiều tệp đang mở; xin thử lại sau.", "Too many open files."},
                              std::move(detail));
    case EACCES:
    case EPERM:
    case EROFS:
      return Error::permanent(
          ErrorCode::no_permission,
          {"Không có quyền với tệp này; hãy xem chủ sở hữu và quyền của tệp.", "There is no permission for this file."},
          std::move(detail));
    default:
      return Error::transient(ErrorCode::io,
                              {"Ổ đĩa báo lỗi; hãy xem nhật ký và quyền của thư mục.", "The disk reported an error."},
                              std::move(detail));
  }
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

class RealFile final : public File {
 public:
  RealFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}

  Result<std::size_t> pread(char* buffer, std::size_t size, std::int64_t offset) const override {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t n = ::pread(fd_.get(), buffer + done, size - done, offset + static_cast<std::int64_t>(done));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return from_errno(errno, "pread", path_);
      if (n == 0) break;
      done += static_cast<std::size_t>(n);
    }
    return done;
  }

  Result<void> pwrite(std::string_view bytes, std::int64_t offset) override {
    while (!bytes.empty()) {
      const ssize_t n = ::pwrite(fd_.get(), bytes.data(), bytes.size(), offset);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return from_errno(errno, "pwrite", path_);
      bytes.remove_prefix(static_cast<std::size_t>(n));
      offset += n;
    }
    return {};
  }

  // No second try after EINTR or anything else: a failed fdatasync has already thrown the dirty mark away.
  Result<void> sync() override {
    if (::fdatasync(fd_.get()) != 0) return from_errno(errno, "fdatasync", path_);
    return {};
  }

  Result<std::int64_t> size() const override {
    struct stat st {};
    if (::fstat(fd_.get(), &st) != 0) return from_errno(errno, "fstat", path_);
    return static_cast<std::int64_t>(st.st_size);
  }

  Result<void> truncate(std::int64_t size) override {
    if (::ftruncate(fd_.get(), size) != 0) return from_errno(errno, "ftruncate", path_);
    return {};
  }

 private:
  const Descriptor fd_;
  const std::string path_;
};

class RealFileSystem final : public FileSystem {
 public:
  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override {
    int flags = O_CLOEXEC;
    switch (mode) {
      case OpenMode::read_only: flags |= O_RDONLY; break;
      case OpenMode::read_write: flags |= O_RDWR; break;
      case OpenMode::create_new: flags |= O_RDWR | O_CREAT | O_EXCL; break;
    }
    const int fd = ::open(path.c_str(), flags, 0600);
    if (fd < 0) return from_errno(errno, "open", path);
    return std::unique_ptr<File>(std::make_unique<RealFile>(fd, path));
  }

  Result<void> rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return from_errno(errno, "rename", from);
    return {};
  }

  Result<void> unlink(const std::string& path) override {
    if (::unlink(path.c_str()) != 0) return from_errno(errno, "unlink", path);
    return {};
  }

  Result<void> create_directories(const std::string& path) override {
    if (path.empty() || path == "." || path == "/") return {};
    if (::mkdir(path.c_str(), 0700) == 0) return sync_directory(parent_directory(path));
    if (errno == ENOENT) {
      if (Result<void> made = create_directories(parent_directory(path)); !made) return made;
      if (::mkdir(path.c_str(), 0700) == 0) return sync_directory(parent_directory(path));
    }
    const int failure = errno;
    struct stat st {};
    if (failure == EEXIST && ::stat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode)) return {};
    return from_errno(failure, "mkdir", path);
  }

  Result<void> sync_directory(const std::string& path) override {
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0) return from_errno(errno, "open", path);
    if (::fsync(fd.get()) != 0) return from_errno(errno, "fsync", path);
    return {};
  }

  Result<bool> exists(const std::string& path) const override {
    struct stat st {};
    if (::stat(path.c_str(), &st) == 0) return true;
    if (errno == ENOENT || errno == ENOTDIR) return false;
    return from_errno(errno, "stat", path);
  }

  Result<std::vector<std::string>> list(const std::string& directory) const override {
    DIR* dir = ::opendir(directory.c_str());
    if (dir == nullptr) return from_errno(errno, "opendir", directory);
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(dir)) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
    }
    const int failure = errno;
    ::closedir(dir);
    if (failure != 0) return from_errno(failure, "readdir", directory);
    std::sort(names.begin(), names.end());
    return names;
  }

  Result<std::int64_t> free_space(const std::string& path) const override {
    struct statvfs st {};
    if (::statvfs(path.c_str(), &st) != 0) return from_errno(errno, "statvfs", path);
    return static_cast<std::int64_t>(st.f_bavail) * static_cast<std::int64_t>(st.f_frsize);
  }
};

}  // namespace

std::unique_ptr<FileSystem> make_file_system() { return std::make_unique<RealFileSystem>(); }

std::string parent_directory(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<std::string> read_file(FileSystem& fs, const std::string& path, std::int64_t limit) {
  Result<std::unique_ptr<File>> file = fs.open(path, OpenMode::read_only);
  if (!file) return std::move(file).error();
  Result<std::int64_t> size = (*file)->size();
  if (!size) return std::move(size).error();
  if (*size > limit) return Error::permanent(ErrorCode::too_large, {"Tệp quá lớn.", "The file is too large."}, path);
  std::string bytes(static_cast<std::size_t>(*size), '\0');
  Result<std::size_t> got = (*file)->pread(bytes.data(), bytes.size(), 0);
  if (!got) return std::move(got).error();
  bytes.resize(*got);
  return bytes;
}

Result<void> write_file_atomically(FileSystem& fs, const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".tmp";
  if (Result<void> gone = fs.unlink(temporary); !gone && gone.error().code != ErrorCode::not_found) return gone;
  Result<std::unique_ptr<File>> file = fs.open(temporary, OpenMode::create_new);
  if (!file) return std::move(file).error();
  if (Result<void> written = (*file)->pwrite(bytes, 0); !written) return written;
  if (Result<void> synced = (*file)->sync(); !synced) return synced;
  if (Result<void> renamed = fs.rename(temporary, path); !renamed) return renamed;
  return fs.sync_directory(parent_directory(path));
}

}  // namespace base
