#include "base/sql/redo/redo_damage.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/fs/file_system.h"
#include "base/sql/redo/redo_log.h"
#include "base/sql/redo/redo_record.h"

namespace base::sql {
namespace {

constexpr std::size_t kPiece = 1u << 20;  // a multiple of 8, as the sum wants it
constexpr std::size_t kSector = 4096;     // what is passed over where the disk gives nothing back

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
    std::int64_t step = kPiece;
    for (std::int64_t at = end_.place + 1; at + static_cast<std::int64_t>(kRedoHead) <= size_;) {
      piece.resize(static_cast<std::size_t>(std::min<std::int64_t>(size_ - at, step)));
      const int code = file_.read(piece.data(), piece.size(), at);
      if (is_bad_sector(code)) {
        unreadable_ = true;
        if (step == kSector) at += step;
        step = kSector;
        continue;
      }
      if (code != SQLITE_OK) return code;
      std::int64_t next = at + static_cast<std::int64_t>(piece.size() - kRedoHead + 1);
      for (std::size_t found = piece.find(kRecordMagic); found != std::string::npos;
           found = piece.find(kRecordMagic, found + 1)) {
        if (found + kRedoHead > piece.size()) break;  // the next piece has all of it
        const std::int64_t place = at + static_cast<std::int64_t>(found);
        const std::string_view octets = std::string_view(piece).substr(found, kRedoHead);
        bool right = false;
        if (const int failed = look(place, octets, right); failed != SQLITE_OK) return failed;
        if (!right) continue;
        next = place + static_cast<std::int64_t>(kRedoHead) + head_of(octets).body();
        break;
      }
      at = next;
    }
    return SQLITE_OK;
  }
  bool found() const { return found_; }
  bool unreadable() const { return unreadable_; }
  bool moved() const { return moved_; }
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
      const int code = file_.read(piece.data(), piece.size(), body + done);
      if (is_bad_sector(code)) unreadable_ = true;
      if (code != SQLITE_OK) return is_bad_sector(code) ? SQLITE_OK : code;
      sum = redo_sum(piece, sum);
    }
    if (sum != head.sum) return SQLITE_OK;
    right = true;
    newest_ = std::max(newest_, head.number);
    if (head.durable > end_.records) found_ = true;
    if (head.durable > end_.records && head.unpacked == 0 && head.carried == 0) moved_ = true;
    return SQLITE_OK;
  }

  const RedoFile& file_;
  const std::int64_t size_;
  const RedoEnd& end_;
  const bool any_;
  std::int64_t left_;  // octets that may still be summed
  std::uint32_t newest_ = 0;
  bool found_ = false, unreadable_ = false, moved_ = false;
};

}  // namespace

Result<std::optional<RedoDamage>> damage_behind(sqlite3_vfs* vfs, const std::string& path, const RedoEnd& end) {
  RedoFile file(vfs, path);
  if (const int code = file.open(false); code != SQLITE_OK) return cannot_read(path, code);
  const std::int64_t size = file.size();
  if (size < 0) return cannot_read(path, SQLITE_IOERR_FSTAT);
  RedoEnd from = end;
  if (size - end.place < static_cast<std::int64_t>(kRedoHead)) return std::optional<RedoDamage>();
  bool any = false, unreadable = end.unreadable;
  if (end.records == 0) {
    std::string octets(kRedoHead, '\0');
    const int code = file.read(octets.data(), octets.size(), 0);
    if (code != SQLITE_OK && !is_bad_sector(code)) return cannot_read(path, code);
    unreadable = unreadable || code != SQLITE_OK;
    if (code != SQLITE_OK) octets.assign(kRedoHead, '\0');
    const Beginning beginning = beginning_of(octets, from.generation);
    if (beginning == Beginning::hidden) return std::optional<RedoDamage>();
    any = beginning == Beginning::odd;
  }
  Scan scan(file, size, from, any);
  if (const int code = scan.run(); code != SQLITE_OK) return cannot_read(path, code);
  unreadable = unreadable || scan.unreadable();
  if (!scan.found() && !unreadable) return std::optional<RedoDamage>();
  const std::uint32_t lost = std::max(scan.newest(), end.records) - end.records + 1;
  return std::optional<RedoDamage>(RedoDamage{from, lost, unreadable, scan.moved()});
}

