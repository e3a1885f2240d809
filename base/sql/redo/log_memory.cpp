#include "base/sql/redo/log_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace base::sql {
namespace {

bool write_all(int file, std::string_view bytes, std::int64_t offset) {
  while (!bytes.empty()) {
    const ssize_t done = ::pwrite(file, bytes.data(), bytes.size(), offset);
    if (done <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
    offset += done;
  }
  return true;
}

bool read_all(int file, char* out, std::size_t size, std::int64_t offset) {
  while (size > 0) {
    const ssize_t done = ::pread(file, out, size, offset);
    if (done <= 0) return false;
    out += done;
    size -= static_cast<std::size_t>(done);
    offset += done;
  }
  return true;
}

int nameless_file(const std::string& directory) {
  std::string pattern = directory + "/log-XXXXXX";
  const int file = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (file >= 0) ::unlink(pattern.c_str());
  return file;
}

}  // namespace

LogMemory::LogMemory(std::string directory, std::int64_t in_memory)
    : directory_(std::move(directory)), in_memory_(in_memory) {}

LogMemory::~LogMemory() {
  if (memory_ >= 0) ::close(memory_);
  if (overflow_ >= 0) ::close(overflow_);
}

bool LogMemory::open_memory() {
  if (memory_ >= 0) return true;
  memory_ = ::memfd_create("sqlite-log", MFD_CLOEXEC);
  if (memory_ < 0) memory_ = nameless_file(directory_);
  return memory_ >= 0;
}

bool LogMemory::open_overflow() {
  if (overflow_ < 0) overflow_ = nameless_file(directory_);
  return overflow_ >= 0;
}

bool LogMemory::write(std::int64_t offset, std::string_view bytes) {
  const std::int64_t end = offset + static_cast<std::int64_t>(bytes.size());
  if (offset < in_memory_) {
    const std::string_view here = bytes.substr(0, static_cast<std::size_t>(in_memory_ - offset));
    if (!open_memory() || !write_all(memory_, here, offset)) return false;
    bytes.remove_prefix(here.size());
    offset += static_cast<std::int64_t>(here.size());
  }
  if (!bytes.empty() && (!open_overflow() || !write_all(overflow_, bytes, offset - in_memory_))) return false;
  if (end > size_) size_ = end;
  return true;
}

std::int64_t LogMemory::read(std::int64_t offset, char* out, std::size_t size) const {
  const std::int64_t there = std::clamp<std::int64_t>(size_ - offset, 0, static_cast<std::int64_t>(size));
  const std::int64_t here = std::clamp<std::int64_t>(in_memory_ - offset, 0, there);
  if (here > 0 && !read_all(memory_, out, static_cast<std::size_t>(here), offset)) return -1;
  const std::int64_t over = there - here;
  if (over > 0 && !read_all(overflow_, out + here, static_cast<std::size_t>(over), offset + here - in_memory_)) {
    return -1;
  }
  return there;
}

bool LogMemory::truncate(std::int64_t size) {
  size_ = std::min<std::int64_t>(size_, size);
  if (overflow_ >= 0 && ::ftruncate(overflow_, std::max<std::int64_t>(0, size - in_memory_)) != 0) return false;
  return memory_ < 0 || ::ftruncate(memory_, std::min(size, in_memory_)) == 0;
}

}  // namespace base::sql
