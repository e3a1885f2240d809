#include "base/sql/redo/recovery_errors.h"

#include <sqlite3.h>

#include "base/sql/redo/memory_log_vfs.h"

namespace base::sql {

Error cannot_write(const std::string& path, int code) {
  if (code == SQLITE_FULL) {
    return Error::transient(
        ErrorCode::disk_full,
        {"Ổ đĩa đầy: chưa đưa được các thay đổi trong vanthu.db-redo vào vanthu.db. Những gì đã có vẫn "
         "an toàn; hãy giải phóng ổ đĩa của thư mục dữ liệu (đừng xóa vanthu.db-redo) rồi khởi động "
         "lại.",
         "The disk is full: the changes in vanthu.db-redo could not be taken into vanthu.db. What is "
         "there is safe. Free some space on the file system of the data directory (never delete "
         "vanthu.db-redo) and start again."},
        path);
  }
  return Error::transient(ErrorCode::io,
                          {"Không ghi được " + path + "; những gì đã có vẫn an toàn. Hãy xem ổ đĩa rồi khởi động lại.",
                           path + " cannot be written. What is there is safe. Look at the disk and start again."},
                          "SQLite code " + std::to_string(code));
}

Error not_whole(const std::string& path) {
  return Error::permanent(
      ErrorCode::corrupt,
      {"Không ghi lại được đủ các thay đổi từ " + path +
           ". Chưa xóa gì; hãy giữ nguyên thư mục và báo người phát triển.",
       "The changes in " + path +
           " could not all be restored. Nothing was removed. Keep the folder as it is and tell the developers."});
}

Error carried_is_unreadable(const std::string& path) {
  return Error::permanent(
      ErrorCode::corrupt,
      {"Ổ đĩa không đọc được hết " + path +
           ", nơi giữ byte của những thư chưa về chỗ. Chưa thay đổi gì. Hãy chép cả thư mục dữ liệu sang nơi khác và xem ổ "
           "đĩa. Sau đó hoặc phục hồi bản sao lưu vào một thư mục mới, hoặc chạy `vanthu verify --accept-loss`: lệnh này "
           "lấy lại những gì đọc được, giữ tệp thành " +
           path + ".damaged-N và cho biết thư nào thiếu byte.",
       "The disk cannot read all of " + path +
           ", which holds octets of messages that are not at their place yet. Nothing was changed. Copy the whole data "
           "directory elsewhere and look at the disk. Then either restore a backup into a new directory, or run `vanthu "
           "verify --accept-loss`, which takes what can be read, keeps the file as " +
           path + ".damaged-N and names the messages that lack octets."});
}

Error does_not_belong(const std::string& database) {
  const std::string redo = redo_path(database);
  return Error::permanent(
      ErrorCode::corrupt,
      {redo + " không thuộc về " + database +
           " này: hai tệp của hai thời điểm khác nhau (chép riêng từng tệp, hoặc chương trình khác đã ghi). Chưa thay "
           "đổi gì; hãy đưa cả hai của cùng một thời điểm trở lại, hoặc phục hồi bản sao lưu vào một thư mục mới.",
       redo + " does not belong to this " + database +
           ": the two are of different moments (copied one by one, or another program wrote). Nothing was changed. Put "
           "both of one moment back, or restore a backup into a new directory."});
}

}  // namespace base::sql
