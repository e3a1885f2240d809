// Files behind a small interface, so that tests can put a fault layer (tests/faults) below the store.
// Nothing here is durable until sync() (bytes of a file) or sync_directory() (names in a directory) has returned.
// A FileSystem is thread-safe. A File is thread-safe for pread, pwrite of disjoint ranges and sync.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace base {

class File {
 public:
  virtual ~File() = default;
  // Reads up to `size` bytes at `offset`; fewer only at the end of the file (0 = at or beyond it). Errors: io.
  virtual Result<std::size_t> pread(char* buffer, std::size_t size, std::int64_t offset) const = 0;
  // Writes all of `bytes` at `offset`, growing the file when needed; a gap reads as zeros. After an error the range
  // holds anything. Errors: io, disk_full (temporary).
  virtual Result<void> pwrite(std::string_view bytes, std::int64_t offset) = 0;
  // fdatasync: bytes and size are durable when it returns. After an error nothing may be assumed about any earlier
  // write and a second sync proves nothing. Errors: io, disk_full.
  virtual Result<void> sync() = 0;
  virtual Result<std::int64_t> size() const = 0;
  virtual Result<void> truncate(std::int64_t size) = 0;
};

enum class OpenMode {
  read_only,   // not_found when missing
  read_write,  // not_found when missing
  create_new,  // exists when there; mode 0600. The name is durable after sync_directory(parent)
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) = 0;
  // Replaces `to`. Durable after sync_directory of the parent (both parents when they differ).
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  virtual Result<void> unlink(const std::string& path) = 0;              // not_found when missing
  virtual Result<void> create_directories(const std::string& path) = 0;  // mode 0700; fine when it exists
  virtual Result<void> sync_directory(const std::string& path) = 0;
  virtual Result<bool> exists(const std::string& path) const = 0;
  // Names in the directory without "." and "..", sorted.
  virtual Result<std::vector<std::string>> list(const std::string& directory) const = 0;
  // Bytes that an ordinary user may still write on the volume of `path`.
  virtual Result<std::int64_t> free_space(const std::string& path) const = 0;
};

// The real thing.
std::unique_ptr<FileSystem> make_file_system();

// The whole file, or too_large beyond `limit` bytes.
Result<std::string> read_file(FileSystem& fs, const std::string& path, std::int64_t limit);
// Writes `path`.tmp, syncs, renames and syncs the directory: afterwards the file holds either the old or the new bytes.
Result<void> write_file_atomically(FileSystem& fs, const std::string& path, std::string_view bytes);

// The folder part of a path: "/a/b" → "/a", "b" → ".".
std::string parent_directory(const std::string& path);

}  // namespace base
