#include "base/sql/redo_recovery.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "base/log.h"
#include "base/sql/memory_log_vfs.h"
#include "base/sql/redo_format.h"
#include "base/sql/redo_log.h"
#include "base/sql/sqlite_connection.h"

namespace base::sql {
namespace {

constexpr std::uint64_t kCarriedGeneration = 1;  // of the file of what was carried, which grows until it is asked for

Error cannot_write(const std::string& path, int code) {
  if (code == SQLITE_FULL) {
    return Error::transient(ErrorCode::disk_full,
                            {"Ổ đĩa đầy; những gì đã có vẫn an toàn. Hãy giải phóng ổ đĩa rồi khởi động lại.",
                             "The disk is full. What is there is safe. Free some space and start again."},
                            path);
  }
  return Error::transient(ErrorCode::io,
                          {"Không ghi được " + path + "; những gì đã có vẫn an toàn. Hãy xem ổ đĩa rồi khởi động lại.",
                           path + " cannot be written. What is there is safe. Look at the disk and start again."},
                          "SQLite code " + std::to_string(code));
}

Error not_whole(const std::string& path) {
  return Error::permanent(
      ErrorCode::corrupt,
      {"Không ghi lại được đủ các thay đổi từ " + path +
           ". Chưa xóa gì; hãy giữ nguyên thư mục và báo người phát triển.",
       "The changes in " + path +
           " could not all be restored. Nothing was removed. Keep the folder as it is and tell the developers."});
}

// The file that becomes SQLite's log, and how many of its pages belong to commits.
class LogFileMaker {
 public:
  LogFileMaker(sqlite3_vfs* vfs, const std::string& path) : file_(vfs, path) {}
  int open() { return file_.open(true); }
  int sync() { return file_.sync(); }
  int failure() const { return code_; }

  Result<void> apply(const RedoRecord& record) {
    return apply_entries(
        record.entries, [this](std::int64_t offset, char* out, std::size_t size) { return read(offset, out, size); },
        [this](std::int64_t offset, std::string_view bytes) { return write(offset, bytes); });
  }
  std::int64_t committed_pages() const { return committed_; }

 private:
  bool read(std::int64_t offset, char* out, std::size_t size) {
    if (offset + static_cast<std::int64_t>(size) > end_) return false;
    return file_.read(out, size, offset) == SQLITE_OK;
  }
  bool write(std::int64_t offset, std::string_view bytes) {
    code_ = file_.write(bytes, offset);
    end_ = std::max(end_, offset + static_cast<std::int64_t>(bytes.size()));
    if (offset == 0) {
      page_size_ = static_cast<std::int64_t>(page_size_of(bytes));
    } else if (bytes.size() > kFrameHeader && bytes.substr(4, 4) != std::string_view("\0\0\0\0", 4)) {
      committed_ =
          (offset - static_cast<std::int64_t>(kLogHeader)) / (static_cast<std::int64_t>(kFrameHeader) + page_size_) + 1;
    }
    return code_ == SQLITE_OK;
  }

