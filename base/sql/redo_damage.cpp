#include "base/sql/redo_damage.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/fs/file_system.h"
#include "base/sql/redo_log.h"
#include "base/sql/redo_record.h"

namespace base::sql {
namespace {

constexpr std::size_t kPiece = 1u << 20;  // a multiple of 8, as the sum wants it

Error cannot_read(const std::string& path, int code) {
  return Error::transient(ErrorCode::io,
                          {"Không đọc được " + path + "; hãy xem ổ đĩa và quyền của thư mục. Chưa thay đổi gì.",
                           path + " cannot be read; look at the disk and the folder's rights. Nothing was changed."},
                          "SQLite code " + std::to_string(code));
}

class Scan {
 public:
  Scan(const RedoFile& file, std::int64_t size, const RedoEnd& end, bool any_generation)
      : file_(file), size_(size), end_(end), any_(any_generation), left_(4 * size + (64 << 20)) {}

  // SQLite's code. Records are looked for from every octet on: where one ends is known from its own head alone.
  int run() {
    std::string piece;
    for (std::int64_t at = end_.place + 1; at + static_cast<std::int64_t>(kRedoHead) <= size_;) {
      piece.resize(static_cast<std::size_t>(std::min<std::int64_t>(size_ - at, kPiece)));
      if (const int code = file_.read(piece.data(), piece.size(), at); code != SQLITE_OK) return code;
      std::int64_t next = at + static_cast<std::int64_t>(piece.size() - kRedoHead + 1);
      for (std::size_t found = piece.find(kRecordMagic); found != std::string::npos;
           found = piece.find(kRecordMagic, found + 1)) {
        if (found + kRedoHead > piece.size()) break;  // the next piece has all of it
        const std::int64_t place = at + static_cast<std::int64_t>(found);
        const std::string_view octets = std::string_view(piece).substr(found, kRedoHead);
        bool right = false;
        if (const int code = look(place, octets, right); code != SQLITE_OK) return code;
        if (!right) continue;
        next = place + static_cast<std::int64_t>(kRedoHead) + head_of(octets).body();
        break;
      }
      at = next;
    }
    return SQLITE_OK;
  }
  bool found() const { return found_; }
  std::uint32_t newest() const { return newest_; }

 private:
  int look(std::int64_t place, std::string_view octets, bool& right) {
    const RedoHead head = head_of(octets);
    if (!any_ && head.generation != end_.generation) return SQLITE_OK;
    if (head.number <= end_.records || head.unpacked > kLargestPart) return SQLITE_OK;
    const std::int64_t body = place + static_cast<std::int64_t>(kRedoHead);
    if (head.body() > size_ - body) return SQLITE_OK;
    // Of a log whose generation nobody knows only a mail that was made for it has so many heads that lead nowhere.
    if ((left_ -= head.body()) < 0) {
      found_ = true;
      return SQLITE_OK;
    }
    std::uint64_t sum = redo_sum(octets.substr(0, kRedoHead - 8), 0);
    std::string piece;
    for (std::int64_t done = 0; done < head.body(); done += static_cast<std::int64_t>(piece.size())) {
      piece.resize(static_cast<std::size_t>(std::min<std::int64_t>(head.body() - done, kPiece)));
      if (const int code = file_.read(piece.data(), piece.size(), body + done); code != SQLITE_OK) return code;
      sum = redo_sum(piece, sum);
    }
    if (sum != head.sum) return SQLITE_OK;
    right = true;
    newest_ = std::max(newest_, head.number);
    if (head.durable > end_.records) found_ = true;
    return SQLITE_OK;
  }

