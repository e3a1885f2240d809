#include "base/sql/redo/first_fault.h"

#include <sqlite3.h>

#include "base/sql/sqlite_connection.h"

namespace base::sql {

std::string first_fault(const std::string& database, const std::string& vfs, LookedAt what) {
  std::string uri = sqlite_uri(database, vfs);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI;  // the index of the log is made for the check
  if (what == LookedAt::file_alone) {
    uri += vfs.empty() ? "?immutable=1" : "&immutable=1";
    flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  }
  sqlite3* db = nullptr;
  sqlite3_stmt* look = nullptr;
  std::string wrong;
  int code = sqlite3_open_v2(uri.c_str(), &db, flags, nullptr);
  // At once: whatever fails later, closing must not move the log into the file.
  if (code == SQLITE_OK) code = sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (code == SQLITE_OK) code = sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &look, nullptr);
  if (code == SQLITE_OK) code = sqlite3_step(look);
  if (code == SQLITE_ROW) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(look, 0));
    wrong = text == nullptr ? "integrity_check says nothing" : text;
    if (wrong == "ok") wrong.clear();
  } else {
    wrong = std::string("integrity_check: ") + (db == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(db));
  }
  sqlite3_finalize(look);
  sqlite3_close(db);
  return wrong;
}

}  // namespace base::sql
