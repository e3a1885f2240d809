#include "base/sql/mysql/mysql_connection.h"

namespace base::sql {

// Server numbers 1000…1999, client numbers 2000…2999.
MysqlConnection::Damage mysql_damage(int number) {
  switch (number) {
    case 1205:  // lock wait timeout
    case 1213:  // deadlock
    case 1020:  // record has changed since last read (snapshot isolation)
    case 1047:  // Galera: node not ready
    case 1180:  // error during commit (Galera: certification failed)
      return MysqlConnection::Damage::transaction;
    case 1040:  // too many connections
    case 1053:  // shutdown in progress
    case 1152:  // aborted connection
    case 1158:
    case 1159:
    case 1160:
    case 1161:  // network trouble seen by the server
    case 1927:  // connection was killed
    case 2000:
    case 2002:  // no socket
    case 2003:  // no host
    case 2005:  // no such host name
    case 2026:  // TLS: not the server we may trust
    case 2006:  // gone away
    case 2013:  // lost during query
    case 2014:  // out of sync
    case 2030:  // statement not prepared: the connection below it has changed
    case 2055:  // lost connection, extended
      return MysqlConnection::Damage::connection;
    default: return MysqlConnection::Damage::statement;
  }
}

Error mysql_error(int number, const std::string& message, std::string_view what) {
  std::string detail = "MySQL " + std::to_string(number) + " " + message + " in: " + std::string(what.substr(0, 300));
  if (mysql_damage(number) != MysqlConnection::Damage::statement) {
    const bool locked = number == 1205 || number == 1213;
    return Error::transient(locked ? ErrorCode::busy : ErrorCode::unavailable,
                            locked ? Sentence("Kho thư đang bận; xin thử lại.", "The store is busy; please try again.")
                                   : Sentence("Không liên lạc được với cơ sở dữ liệu; hãy kiểm tra rồi thử lại.",
                                              "The database cannot be reached."),
                            std::move(detail));
  }
  switch (number) {
    case 1062: return Error::permanent(ErrorCode::exists, {"Đã có sẵn.", "It is already there."}, std::move(detail));
    case 3:     // error writing a file
    case 1021:  // disk full
    case 1114:  // table full
      return Error::transient(
          ErrorCode::disk_full,
          {"Ổ đĩa đầy; những gì đã có vẫn an toàn. Hãy giải phóng ổ đĩa rồi thử lại.", "The disk is full."},
          std::move(detail));
    case 1290:  // read-only server
    case 1836:
    case 1792:
      return Error::transient(ErrorCode::unavailable,
                              {"Cơ sở dữ liệu không nhận thay đổi nào.", "The database accepts no changes."},
                              std::move(detail));
    case 1044:
    case 1045:
    case 1142:
      return Error::permanent(ErrorCode::no_permission,
                              {"Cơ sở dữ liệu từ chối tài khoản của chương trình; hãy xem lại database.url.",
                               "The database refused our account."},
                              std::move(detail));
    case 1317:
    case 1969:
      return Error::transient(ErrorCode::timeout,
                              {"Yêu cầu mất quá nhiều thời gian; xin thử lại sau.", "The request took too long."},
                              std::move(detail));
    case 1153:
      return Error::permanent(ErrorCode::too_large,
                              {"Mục này quá lớn đối với cơ sở dữ liệu.", "The item is too large for the database."},
                              std::move(detail));
    case 1264:
    case 1366:
    case 1406:
      return Error::permanent(ErrorCode::bad_input, {"Một giá trị không vừa với chỗ ghi.", "A value does not fit."},
                              std::move(detail));
    case 1030:
    case 1194:
      return Error::transient(ErrorCode::io,
                              {"Ổ đĩa báo lỗi; hãy xem nhật ký và quyền của thư mục.", "The disk reported an error."},
                              std::move(detail));
    default:
      return Error::permanent(
          ErrorCode::internal,
          {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
          std::move(detail));
  }
}

}  // namespace base::sql
