// An fsync of the full segment that takes its time and then fails: whoever begins the next segment meanwhile must not
// take the old one for durable, although the kernel would tell a second fsync nothing of the first one's error.
#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>

#include "tests/mailstore/blob/blob_samples.h"
#include "tests/storage_engines.h"

using base::Result;
using tests::append;
using tests::sample_bytes;

namespace {

struct SlowSync {
  std::atomic<bool> armed{false};  // the next fsync of a file hangs and then fails, once
  std::promise<void> begun, go_on;
};

class SlowFile final : public base::File {
 public:
  SlowFile(std::unique_ptr<base::File> real, SlowSync& slow) : real_(std::move(real)), slow_(slow) {}
  Result<std::size_t> pread(char* buffer, std::size_t size, std::int64_t offset) const override {
    return real_->pread(buffer, size, offset);
  }
  Result<void> pwrite(std::string_view bytes, std::int64_t offset) override { return real_->pwrite(bytes, offset); }
  Result<void> sync() override {
    if (!slow_.armed.exchange(false)) return real_->sync();
    slow_.begun.set_value();
    slow_.go_on.get_future().wait();
    return base::Error::transient(base::ErrorCode::io, base::protocol_words("The disk reported an error."), "late");
  }
  Result<std::int64_t> size() const override { return real_->size(); }
  Result<void> truncate(std::int64_t size) override { return real_->truncate(size); }

 private:
  std::unique_ptr<base::File> real_;
  SlowSync& slow_;
};

class SlowFileSystem final : public base::FileSystem {
 public:
  explicit SlowFileSystem(SlowSync& slow) : slow_(slow) {}
  Result<std::unique_ptr<base::File>> open(const std::string& path, base::OpenMode mode) override {
    auto file = real_->open(path, mode);
    if (!file) return file;
    return std::unique_ptr<base::File>(std::make_unique<SlowFile>(std::move(*file), slow_));
  }
  Result<void> rename(const std::string& from, const std::string& to) override { return real_->rename(from, to); }
  Result<void> unlink(const std::string& path) override { return real_->unlink(path); }
  Result<void> create_directories(const std::string& path) override { return real_->create_directories(path); }
  Result<void> sync_directory(const std::string& path) override { return real_->sync_directory(path); }
  Result<bool> exists(const std::string& path) const override { return real_->exists(path); }
  Result<std::vector<std::string>> list(const std::string& directory) const override { return real_->list(directory); }
  Result<std::int64_t> free_space(const std::string& path) const override { return real_->free_space(path); }

 private:
  std::unique_ptr<base::FileSystem> real_ = base::make_file_system();
  SlowSync& slow_;
};

}  // namespace

TEST_CASE("blob/segments: a late fsync error of the old segment is not lost when the next one begins") {
  const tests::TempDirectory directory;
  SlowSync slow;
  SlowFileSystem fs(slow);
  auto store = tests::open_blobs(fs, directory.path(), 64 * 1024);
  REQUIRE(store);
  REQUIRE(append(*store, sample_bytes(60000, 1)));
  slow.armed = true;
  Result<void> first;
  std::thread syncing([&] { first = store->sync(); });
  slow.begun.get_future().wait();
  std::promise<void> tried;
  bool appended = false, second = false;
  std::thread next([&] {
    for (unsigned i = 2; i < 8; ++i)
      appended = append(*store, sample_bytes(60000, i)).has_value();  // beyond the segment
    second = store->sync().has_value();
    tried.set_value();
  });
  auto ended = tried.get_future();
  (void)ended.wait_for(std::chrono::milliseconds(200));  // as far as it gets
  slow.go_on.set_value();
  ended.wait();
  syncing.join();
  next.join();
  CHECK_FALSE(first);
  CHECK_FALSE(second);
  CHECK_FALSE(appended);
}
