#include <sqlite3.h>

#include "base/sql/sqlite_connection.h"

namespace base::sql {

Error sqlite_error(int code, const char* message, std::string_view what) {
  std::string detail = "SQLite " + std::to_string(code) + " " + (message != nullptr ? message : "") + " in: ";
  detail += what;
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID) {
    return Error::permanent(ErrorCode::exists, "It is already there.", std::move(detail));
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error::transient(ErrorCode::busy, "The store is busy; please try again.", std::move(detail));
    case SQLITE_FULL: return Error::transient(ErrorCode::disk_full, "The disk is full.", std::move(detail));
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY: return Error::transient(ErrorCode::io, "The disk reported an error.", std::move(detail));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Error::permanent(ErrorCode::corrupt, "The store is damaged.", std::move(detail));
    case SQLITE_INTERRUPT: return Error::transient(ErrorCode::timeout, "The request took too long.", std::move(detail));
    default: return Error::permanent(ErrorCode::internal, "Internal error.", std::move(detail));
  }
}

}  // namespace base::sql