Error damaged_in_the_middle(const std::string& path, const RedoDamage& damage) {
  const std::string read = std::to_string(damage.at.records), lost = std::to_string(damage.lost),
                    place = std::to_string(damage.at.place);
  const std::string what_vi =
      damage.unreadable ? " có chỗ ổ đĩa không đọc được (từ byte " + place + "): " + read +
                              " lần ghi trước chỗ đó còn nguyên; không rõ bao nhiêu lần ghi đã xác nhận sau đó"
                        : " bị hỏng ở giữa (từ byte " + place + "): " + read +
                              " lần ghi trước chỗ hỏng còn nguyên; nhiều nhất " + lost + " lần ghi đã xác nhận sau đó";
  const std::string what_en =
      damage.unreadable
          ? " has sectors that the disk cannot read (from octet " + place + " on): the " + read +
                " commits before them are whole; nobody knows how many acknowledged commits after them"
          : " is damaged in its middle (from octet " + place + " on): the " + read +
                " commits before the damage are whole; at most " + lost + " acknowledged commits after it";
  return Error::permanent(
      ErrorCode::corrupt,
      {"Nhật ký ghi lại " + path + what_vi +
           " (thư đến, cờ, thay đổi) không lấy lại được. Những gì cũ hơn nhật ký này vẫn còn. "
           "Chưa thay đổi gì. Hãy chép cả thư mục dữ liệu sang nơi khác và xem ổ đĩa. Sau đó hoặc phục hồi bản sao lưu "
           "vào một thư mục mới, hoặc chạy `vanthu verify --accept-loss`: lệnh này lấy lại những gì trước chỗ hỏng, "
           "giữ "
           "nhật ký hỏng thành " +
           path + ".damaged-1 rồi kiểm tra toàn bộ.",
       "The redo log " + path + what_en +
           " (new mail, flags, changes) cannot be had back. What is older than this log is "
           "still there. Nothing was changed. Copy the whole data directory elsewhere and look at the disk. Then "
           "either "
           "restore a backup into a new directory, or run `vanthu verify --accept-loss`, which takes in what stands "
           "before "
           "the damage, keeps the damaged log as " +
           path + ".damaged-1 and checks everything."});
}

Error mixed_database(const std::string& database, const std::string& path, const std::string& what) {
  return Error::permanent(ErrorCode::corrupt,
                          {"Không lấy lại được những gì trước chỗ hỏng của " + path + ": " + database +
                               " đã có những trang mới hơn hoặc bị hỏng, và tự nó cũng không nguyên vẹn. Chưa thay đổi "
                               "gì. Hãy chép cả thư mục dữ liệu "
                               "sang nơi khác rồi phục hồi bản sao lưu vào một thư mục mới.",
                           "What stands before the damage of " + path + " cannot be taken in: " + database +
                               " has newer pages or is damaged, and it is not intact by itself either. Nothing was "
                               "changed. Copy the whole data directory "
                               "elsewhere and restore a backup into a new directory."},
                          what);
}

Error whole_without_log(const std::string& database, const std::string& path, const std::string& what) {
  return Error::permanent(
      ErrorCode::corrupt,
      {"Không lấy lại được những gì trước chỗ hỏng của " + path + ": " + database +
           " đã có những trang mới hơn. Nhưng tự nó, không cần nhật ký, thì nguyên vẹn, và như vậy mới hơn những gì "
           "trước "
           "chỗ hỏng. Chưa thay đổi gì. Hãy chép cả thư mục dữ liệu sang nơi khác, rồi chạy `vanthu verify "
           "--accept-loss "
           "--without-log`: lệnh này để nguyên " +
           database + ", giữ nhật ký thành " + path +
           ".damaged-N và kiểm tra toàn bộ. Nếu vẫn có chỗ sai, hãy phục hồi bản sao lưu vào một thư mục mới.",
       "What stands before the damage of " + path + " cannot be taken in: " + database +
           " has newer pages. But by itself, without the log, it is intact, and then newer than what stands before the "
           "damage. Nothing was changed. Copy the whole data directory elsewhere, then run `vanthu verify "
           "--accept-loss "
           "--without-log`, which leaves " +
           database + " as it is, keeps the log as " + path +
           ".damaged-N and checks everything. If something is wrong all the same, restore a backup into a new "
           "directory."},
      what);
}

namespace {

// In one step, and never over a file that is there. NFS, 9p and some FUSE file systems cannot do that in one step; who
// gets here has the data directory for himself.
int rename_to_free(const std::string& path, const std::string& name) {
  if (::renameat2(AT_FDCWD, path.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) return errno;
  struct stat there {};
  if (::lstat(name.c_str(), &there) == 0) return EEXIST;
  if (errno != ENOENT) return errno;
  return ::rename(path.c_str(), name.c_str()) == 0 ? 0 : errno;
}

}  // namespace

Result<std::string> set_aside(const std::string& path) {
  for (int i = 1; i < 10000; ++i) {
    const std::string name = path + ".damaged-" + std::to_string(i);
    if (const int why = rename_to_free(path, name); why != 0) {
      if (why == EEXIST) continue;
      return Error::transient(ErrorCode::io,
                              {"Không giữ lại được nhật ký hỏng thành " + name +
                                   "; những gì đã có vẫn an toàn. Hãy xem "
                                   "ổ đĩa và quyền của thư mục rồi chạy lại.",
                               "The damaged log cannot be kept as " + name +
                                   ". What is there is safe. Look at the disk "
                                   "and the folder's rights and run this again."},
                              std::strerror(why));
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
