// MemoryLogVfs: the VFS of all connections to one database. SQLite's write-ahead log lies in memory (log_memory.h); its
// writes are gathered until the sync that makes them count, and then go to the redo log (redo_log.h), with what the
// group of units carries: one write and one fsync for all, of what has changed instead of whole pages. Nothing is
// acknowledged earlier: with synchronous=FULL a commit syncs the log before it counts, and other connections read no
// page of it before. All other files are the real VFS's own.
//
// Another program that opens the database meanwhile would find no log: hold_others_off() keeps it away.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace base::sql {

// Files beside the database.
std::string redo_path(const std::string& database);     // the redo log
std::string carried_path(const std::string& database);  // what a log carried that is gone, until it is asked for
std::string loss_path(const std::string& database);     // there: a loss was accepted, and nobody has noted it yet

// The first octets of an open database file (redo_format.h); fewer or none when it has no more.
std::string database_header(int file);

// Another program, or another part of this one, reads or writes the database file.
bool is_open_elsewhere(const std::string& database);
Error in_use(const std::string& database);

// Registered as name() while it lives; must outlive every connection opened with it. Thread-safe as SQLite is: one
// connection writes.
class MemoryLogVfs {
 public:
  // `real`: the name of a registered VFS (a fault VFS in tests), empty for SQLite's default. `path`: the database.
  MemoryLogVfs(const std::string& real, const std::string& path);
  ~MemoryLogVfs();
  MemoryLogVfs(const MemoryLogVfs&) = delete;
  MemoryLogVfs& operator=(const MemoryLogVfs&) = delete;
  const std::string& name() const;
  bool is_usable() const;  // false: there is no VFS of that name

  // What the next commit carries; only until then. On the writing thread.
  void carry(std::vector<std::string> bytes);
  // Called before the redo log begins anew or goes away: makes durable elsewhere all that was carried. Any thread.
  void set_settle(std::function<Result<void>()> settle);
  // Calls it when something was carried since; true when nothing is left that only the redo log has.
  Result<void> settle();

  // After the first connection is open, and before the last one is closed. Errors: busy.
  Result<void> hold_others_off();
  void let_others_in();

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace base::sql
