// LogGatherVfs: SQLite writes its write-ahead log in two calls a page; a group of commits makes hundreds of them. This
// VFS of the writing connection gathers neighbouring writes to the log in memory and hands them to the real VFS at once
// when SQLite syncs (or looks at) the log. Nothing is acknowledged earlier: with synchronous=FULL a commit syncs the
// log before it counts, and other connections read no frame before that. All other files are the real VFS's own.
#pragma once

#include <memory>
#include <string>

namespace base::sql {

// Registered as name() while it lives; must outlive every connection opened with it. Its files are used by one thread
// at a time.
class LogGatherVfs {
 public:
  // `real`: the name of a registered VFS (a fault VFS in tests), empty for SQLite's default.
  explicit LogGatherVfs(const std::string& real);
  ~LogGatherVfs();
  LogGatherVfs(const LogGatherVfs&) = delete;
  LogGatherVfs& operator=(const LogGatherVfs&) = delete;
  const std::string& name() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace base::sql
