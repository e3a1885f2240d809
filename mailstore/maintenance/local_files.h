// Files of the machine for import and export: foreign mail lies there, with times that matter. POSIX behind Result.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace mailstore {

struct LocalFileInfo {
  std::int64_t size = 0;
  base::Timestamp modified;
  bool directory = false, regular = false;
};
base::Result<LocalFileInfo> local_file_info(const std::string& path);

// An open file for reading at offsets. Not thread-safe.
class LocalFile {
 public:
  static base::Result<LocalFile> open(const std::string& path);
  base::Result<std::string> read_at(std::int64_t offset, std::size_t size) const;
  LocalFile(LocalFile&& other) noexcept : fd_(other.fd_), path_(std::move(other.path_)) { other.fd_ = -1; }
  LocalFile& operator=(LocalFile&&) = delete;
  ~LocalFile();

 private:
  LocalFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  int fd_;
  std::string path_;
};

base::Result<std::string> read_local_file(const std::string& path, std::int64_t limit);
// Makes the file (it must not exist), mode 0600, with that time. Errors: exists, disk_full, io.
base::Result<void> write_local_file(const std::string& path, std::string_view bytes, base::Timestamp modified);

}  // namespace mailstore
