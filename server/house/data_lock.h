// DIR/lock: held by the one process that has the data directory open. Released when the object or the process ends.
#pragma once

#include <string>

#include "base/result.h"

namespace server {

class DataLock {
 public:
  // Errors: busy (held by another process), io.
  static base::Result<DataLock> take(const std::string& data_directory);
  DataLock(DataLock&& other) noexcept;
  DataLock& operator=(DataLock&& other) noexcept;
  ~DataLock();

 private:
  explicit DataLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace server
