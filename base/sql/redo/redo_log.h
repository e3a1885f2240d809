// The redo log: the one file that a commit makes durable. SQLite's own write-ahead log is kept in memory
// (memory_log_vfs.h); what is written to it goes here as well, as changes of pages, compressed, with octets that others
// want to have durable by the same fsync (carried_bytes.h). At the next start redo_recovery.h makes SQLite's log of it.
//
//   file   = record*                of one generation; behind them may stand what is left of an older one
//   record = head zstd(entry*) (length:u32 bytes)*
//
// head: redo_record.h. number counts from 0 in a generation; a generation is one filling of SQLite's log and has its
// salt. entries, unpacked, carried: octets of the two parts; sum: over all but itself. A record that does not fit ends
// the log: it was never acknowledged, unless later ones show that it was durable (redo_damage.h). A record of no
// entries that carries nothing is a note: pages of what was durable before it may be in the database file already.
// Written through SQLite's VFS; codes are SQLite's. Used by one thread at a time, but for note().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/thread_annotations.h"

struct sqlite3_vfs;

namespace base::sql {

class RedoFile;  // an open file of a VFS

class RedoLog {
 public:
  RedoLog(sqlite3_vfs* vfs, std::string path);
  ~RedoLog();
  RedoLog(const RedoLog&) = delete;
  RedoLog& operator=(const RedoLog&) = delete;

  // What was written before is not needed any more. Nothing is written yet.
  void begin(std::uint64_t generation) { go_on(generation, 0, 0); }
  // Behind `number` records that end at `end`; the first `durable` of them are.
  void go_on(std::uint64_t generation, std::uint32_t number, std::int64_t end, std::uint32_t durable = 0);
  // Durable only after sync(). After a failure the next record takes its place.
  int append(std::string_view entries, std::span<const std::string> carried);
  int sync();
  // Before pages of what is durable go where the log does not protect them: a note, durable, and so far behind the
  // newest record that one bad sector does not take both. Any thread. A log that takes no more goes without: the only
  // error is FSYNC, after which nothing may be written.
  int note();
  // Nothing in it is needed: the file goes away.
  int remove();

 private:
  struct Packer;
  int hide_old_records(RedoFile& file) REQUIRES_LOCK(mutex_);
  int put(RedoFile& file, std::string_view entries, std::span<const std::string> carried) REQUIRES_LOCK(mutex_);

  sqlite3_vfs* const vfs_;
  const std::string path_;
  std::unique_ptr<RedoFile> file_;
  Mutex mutex_;
  std::unique_ptr<Packer> packer_ GUARDED_BY(mutex_);
  std::uint64_t generation_ GUARDED_BY(mutex_) = 0;
  std::uint32_t number_ GUARDED_BY(mutex_) = 0;
  std::uint32_t durable_ GUARDED_BY(mutex_) = 0;  // records of the generation
  std::uint32_t noted_ GUARDED_BY(mutex_) = 0;    // of these, when the newest note was written
  std::int64_t end_ GUARDED_BY(mutex_) = 0;
};

struct RedoRecord {
  std::uint64_t generation = 0;
  std::uint32_t number = 0;
  std::int64_t end = 0;  // in the file
  std::string entries;
  std::vector<std::string> carried;
};

// Calls `visit` for each record of the file's generation, in order; a missing file has none. Errors: io, corrupt (a
// record whose sum is right cannot be read), and those of `visit`. With `unreadable` a bad sector is no error but the
// end: SQLite's code stands there then.
Result<void> read_redo_log(sqlite3_vfs* vfs, const std::string& path,
                           const std::function<Result<void>(RedoRecord&)>& visit, int* unreadable = nullptr);

// What SQLite answers when the disk does not give octets back.
bool is_bad_sector(int code);

// A file of a VFS as a whole: what redo_recovery.h writes and removes.
class RedoFile {
 public:
  RedoFile(sqlite3_vfs* vfs, std::string path);
  ~RedoFile();
  RedoFile(const RedoFile&) = delete;
  RedoFile& operator=(const RedoFile&) = delete;
  int open(bool create);  // CANTOPEN when missing and not to be made
  int write(std::string_view bytes, std::int64_t offset);
  int read(char* out, std::size_t size, std::int64_t offset) const;  // SHORT_READ behind the end
  int truncate(std::int64_t size);
  int sync();
  std::int64_t size() const;  // -1: unknown
  static int remove(sqlite3_vfs* vfs, const std::string& path);
  static bool exists(sqlite3_vfs* vfs, const std::string& path);

 private:
  sqlite3_vfs* const vfs_;
  const std::string path_;  // SQLite keeps a pointer to it
  std::unique_ptr<char[]> memory_;
  bool open_ = false;
};

}  // namespace base::sql
