#include "base/sql/redo/redo_recovery.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/log.h"
#include "base/sql/redo/carried_keeper.h"
#include "base/sql/redo/first_fault.h"
#include "base/sql/redo/memory_log_vfs.h"
#include "base/sql/redo/recovery_errors.h"
#include "base/sql/redo/redo_damage.h"
#include "base/sql/redo/redo_format.h"
#include "base/sql/redo/redo_log.h"
#include "base/sql/sqlite_connection.h"

namespace base::sql {
namespace {

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

  // Of a file that does not belong: whether it is of a later moment, by the counter in its header (format §1.3.7).
  static bool is_later(const std::string& header, const std::string& before) {
    return header.size() == before.size() && header.substr(24, 4) > before.substr(24, 4);
  }
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

// One recovery. What is refused leaves nothing behind: the log of SQLite that was just made goes away again.
class Recovery {
 public:
  Recovery(sqlite3_vfs* vfs, const std::string& vfs_name, const std::string& database)
      : vfs_(vfs),
        vfs_name_(vfs_name),
        database_(database),
        maker_(vfs, log_path_),
        carried_(vfs, carried_path(database)) {}

  Result<void> run(Loss loss) {
    const bool has_redo = RedoFile::exists(vfs_, redo_), has_log = RedoFile::exists(vfs_, log_path_);
    if (is_open_elsewhere(database_)) return in_use(database_);
    if (loss != Loss::refused) {
      if (Result<void> saved = save_carried(); !saved) return saved;
    }
    if (!has_redo && !has_log) return {};
    if (has_redo && !RedoFile::exists(vfs_, database_)) return does_not_belong(database_);
    if (has_redo) {
      if (Result<void> made = make_log(loss); !made) return made;
    }
    old_log_ = has_log && !any_;
    const bool take_in = !damage_ || old_log_ || loss != Loss::without_log;
    if (damage_) {
      if (Result<void> whole = look_at_what_comes(take_in); !whole) return whole;
    }
    if (Result<void> kept = carried_.finish(); !kept) return kept;
    if (damage_) {
      if (Result<void> marked = mark_loss(); !marked) return marked;
    }
    if (take_in) {
      const std::int64_t pages = any_ ? maker_.committed_pages() : 0;
      if (Result<void> taken = take_into_database(database_, vfs_name_, pages); !taken) return taken;
      if (RedoFile::exists(vfs_, log_path_)) return in_use(database_);
    } else if (const int code = RedoFile::remove(vfs_, log_path_); code != SQLITE_OK) {
      return cannot_write(log_path_, code);
    }
    if (!has_redo) return {};
    return damage_ ? keep_damaged_log(take_in) : remove_log();
  }

 private:
  // What older logs carried, where the disk does not give back all of it.
  Result<void> save_carried() {
    const std::string path = carried_path(database_);
    std::vector<std::string> readable;
    int bad = SQLITE_OK;
    const auto take = [&](RedoRecord& record) -> Result<void> {
      std::move(record.carried.begin(), record.carried.end(), std::back_inserter(readable));
      return {};
    };
    if (Result<void> read = read_redo_log(vfs_, path, take, &bad); !read) return read;
    if (bad == SQLITE_OK) return {};
    Result<std::string> kept = set_aside(path);
    if (!kept) return std::move(kept).error();
    log(LogLevel::error, "SQL-0015", "octets of messages that a log carried cannot be read any more",
        {{"kept", *kept},
         {"read", std::to_string(readable.size())},
         {"next", "verify names the messages that lack octets: have them from a backup or from who sent them"}});
    if (Result<void> added = carried_.add(readable); !added) return added;
    return carried_.finish();
  }

  Result<void> refuse(Error why) {
    const int code = any_ ? RedoFile::remove(vfs_, log_path_) : SQLITE_OK;
    return code == SQLITE_OK ? std::move(why) : cannot_write(log_path_, code);
  }

