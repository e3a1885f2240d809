// Storage tests run on every engine there is: SQLite in a temporary directory, and MariaDB when VANTHU_TEST_MYSQL_URL is
// set (tests/mariadb.sh prints it). Each call of the body gets a fresh, empty database, removed afterwards.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/sql/database.h"

namespace tests {

// A directory of its own below $TMPDIR (or /tmp), removed with everything in it.
class TempDirectory {
 public:
  TempDirectory();
  ~TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// One engine: opens as often as the test likes on the same data (reopen after a crash, several processes in one).
class StorageEngine {
 public:
  virtual ~StorageEngine() = default;
  virtual std::string name() const = 0;                       // "sqlite", "mysql"
  virtual std::string url() const = 0;                        // for DatabaseOptions.url
  // Opens the database; aborts the test program with a message when that fails.
  std::unique_ptr<base::Database> open() const;
};

// Runs `body` once per engine with a fresh database; the engine's name is shown with a failing check.
void for_each_engine(const std::function<void(const StorageEngine&)>& body);
void for_each_engine(const std::function<void(std::unique_ptr<base::Database>)>& body);

}  // namespace tests
