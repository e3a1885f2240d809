#include "tests/faults/fault_file_system.h"

#include <optional>

namespace tests {

using base::Error;
using base::ErrorCode;
using base::File;
using base::FileSystem;
using base::make_file_system;
using base::OpenMode;
using base::Result;

namespace {

using Answer = FaultPlan::Answer;

Error simulated(Answer answer, const std::string& what) {
  if (answer == Answer::disk_full) {
    return Error::transient(
        ErrorCode::disk_full,
        {"Ổ đĩa đầy; những gì đã có vẫn an toàn. Hãy giải phóng ổ đĩa rồi thử lại.", "The disk is full."},
        "simulated: " + what);
  }
  return Error::transient(ErrorCode::io,
                          {"Ổ đĩa báo lỗi; hãy xem nhật ký và quyền của thư mục.", "The disk reported an error."},
                          "simulated: " + what);
}

// The plan's answer, or the real operation's own error.
Result<void> result_of(Answer answer, std::optional<Error> real, const std::string& what) {
  if (answer == Answer::done) return {};
  if (answer == Answer::failed && real) return std::move(*real);
  return simulated(answer, what);
}

class FaultFile final : public File {
 public:
  FaultFile(FaultPlan& plan, FaultPlan::TrackedFile tracked, std::unique_ptr<File> real)
      : plan_(plan), tracked_(std::move(tracked)), real_(std::move(real)) {}

  Result<std::size_t> pread(char* buffer, std::size_t size, std::int64_t offset) const override {
    if (plan_.power_is_off()) return simulated(Answer::io_error, "pread");
    return real_->pread(buffer, size, offset);
  }
  Result<void> pwrite(std::string_view bytes, std::int64_t offset) override {
    std::optional<Error> failure;
    std::int64_t at = offset;
    const Answer answer = plan_.write(tracked_, bytes, offset,
                                      [&](std::string_view part) { return keep(real_->pwrite(part, at), failure); });
    return result_of(answer, std::move(failure), "pwrite");
  }
  Result<void> sync() override {
    std::optional<Error> failure;
    // The real fsync is left out: what a cut leaves behind is the plan's business, and tests cut thousands of times.
    const Answer answer = plan_.sync(tracked_, false, [] { return true; });
    return result_of(answer, std::move(failure), "fdatasync");
  }
  Result<std::int64_t> size() const override {
    if (plan_.power_is_off()) return simulated(Answer::io_error, "fstat");
    return real_->size();
  }
  Result<void> truncate(std::int64_t size) override {
    std::optional<Error> failure;
    const Answer answer = plan_.truncate(tracked_, size, [&] { return keep(real_->truncate(size), failure); });
    return result_of(answer, std::move(failure), "ftruncate");
  }

 private:
  static bool keep(Result<void> done, std::optional<Error>& failure) {
    if (done) return true;
    failure = std::move(done).error();
    return false;
  }
  FaultPlan& plan_;
  const FaultPlan::TrackedFile tracked_;
  const std::unique_ptr<File> real_;
};

class FaultFileSystem final : public FileSystem {
 public:
  explicit FaultFileSystem(FaultPlan& plan) : plan_(plan) {}

  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override {
    if (plan_.power_is_off()) return simulated(Answer::io_error, "open");
    Result<std::unique_ptr<File>> opened = Error{};
    if (mode == OpenMode::create_new) {
      const Answer answer = plan_.create(path, [&] {
        opened = real_->open(path, mode);
        return opened.has_value();
      });
      if (answer == Answer::io_error || answer == Answer::disk_full) return simulated(answer, "open " + path);
    } else {
      opened = real_->open(path, mode);
    }
    if (!opened) return opened;
    FaultPlan::TrackedFile tracked = plan_.track(path);
    if (tracked == nullptr) return simulated(Answer::io_error, "open " + path);
    return std::unique_ptr<File>(std::make_unique<FaultFile>(plan_, std::move(tracked), std::move(*opened)));
  }

  Result<void> rename(const std::string& from, const std::string& to) override {
    return result_of(plan_.rename(from, to), std::nullopt, "rename " + from);
  }
  Result<void> unlink(const std::string& path) override {
    if (Result<bool> there = real_->exists(path); there && !*there) return real_->unlink(path);
    return result_of(plan_.unlink(path), std::nullopt, "unlink " + path);
  }
  Result<void> create_directories(const std::string& path) override {
    if (plan_.power_is_off()) return simulated(Answer::io_error, "mkdir");
    return real_->create_directories(path);
  }
  Result<void> sync_directory(const std::string& path) override {
    return result_of(plan_.sync_directory(path, [] { return true; }), std::nullopt, "fsync " + path);
  }
  Result<bool> exists(const std::string& path) const override {
    if (plan_.power_is_off()) return simulated(Answer::io_error, "stat");
    return real_->exists(path);
  }
  Result<std::vector<std::string>> list(const std::string& directory) const override {
    if (plan_.power_is_off()) return simulated(Answer::io_error, "readdir");
    return real_->list(directory);
  }
  Result<std::int64_t> free_space(const std::string& path) const override { return real_->free_space(path); }

 private:
  FaultPlan& plan_;
  const std::unique_ptr<FileSystem> real_ = make_file_system();
};

}  // namespace

std::unique_ptr<FileSystem> make_fault_file_system(FaultPlan& plan) { return std::make_unique<FaultFileSystem>(plan); }

}  // namespace tests
