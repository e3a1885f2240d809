// LogMemory: the octets of SQLite's write-ahead log, outside of the process's own memory (memfd), so that they cost
// nothing on the disk; what is beyond kLogInMemory, which only hours of a backup beside a lot of mail reach, lies in a
// file without a name beside the database. Thread-safe as SQLite uses it: one writes, others read what was written.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace base::sql {

inline constexpr std::int64_t kLogInMemory = std::int64_t{128} << 20;

class LogMemory {
 public:
  explicit LogMemory(std::string directory, std::int64_t in_memory = kLogInMemory);
  ~LogMemory();
  LogMemory(const LogMemory&) = delete;
  LogMemory& operator=(const LogMemory&) = delete;

  bool write(std::int64_t offset, std::string_view bytes);
  // The number of octets that are there, -1 after a failure.
  std::int64_t read(std::int64_t offset, char* out, std::size_t size) const;
  bool truncate(std::int64_t size);
  std::int64_t size() const { return size_.load(); }

 private:
  bool open_memory();
  bool open_overflow();

  const std::string directory_;
  const std::int64_t in_memory_;
  std::atomic<int> memory_{-1}, overflow_{-1};
  std::atomic<std::int64_t> size_{0};
};

}  // namespace base::sql
