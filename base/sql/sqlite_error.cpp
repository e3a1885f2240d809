#include <sqlite3.h>

#include "base/sql/sqlite_connection.h"

namespace base::sql {

Error sqlite_error(int code, const char* message, std::string_view what) {
  std::string detail = "SQLite " + std::to_string(code) + " " + (message != nullptr ? message : "") + " in: ";
  detail += what;
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID) {
    return Error::permanent(ErrorCode::exists, {"Đã có sẵn.", "It is already there."}, std::move(detail));
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error::transient(ErrorCode::busy,
                              {"Kho thư đang bận; xin thử lại.", "The store is busy; please try again."},
                              std::move(detail));
    case SQLITE_FULL:
      return Error::transient(ErrorCode::disk_full,
                              {"Ổ đĩa đầy; những gì đã có vẫn an toàn. Hãy giải phóng ổ đĩa rồi thử lại.",
                               "The disk is full. What is there is safe. Free some space and try again."},
                              std::move(detail));
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return Error::transient(ErrorCode::io,
                              {"Ổ đĩa báo lỗi; hãy xem nhật ký và quyền của thư mục.",
                               "The disk reported an error. Look at the log and the folder's rights."},
                              std::move(detail));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Error::permanent(
          ErrorCode::corrupt,
          {"Kho thư bị hỏng. Hãy chép cả thư mục dữ liệu sang nơi khác, xem ổ đĩa, rồi phục hồi bản sao lưu vào một thư mục "
           "mới.",
           "The database is damaged. Copy the whole data directory elsewhere, look at the disk, then restore a backup into "
           "a new directory."},
          std::move(detail));
    case SQLITE_INTERRUPT:
      return Error::transient(ErrorCode::timeout,
                              {"Yêu cầu mất quá nhiều thời gian; xin thử lại sau.", "The request took too long."},
                              std::move(detail));
    default:
      return Error::permanent(
          ErrorCode::internal,
          {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
          std::move(detail));
  }
}

}  // namespace base::sql