  RedoFile file_;
  std::int64_t end_ = 0, page_size_ = 0, committed_ = 0;
  int code_ = SQLITE_OK;
};

// Appended, so that what was not asked for yet stays whatever happens; done twice it is there twice, which hurts
// nobody.
Result<void> keep_carried(sqlite3_vfs* vfs, const std::string& path, std::span<const std::string> fresh) {
  if (fresh.empty()) return {};
  std::uint32_t number = 0;
  std::int64_t end = 0;
  Result<void> read = read_redo_log(vfs, path, [&](RedoRecord& record) -> Result<void> {
    number = record.number + 1;
    end = record.end;
    return {};
  });
  if (!read) return read;
  RedoLog file(vfs, path);
  file.go_on(kCarriedGeneration, number, end);
  int code = file.append({}, fresh);
  if (code == SQLITE_OK) code = file.sync();
  if (code != SQLITE_OK) return cannot_write(path, code);
  return {};
}

// SQLite takes its log into the database file. `pages`: so many must be in the log.
Result<void> take_into_database(const std::string& database, const std::string& vfs, std::int64_t pages) {
  Result<std::unique_ptr<SqliteConnection>> opened = SqliteConnection::open(database, vfs, SqliteRole::checkpointer);
  if (!opened) return std::move(opened).error();
  SqliteConnection& connection = **opened;
  std::int64_t busy = 1, in_log = 0, moved = 0;
  const auto look = [&](const SqlRow& row) {
    busy = row.i64(0), in_log = row.i64(1), moved = row.i64(2);
    return true;
  };
  if (Result<void> done = connection.query("PRAGMA wal_checkpoint(PASSIVE)", {}, look); !done) return done;
  if (busy != 0) return in_use(database);
  if (in_log < pages || moved < in_log) {
    connection.forbid_checkpoint_on_close();
    return not_whole(redo_path(database));
  }
  return {};  // closing it removes the log
}

}  // namespace

Result<void> recover_redo_log(const std::string& database, const std::string& vfs_name) {
  sqlite3_initialize();
  sqlite3_vfs* vfs = sqlite3_vfs_find(vfs_name.empty() ? nullptr : vfs_name.c_str());
  if (vfs == nullptr) return {};  // opening by that name will tell
  const std::string redo = redo_path(database), log_path = database + "-wal";
  const bool has_redo = RedoFile::exists(vfs, redo), has_log = RedoFile::exists(vfs, log_path);
  if (is_open_elsewhere(database)) return in_use(database);
  if (!has_redo && !has_log) return {};
  std::vector<std::string> carried;
  std::int64_t pages = 0;
  if (has_redo) {
    LogFileMaker maker(vfs, log_path);
    bool any = false;
    Result<void> made = read_redo_log(vfs, redo, [&](RedoRecord& record) -> Result<void> {
      if (!any) {  // what is there is of a recovery that was broken off
        if (const int code = RedoFile::remove(vfs, log_path); code != SQLITE_OK) return cannot_write(log_path, code);
        if (const int code = maker.open(); code != SQLITE_OK) return cannot_write(log_path, code);
        any = true;
      }
      std::move(record.carried.begin(), record.carried.end(), std::back_inserter(carried));
      Result<void> applied = maker.apply(record);
      return applied || maker.failure() == SQLITE_OK ? applied : cannot_write(log_path, maker.failure());
    });
    if (!made) return made;
    if (any) {
      if (const int code = maker.sync(); code != SQLITE_OK) return cannot_write(log_path, code);
      pages = maker.committed_pages();
    }
  }
  if (Result<void> kept = keep_carried(vfs, carried_path(database), carried); !kept) return kept;
  if (Result<void> taken = take_into_database(database, vfs_name, pages); !taken) return taken;
  if (RedoFile::exists(vfs, log_path)) return in_use(database);
  if (!has_redo) return {};
  log(LogLevel::info, "SQL-0007", "changes of a process that ended without closing the database were restored",
      {{"pages", std::to_string(pages)}, {"carried", std::to_string(carried.size())}});
  if (const int code = RedoFile::remove(vfs, redo); code != SQLITE_OK) return cannot_write(redo, code);
  return {};
}

Result<void> restore_carried_file(const std::string& database, const std::string& vfs_name,
                                  const std::function<Result<void>(std::span<const std::string>)>& restore) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(vfs_name.empty() ? nullptr : vfs_name.c_str());
  const std::string path = carried_path(database);
  if (vfs == nullptr || !RedoFile::exists(vfs, path)) return {};
  Result<void> read = read_redo_log(vfs, path, [&](RedoRecord& record) { return restore(record.carried); });
  if (!read) return read;
  if (const int code = RedoFile::remove(vfs, path); code != SQLITE_OK) return cannot_write(path, code);
  return {};
}

}  // namespace base::sql