  Result<void> make_log(Loss loss) {
    // A killed process may have left records that only the kernel has; the database file must not get ahead of them.
    RedoFile file(vfs_, redo_);
    int made_durable = file.open(false);
    if (made_durable == SQLITE_OK) made_durable = file.sync();
    if (made_durable != SQLITE_OK) return cannot_write(redo_, made_durable);
    int bad = SQLITE_OK;
    if (Result<void> made = read_redo_log(
            vfs_, redo_, [&](RedoRecord& one) { return apply(one); }, &bad);
        !made)
      return made;
    end_.unreadable = bad != SQLITE_OK;
    Result<std::optional<RedoDamage>> found = damage_behind(vfs_, redo_, end_);
    if (!found) return refuse(std::move(found).error());
    damage_ = *found;
    if (damage_ && loss == Loss::refused) return refuse(damaged_in_the_middle(redo_, *damage_));
    if (!any_) return {};
    if (Result<void> summed = maker_.make_sums(); !summed) return summed;
    const std::string header = header_of_file(database_);
    belongs_ = maker_.belongs_to(header, before_);
    if (!belongs_ && !(damage_ && LogFileMaker::is_later(header, before_))) return refuse(does_not_belong(database_));
    if (Result<void> kept = keep_carried(); !kept) return kept;
    if (const int code = maker_.sync(); code != SQLITE_OK) return cannot_write(log_path_, code);
    return damage_ ? Result<void>() : leave_note();
  }

  // Taking it in moves pages as a checkpoint does, and may be broken off too.
  Result<void> leave_note() {
    RedoLog log(vfs_, redo_);
    log.go_on(end_.generation, end_.records, end_.place, end_.records);
    const int code = log.note();
    return code == SQLITE_OK ? Result<void>() : cannot_write(redo_, code);
  }

  Result<void> apply(RedoRecord& record) {
    if (!any_) {  // what is there is of a recovery that was broken off
      if (const int code = RedoFile::remove(vfs_, log_path_); code != SQLITE_OK) return cannot_write(log_path_, code);
      if (const int code = maker_.open(); code != SQLITE_OK) return cannot_write(log_path_, code);
      any_ = true;
      before_ = database_header_of(record.entries);
    }
    end_ = {record.number + 1, record.generation, record.end};
    Result<void> applied = maker_.apply(record);
    return applied || maker_.failure() == SQLITE_OK ? applied : cannot_write(log_path_, maker_.failure());
  }

  // Of the records that were applied: a bad sector may give its octets once and not again.
  Result<void> keep_carried() {
    std::uint32_t seen = 0;
    const auto keep = [&](RedoRecord& record) -> Result<void> {
      if (record.number >= end_.records) return {};
      seen = record.number + 1;
      return carried_.add(record.carried);
    };
    int bad = SQLITE_OK;
    if (Result<void> kept = read_redo_log(vfs_, redo_, keep, &bad); !kept) return kept;
    return seen == end_.records ? Result<void>() : refuse(not_whole(redo_));
  }

  // Before anything is written over: is the database one moment's, with what stands before the damage or without it?
  Result<void> look_at_what_comes(bool take_in) {
    std::string wrong;
    if (!take_in) {
      wrong = first_fault(database_, vfs_name_, LookedAt::file_alone);
      return wrong.empty() ? Result<void>() : refuse(mixed_database(database_, redo_, wrong));
    }
    const LookedAt what = any_ || old_log_ ? LookedAt::with_log : LookedAt::file_alone;
    if (any_ && !belongs_) {
      wrong = "the header is of a later commit";
    } else if (damage_->moved && !old_log_) {
      wrong = "a checkpoint had begun to move commits that are lost";
    } else {
      wrong = first_fault(database_, vfs_name_, what);
    }
    if (wrong.empty()) return {};
    const bool whole = (what == LookedAt::with_log || damage_->moved) &&
                       first_fault(database_, vfs_name_, LookedAt::file_alone).empty();
    return refuse(whole ? whole_without_log(database_, redo_, wrong) : mixed_database(database_, redo_, wrong));
  }

