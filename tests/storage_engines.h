// Storage tests run on every engine there is: SQLite in a temporary directory, and MariaDB when VANTHU_TEST_MYSQL_URL
// is set (tests/mariadb.sh prints it). Each run of the body gets a fresh, empty database, removed afterwards.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "base/sql/database.h"

namespace tests {

// A directory of its own below $TMPDIR (or /tmp), removed with everything in it.
class TempDirectory {
 public:
  TempDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vanthu-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      std::perror("mkdtemp");
      std::abort();
    }
    path_ = pattern;
  }
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// One engine with one fresh database; open it as often as the test likes (also again after a simulated crash).
struct StorageEngine {
  std::string name;  // "sqlite", "mysql"
  base::DatabaseOptions options;

  // Ends the test program with a message when it cannot be opened.
  std::unique_ptr<base::Database> open() const {
    base::Result<std::unique_ptr<base::Database>> database = base::Database::open(options);
    if (database) return std::move(*database);
    std::fprintf(stderr, "cannot open %s: %s\n", name.c_str(), base::describe(database.error()).c_str());
    std::abort();
  }
};

// "mysql://user:password@host:port/ANY?options" with another database name.
inline std::string with_database_name(const std::string& url, const std::string& name) {
  const std::size_t slash = url.find('/', url.find("://") + 3);
  const std::size_t query = url.find('?');
  const std::string tail = query == std::string::npos ? "" : url.substr(query);
  return url.substr(0, std::min(slash, query)) + "/" + name + tail;
}

// Runs `body` once per engine; the engine's name is shown with a failing check.
inline void for_each_storage_engine(const std::function<void(const StorageEngine&)>& body) {
  {
    const TempDirectory directory;
    StorageEngine engine{"sqlite", {}};
    engine.options.url = "sqlite:" + directory / "vanthu.db";
    INFO("engine: sqlite");
    body(engine);
  }
  const char* url = std::getenv("VANTHU_TEST_MYSQL_URL");
  if (url == nullptr || *url == '\0') return;
  static std::atomic<int> counter{0};
  const std::string name = "vanthu_test_" + std::to_string(::getpid()) + "_" + std::to_string(++counter);
  StorageEngine engine{"mysql", {}};
  engine.options.url = with_database_name(url, name);
  INFO("engine: mysql");
  struct Dropper {
    const StorageEngine& engine;
    const std::string& name;
    ~Dropper() {
      const std::string drop = "DROP DATABASE IF EXISTS " + name;
      (void)engine.open()->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
        (void)tx.execute(drop, {});
        return {};
      });
    }
  } dropper{engine, name};
  body(engine);
}

inline void for_each_engine(const std::function<void(std::unique_ptr<base::Database>)>& body) {
  for_each_storage_engine([&](const StorageEngine& engine) { body(engine.open()); });
}

}  // namespace tests