  const RedoFile& file_;
  const std::int64_t size_;
  const RedoEnd& end_;
  const bool any_;
  std::int64_t left_;  // octets that may still be summed
  std::uint32_t newest_ = 0;
  bool found_ = false;
};

}  // namespace

Result<std::optional<RedoDamage>> damage_behind(sqlite3_vfs* vfs, const std::string& path, const RedoEnd& end) {
  RedoFile file(vfs, path);
  if (const int code = file.open(false); code != SQLITE_OK) return cannot_read(path, code);
  const std::int64_t size = file.size();
  if (size < 0) return cannot_read(path, SQLITE_IOERR_FSTAT);
  if (size - end.place < static_cast<std::int64_t>(kRedoHead)) return std::optional<RedoDamage>();
  RedoEnd from = end;
  bool any = false;
  if (end.records == 0) {
    std::string octets(kRedoHead, '\0');
    if (const int code = file.read(octets.data(), octets.size(), 0); code != SQLITE_OK) return cannot_read(path, code);
    const Beginning beginning = beginning_of(octets, from.generation);
    if (beginning == Beginning::hidden) return std::optional<RedoDamage>();
    any = beginning == Beginning::odd;
  }
  Scan scan(file, size, from, any);
  if (const int code = scan.run(); code != SQLITE_OK) return cannot_read(path, code);
  if (!scan.found()) return std::optional<RedoDamage>();
  return std::optional<RedoDamage>(RedoDamage{from, std::max(scan.newest(), end.records) - end.records + 1});
}

Error damaged_in_the_middle(const std::string& path, const RedoDamage& damage) {
  const std::string read = std::to_string(damage.at.records), lost = std::to_string(damage.lost),
                    place = std::to_string(damage.at.place);
  return Error::permanent(
      ErrorCode::corrupt,
      {"Nhật ký ghi lại " + path + " bị hỏng ở giữa (từ byte " + place + "): " + read +
           " lần ghi trước chỗ hỏng còn nguyên; nhiều nhất " + lost +
           " lần ghi đã xác nhận sau đó (thư đến, cờ, thay đổi) không lấy lại được. Những gì cũ hơn nhật ký này vẫn còn. "
           "Chưa thay đổi gì. Hãy chép cả thư mục dữ liệu sang nơi khác và xem ổ đĩa. Sau đó hoặc phục hồi bản sao lưu "
           "vào một thư mục mới, hoặc chạy `vanthu verify --accept-loss`: lệnh này lấy lại những gì trước chỗ hỏng, giữ "
           "nhật ký hỏng thành " +
           path + ".damaged-1 rồi kiểm tra toàn bộ.",
       "The redo log " + path + " is damaged in its middle (from octet " + place + " on): the " + read +
           " commits before the damage are whole; at most " + lost +
           " acknowledged commits after it (new mail, flags, changes) cannot be had back. What is older than this log is "
           "still there. Nothing was changed. Copy the whole data directory elsewhere and look at the disk. Then either "
           "restore a backup into a new directory, or run `vanthu verify --accept-loss`, which takes in what stands before "
           "the damage, keeps the damaged log as " +
           path + ".damaged-1 and checks everything."});
}

Error mixed_database(const std::string& database, const std::string& path, const std::string& what) {
  return Error::permanent(
      ErrorCode::corrupt,
      {"Đã lấy lại những gì trước chỗ hỏng của " + path + ", nhưng " + database +
           " không còn nguyên vẹn vì đã có những trang mới hơn. Nhật ký vẫn giữ nguyên. Hãy phục hồi bản sao lưu vào một "
           "thư mục mới.",
       "What stood before the damage of " + path + " was taken in, but " + database +
           " is not intact: some of its pages are newer than the damage. The log was kept as it is. Restore a backup into "
           "a new directory."},
      what);
}

Result<std::string> set_aside(const std::string& path) {
  for (int i = 1; i < 10000; ++i) {
    const std::string name = path + ".damaged-" + std::to_string(i);
    // In one step, and never over a file that is there.
    if (::renameat2(AT_FDCWD, path.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) != 0) {
      if (errno == EEXIST) continue;
      return Error::transient(ErrorCode::io,
                              {"Không giữ lại được nhật ký hỏng thành " + name +
                                   "; những gì đã có vẫn an toàn. Hãy xem "
                                   "ổ đĩa và quyền của thư mục rồi chạy lại.",
                               "The damaged log cannot be kept as " + name +
                                   ". What is there is safe. Look at the disk "
                                   "and the folder's rights and run this again."},
                              std::strerror(errno));
    }
    if (Result<void> synced = make_file_system()->sync_directory(parent_directory(path)); !synced) {
      return std::move(synced).error();
    }
    return name;
  }
  return Error::permanent(ErrorCode::exists, {"Có quá nhiều tệp " + path + ".damaged-N; hãy chuyển chúng đi nơi khác.",
                                              "There are too many files " + path + ".damaged-N. Move them elsewhere."});
}

}  // namespace base::sql
