// A file system of one file in memory, for fuzz targets of what reads files: nothing touches the disk. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fs/file_system.h"

namespace tests {

class MemoryFiles : public base::FileSystem {
 public:
  explicit MemoryFiles(std::string bytes = {}) : bytes_(std::make_shared<std::string>(std::move(bytes))) {}
  std::string& bytes() { return *bytes_; }

  base::Result<std::unique_ptr<base::File>> open(const std::string&, base::OpenMode) override {
    return std::unique_ptr<base::File>(new Memory(bytes_));
  }
  base::Result<void> rename(const std::string&, const std::string&) override { return {}; }
  base::Result<void> unlink(const std::string&) override { return {}; }
  base::Result<void> create_directories(const std::string&) override { return {}; }
  base::Result<void> sync_directory(const std::string&) override { return {}; }
  base::Result<bool> exists(const std::string&) const override { return true; }
  base::Result<std::vector<std::string>> list(const std::string&) const override { return std::vector<std::string>{}; }
  base::Result<std::int64_t> free_space(const std::string&) const override { return std::int64_t{1} << 40; }

 private:
  class Memory : public base::File {
   public:
    explicit Memory(std::shared_ptr<std::string> bytes) : bytes_(std::move(bytes)) {}
    base::Result<std::size_t> pread(char* buffer, std::size_t size, std::int64_t offset) const override {
      const auto from = static_cast<std::size_t>(offset);
      if (from >= bytes_->size()) return std::size_t{0};
      const std::size_t count = std::min(size, bytes_->size() - from);
      std::memcpy(buffer, bytes_->data() + from, count);
      return count;
    }
    base::Result<void> pwrite(std::string_view bytes, std::int64_t offset) override {
      const auto from = static_cast<std::size_t>(offset);
      bytes_->resize(std::max(bytes_->size(), from + bytes.size()));
      bytes_->replace(from, bytes.size(), bytes);
      return {};
    }
    base::Result<void> sync() override { return {}; }
    base::Result<std::int64_t> size() const override { return static_cast<std::int64_t>(bytes_->size()); }
    base::Result<void> truncate(std::int64_t size) override {
      bytes_->resize(static_cast<std::size_t>(size));
      return {};
    }

   private:
    std::shared_ptr<std::string> bytes_;
  };
  std::shared_ptr<std::string> bytes_;
};

}  // namespace tests