  // Durable before the first page is set back (accepted_loss.h).
  Result<void> mark_loss() {
    const std::string path = loss_path(database_);
    RedoFile file(vfs_, path);
    int code = file.open(true);
    if (code == SQLITE_OK) code = file.write("1\n", 0);
    if (code == SQLITE_OK) code = file.sync();
    return code == SQLITE_OK ? Result<void>() : cannot_write(path, code);
  }

  Result<void> keep_damaged_log(bool taken_in) {
    Result<std::string> kept = set_aside(redo_);
    if (!kept) return std::move(kept).error();
    log(LogLevel::error, "SQL-0008",
        taken_in
            ? "the redo log was damaged; the commits before the damage are in the database, the rest is lost, and the "
              "log was kept"
            : "the redo log was damaged; the database stays as it was without it, what only the log had is lost, and "
              "the log was kept",
        {{"kept", *kept},
         {"commits", std::to_string(damage_->at.records)},
         {"commits_lost_at_most", damage_->unreadable ? "unknown" : std::to_string(damage_->lost)},
         {"next", "compare with a backup; what clients still have can be sent or appended again"}});
    return {};
  }

  Result<void> remove_log() {
    log(LogLevel::info, "SQL-0007", "changes of a process that ended without closing the database were restored",
        {{"pages", std::to_string(any_ ? maker_.committed_pages() : 0)},
         {"carried", std::to_string(carried_.count())}});
    if (const int code = RedoFile::remove(vfs_, redo_); code != SQLITE_OK) return cannot_write(redo_, code);
    return {};
  }

  sqlite3_vfs* const vfs_;
  const std::string vfs_name_, database_, redo_ = redo_path(database_), log_path_ = database_ + "-wal";
  LogFileMaker maker_;
  CarriedKeeper carried_;
  bool any_ = false;      // a record was read
  bool old_log_ = false;  // none, but there is a log of SQLite that a recovery before this one made
  bool belongs_ = true;   // the database file is of a moment that the records know
  RedoEnd end_;
  std::string before_;  // the database file's header as the generation began
  std::optional<RedoDamage> damage_;
};

}  // namespace

Result<void> recover_redo_log(const std::string& database, const std::string& vfs_name, Loss loss) {
  sqlite3_initialize();
  sqlite3_vfs* vfs = sqlite3_vfs_find(vfs_name.empty() ? nullptr : vfs_name.c_str());
  if (vfs == nullptr) return {};  // opening by that name will tell
  return Recovery(vfs, vfs_name, database).run(loss);
}

Result<void> take_note_of_loss(const std::string& database, const std::string& vfs_name,
                               const std::function<Result<void>()>& take_note) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(vfs_name.empty() ? nullptr : vfs_name.c_str());
  const std::string path = loss_path(database);
  if (vfs == nullptr || !RedoFile::exists(vfs, path)) return {};
  if (Result<void> noted = take_note(); !noted) return noted;
  if (const int code = RedoFile::remove(vfs, path); code != SQLITE_OK) return cannot_write(path, code);
  return {};
}

Result<void> restore_carried_file(const std::string& database, const std::string& vfs_name,
                                  const std::function<Result<void>(std::span<const std::string>)>& restore) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(vfs_name.empty() ? nullptr : vfs_name.c_str());
  const std::string path = carried_path(database);
  if (vfs == nullptr || !RedoFile::exists(vfs, path)) return {};
  int bad = SQLITE_OK;
  Result<void> read = read_redo_log(
      vfs, path, [&](RedoRecord& record) { return restore(record.carried); }, &bad);
  if (!read) return read;
  if (bad != SQLITE_OK) return carried_is_unreadable(path);
  if (const int code = RedoFile::remove(vfs, path); code != SQLITE_OK) return cannot_write(path, code);
  return {};
}

}  // namespace base::sql
