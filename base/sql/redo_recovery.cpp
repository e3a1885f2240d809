#include "base/sql/redo_recovery.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/log.h"
#include "base/sql/memory_log_vfs.h"
#include "base/sql/redo_damage.h"
#include "base/sql/redo_format.h"
#include "base/sql/redo_log.h"
#include "base/sql/sqlite_connection.h"

namespace base::sql {
namespace {

constexpr std::uint64_t kCarriedGeneration = 1;  // of the file of what was carried, which grows until it is asked for

Error cannot_write(const std::string& path, int code) {
  if (code == SQLITE_FULL) {
    return Error::transient(
        ErrorCode::disk_full,
        {"Ổ đĩa đầy: chưa đưa được các thay đổi trong vanthu.db-redo vào vanthu.db. Những gì đã có vẫn "
         "an toàn; hãy giải phóng ổ đĩa của thư mục dữ liệu (đừng xóa vanthu.db-redo) rồi khởi động "
         "lại.",
         "The disk is full: the changes in vanthu.db-redo could not be taken into vanthu.db. What is "
         "there is safe. Free some space on the file system of the data directory (never delete "
         "vanthu.db-redo) and start again."},
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

Error does_not_belong(const std::string& database) {
  const std::string redo = redo_path(database);
  return Error::permanent(
      ErrorCode::corrupt,
      {redo + " không thuộc về " + database +
           " này: hai tệp của hai thời điểm khác nhau (chép riêng từng tệp, hoặc chương trình khác đã ghi). Chưa thay "
           "đổi gì; hãy đưa cả hai của cùng một thời điểm trở lại, hoặc phục hồi bản sao lưu vào một thư mục mới.",
       redo + " does not belong to this " + database +
           ": the two are of different moments (copied one by one, or another program wrote). Nothing was changed. Put "
           "both of one moment back, or restore a backup into a new directory."});
}

std::string header_of_file(const std::string& database) {
  const int file = ::open(database.c_str(), O_RDONLY | O_CLOEXEC);
  std::string header = database_header(file);
  if (file >= 0) ::close(file);
  return header;
}

// The file that becomes SQLite's log, and how many of its pages belong to commits.
class LogFileMaker {
 public:
  LogFileMaker(sqlite3_vfs* vfs, const std::string& path) : path_(path), file_(vfs, path) {}
  int open() { return file_.open(true); }
  int sync() { return file_.sync(); }
  int failure() const { return code_; }

  Result<void> apply(const RedoRecord& record) {
    return apply_entries(
        record.entries, [this](std::int64_t offset, char* out, std::size_t size) { return read(offset, out, size); },
        [this](std::int64_t offset, std::string_view bytes) { return write(offset, bytes); });
  }
  std::int64_t committed_pages() const { return committed_; }

  // Whether the database file can be the one that the log was written beside: its header is the one from before, or one
  // that a commit made and a checkpoint wrote. A write that was torn may have left parts of several, so each octet is
  // looked for by itself; the counter in it tells moments apart all the same. After make_sums().
  bool belongs_to(const std::string& header, const std::string& before) {
    if (before.empty()) return true;
    if (header.size() != before.size()) return false;
    headers_.insert(before);
    for (std::size_t i = 0; i < header.size(); ++i) {
      const auto has_it = [&](const std::string& one) { return one[i] == header[i]; };
      if (std::none_of(headers_.begin(), headers_.end(), has_it)) return false;
    }
    return true;
  }

  // SQLite takes a frame by its salts and by a sum over all frames before it. Up to the last commit they are made right
  // where they are not: after a page of a transaction was spilled twice and a savepoint rolled back, SQLite (3.40)
  // leaves frames without a sum, which it notices only when it reads its log after a crash. Whether the octets are the
  // right ones is known from the sums of the redo log's records.
  Result<void> make_sums() {
    std::string header(kLogHeader, '\0');
    if (committed_ == 0 || !read(0, header.data(), header.size())) return {};
    const bool big_endian = (header[3] & 1) != 0;
    std::array<std::uint32_t, 2> sum{};
    add_to(sum, std::string_view(header).substr(0, 24), big_endian);
    std::string frame(kFrameHeader + static_cast<std::size_t>(page_size_), '\0');
    for (std::int64_t i = 0; i < committed_; ++i) {
      const std::int64_t offset = static_cast<std::int64_t>(kLogHeader) + i * static_cast<std::int64_t>(frame.size());
      if (!read(offset, frame.data(), frame.size())) return not_whole(path_);
      if (frame.starts_with(std::string_view("\0\0\0\1", 4)))
        headers_.insert(frame.substr(kFrameHeader, kDatabaseHeader));
      add_to(sum, std::string_view(frame).substr(0, 8), big_endian);
      add_to(sum, std::string_view(frame).substr(kFrameHeader), big_endian);
      std::string right = header.substr(16, 8);
      for (const std::uint32_t part : sum) {
        for (int shift = 24; shift >= 0; shift -= 8) right += static_cast<char>(part >> shift);
      }
      if (std::string_view(frame).substr(8, right.size()) == right) continue;
      code_ = file_.write(right, offset + 8);
      if (code_ != SQLITE_OK) return cannot_write(path_, code_);
    }
    return {};
  }

 private:
  // SQLite's file format §4.2.
  static void add_to(std::array<std::uint32_t, 2>& sum, std::string_view bytes, bool big_endian) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
      std::array<std::uint32_t, 2> word{};
      for (std::size_t i = 0; i < 8; ++i) {
        const std::size_t shift = 8 * (big_endian ? 3 - i % 4 : i % 4);
        word[i / 4] |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << shift;
      }
      sum[0] += word[0] + sum[1];
      sum[1] += word[1] + sum[0];
    }
  }

  bool read(std::int64_t offset, char* out, std::size_t size) {
    if (offset + static_cast<std::int64_t>(size) > end_) return false;
    return file_.read(out, size, offset) == SQLITE_OK;
  }
  bool write(std::int64_t offset, std::string_view bytes) {
    code_ = file_.write(bytes, offset);
    end_ = std::max(end_, offset + static_cast<std::int64_t>(bytes.size()));
    const std::int64_t frame = static_cast<std::int64_t>(kFrameHeader) + page_size_;
    const std::int64_t behind = offset - static_cast<std::int64_t>(kLogHeader);
    if (offset == 0) {
      page_size_ = static_cast<std::int64_t>(page_size_of(bytes));
    } else if (behind >= 0 && behind % frame == 0 && bytes.size() >= kFrameHeader &&
               bytes.substr(4, 4) != std::string_view("\0\0\0\0", 4)) {
      committed_ = behind / frame + 1;  // a frame, not a page that SQLite put in place of another
    }
    return code_ == SQLITE_OK;
  }

  const std::string path_;
  RedoFile file_;
  std::int64_t end_ = 0, page_size_ = 0, committed_ = 0;
  std::set<std::string> headers_;  // of the database file, as commits made it
  int code_ = SQLITE_OK;
};

// What the redo log carried, until it is asked for. Appended, so that what was not asked for yet stays whatever
// happens; done twice it is there twice, which hurts nobody. A log may have carried more than there is memory.
class CarriedKeeper {
 public:
  CarriedKeeper(sqlite3_vfs* vfs, std::string path) : vfs_(vfs), path_(std::move(path)), file_(vfs, path_) {}
  std::size_t count() const { return count_; }

  Result<void> add(std::vector<std::string>& fresh) {
    for (std::string& one : fresh) {
      octets_ += one.size();
      ++count_;
      waiting_.push_back(std::move(one));
    }
    return octets_ < kWaiting ? Result<void>() : append();
  }
  // All of it is durable.
  Result<void> finish() {
    if (count_ == 0) return {};
    if (Result<void> done = append(); !done) return done;
    if (const int code = file_.sync(); code != SQLITE_OK) return failed(code);
    return {};
  }

 private:
  static constexpr std::size_t kWaiting = 4u << 20;

  Result<void> append() {
    if (!begun_) {
      std::uint32_t number = 0;
      Result<void> read = read_redo_log(vfs_, path_, [&](RedoRecord& record) -> Result<void> {
        number = record.number + 1;
        old_end_ = record.end;
        return {};
      });
      if (!read) return read;
      file_.go_on(kCarriedGeneration, number, old_end_);
      begun_ = true;
    }
    if (waiting_.empty()) return {};
    const int code = file_.append({}, waiting_);
    waiting_.clear();
    octets_ = 0;
    if (code != SQLITE_OK) return failed(code);
    return {};
  }
  // After a failed fsync the next try must not find records in the kernel's memory that the disk does not have, and go
  // on behind them.
  Result<void> failed(int code) {
    RedoFile file(vfs_, path_);
    if (file.open(false) == SQLITE_OK) file.truncate(old_end_);
    return cannot_write(path_, code);
  }

  sqlite3_vfs* const vfs_;
  const std::string path_;
  RedoLog file_;
  bool begun_ = false;
  std::int64_t old_end_ = 0;
  std::vector<std::string> waiting_;
  std::size_t octets_ = 0, count_ = 0;
};

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

// After what stands before the damage is in the database file: is that one moment's?
Result<void> keep_damaged_log(const std::string& database, const std::string& vfs, const RedoDamage& damage) {
  const std::string redo = redo_path(database);
  std::string wrong;
  {
    Result<std::unique_ptr<SqliteConnection>> opened = SqliteConnection::open(database, vfs, SqliteRole::reader);
    if (!opened) return std::move(opened).error();
    const auto look = [&](const SqlRow& row) {
      if (row.text(0) != "ok") wrong = row.str(0);
      return true;
    };
    Result<void> checked = (*opened)->query("PRAGMA integrity_check(1)", {}, look);
    if (!checked) wrong = describe(checked.error());
  }
  if (!wrong.empty()) return mixed_database(database, redo, wrong);
  Result<std::string> kept = set_aside(redo);
  if (!kept) return std::move(kept).error();
  log(LogLevel::error, "SQL-0008",
      "the redo log was damaged; what stood before the damage was taken in, the rest is lost, and the log was kept",
      {{"kept", *kept},
       {"commits", std::to_string(damage.at.records)},
       {"commits_lost_at_most", std::to_string(damage.lost)},
       {"next", "compare with a backup; what clients still have can be sent or appended again"}});
  return {};
}

}  // namespace

Result<void> recover_redo_log(const std::string& database, const std::string& vfs_name, bool accept_loss) {
  sqlite3_initialize();
  sqlite3_vfs* vfs = sqlite3_vfs_find(vfs_name.empty() ? nullptr : vfs_name.c_str());
  if (vfs == nullptr) return {};  // opening by that name will tell
  const std::string redo = redo_path(database), log_path = database + "-wal";
  const bool has_redo = RedoFile::exists(vfs, redo), has_log = RedoFile::exists(vfs, log_path);
  if (is_open_elsewhere(database)) return in_use(database);
  if (!has_redo && !has_log) return {};
  if (has_redo && !RedoFile::exists(vfs, database)) return does_not_belong(database);
  CarriedKeeper carried(vfs, carried_path(database));
  std::int64_t pages = 0;
  std::optional<RedoDamage> damage;
  if (has_redo) {
    // A killed process may have left records that only the kernel has; the database file must not get ahead of them.
    RedoFile file(vfs, redo);
    int made_durable = file.open(false);
    if (made_durable == SQLITE_OK) made_durable = file.sync();
    if (made_durable != SQLITE_OK) return cannot_write(redo, made_durable);
    LogFileMaker maker(vfs, log_path);
    bool any = false;
    RedoEnd last;
    std::string before;  // the database file's header as the generation began
    Result<void> made = read_redo_log(vfs, redo, [&](RedoRecord& record) -> Result<void> {
      if (!any) {  // what is there is of a recovery that was broken off
        if (const int code = RedoFile::remove(vfs, log_path); code != SQLITE_OK) return cannot_write(log_path, code);
        if (const int code = maker.open(); code != SQLITE_OK) return cannot_write(log_path, code);
        any = true;
        before = database_header_of(record.entries);
      }
      last = {record.number + 1, record.generation, record.end};
      Result<void> applied = maker.apply(record);
      return applied || maker.failure() == SQLITE_OK ? applied : cannot_write(log_path, maker.failure());
    });
    if (!made) return made;
    // What is refused leaves the log of SQLite that was just made, when there is one, behind for nobody.
    const auto refuse = [&](Error why) -> Result<void> {
      const int code = any ? RedoFile::remove(vfs, log_path) : SQLITE_OK;
      return code == SQLITE_OK ? std::move(why) : cannot_write(log_path, code);
    };
    Result<std::optional<RedoDamage>> found = damage_behind(vfs, redo, last);
    if (!found) return refuse(std::move(found).error());
    damage = *found;
    if (damage && !accept_loss) return refuse(damaged_in_the_middle(redo, *damage));
    if (any) {
      if (Result<void> summed = maker.make_sums(); !summed) return summed;
      if (!maker.belongs_to(header_of_file(database), before)) {
        return refuse(damage ? mixed_database(database, redo, "the header is of a later commit")
                             : does_not_belong(database));
      }
      const auto keep = [&](RedoRecord& record) { return carried.add(record.carried); };
      if (Result<void> kept = read_redo_log(vfs, redo, keep); !kept) return kept;
      if (const int code = maker.sync(); code != SQLITE_OK) return cannot_write(log_path, code);
      pages = maker.committed_pages();
    }
  }
  if (Result<void> kept = carried.finish(); !kept) return kept;
  if (Result<void> taken = take_into_database(database, vfs_name, pages); !taken) return taken;
  if (RedoFile::exists(vfs, log_path)) return in_use(database);
  if (!has_redo) return {};
  if (damage) return keep_damaged_log(database, vfs_name, *damage);
  log(LogLevel::info, "SQL-0007", "changes of a process that ended without closing the database were restored",
      {{"pages", std::to_string(pages)}, {"carried", std::to_string(carried.count())}});
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
