// One file of a backup, written or read once from front to end with its SHA-256. Numbers are varints: seven bits per
// byte, least significant first, the high bit on all but the last byte. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/crypto/hash.h"
#include "base/fs/file_system.h"
#include "base/result.h"

namespace mailstore {

struct BackupFileInfo {
  std::string name;  // below the backup's directory
  std::int64_t bytes = 0;
  std::string sha256;      // hex
  std::int64_t items = 0;  // rows or blobs
};

class BackupFileWriter {
 public:
  static base::Result<std::unique_ptr<BackupFileWriter>> create(base::FileSystem& fs, const std::string& directory,
                                                                const std::string& name);
  base::Result<void> put(std::string_view bytes);
  base::Result<void> put_varint(std::uint64_t value);
  base::Result<BackupFileInfo> finish();  // fsynced; items is the caller's

 private:
  BackupFileWriter(std::unique_ptr<base::File> file, std::string name)
      : file_(std::move(file)), name_(std::move(name)) {}
  base::Result<void> flush();
  std::unique_ptr<base::File> file_;
  std::string name_, buffer_;
  std::int64_t written_ = 0;
  base::Sha256Stream hash_;
};

// All errors: io, corrupt (the file ends too early, a number is broken).
class BackupFileReader {
 public:
  static base::Result<std::unique_ptr<BackupFileReader>> open(base::FileSystem& fs, const std::string& directory,
                                                              const std::string& name);
  // Exactly so many bytes. REQUIRES: size ≤ 1 GiB; a size beyond the file's end is corrupt before memory is asked for.
  base::Result<std::string> take(std::uint64_t size);
  base::Result<std::uint64_t> take_varint();
  base::Result<char> take_byte();
  base::Result<std::string> take_line(std::size_t limit);  // without its LF
  bool at_end() const { return position_ == buffer_.size() && offset_ == size_; }
  std::int64_t size() const { return size_; }
  // REQUIRES: at_end().
  std::string sha256();

 private:
  BackupFileReader(std::unique_ptr<base::File> file, std::string name, std::int64_t size)
      : file_(std::move(file)), name_(std::move(name)), size_(size) {}
  base::Result<void> need(std::size_t bytes);
  base::Error broken(std::string_view what) const;
  std::unique_ptr<base::File> file_;
  std::string name_, buffer_;
  std::size_t position_ = 0;
  std::int64_t offset_ = 0, size_ = 0;  // offset_: bytes read from the file so far
  base::Sha256Stream hash_;
};

}  // namespace mailstore
