#include "base/sql/redo/redo_log.h"

#include <sqlite3.h>
#include <zstd.h>

#include <algorithm>
#include <random>

#include "base/sql/redo/redo_format.h"
#include "base/sql/redo/redo_record.h"

namespace base::sql {
namespace {

constexpr int kLevel = 1;
constexpr std::size_t kWritten = 64 * 1024;  // SQLite's VFS takes no write of 128 KiB or more
constexpr std::size_t kApart = 8 * 1024;     // between a commit and its note: more than a sector of any disk

sqlite3_file* file_of(const std::unique_ptr<char[]>& memory) { return reinterpret_cast<sqlite3_file*>(memory.get()); }

Error not_understood(const std::string& path, std::string why) {
  return Error::permanent(ErrorCode::corrupt,
                          {"Nhật ký ghi lại " + path + " của cơ sở dữ liệu không đọc được. Chưa thay đổi gì.",
                           "The redo log " + path + " of the database cannot be read. Nothing was changed."},
                          std::move(why));
}

Error io_error(const std::string& path, int code) {
  return Error::transient(ErrorCode::io,
                          {"Không đọc được " + path + "; hãy xem ổ đĩa và quyền của thư mục. Chưa thay đổi gì.",
                           path + " cannot be read; look at the disk and the folder's rights. Nothing was changed."},
                          "SQLite code " + std::to_string(code));
}

// An entry that says nothing and does not grow shorter by packing.
std::string distance(std::uint32_t seed) {
  std::mt19937_64 random(seed);
  std::string octets;
  while (octets.size() < kApart) put_number(octets, random(), 8);
  return database_header_entry(octets);
}

}  // namespace

bool is_bad_sector(int code) { return code == SQLITE_IOERR_READ || code == SQLITE_IOERR_CORRUPTFS; }

RedoFile::RedoFile(sqlite3_vfs* vfs, std::string path) : vfs_(vfs), path_(std::move(path)) {}

RedoFile::~RedoFile() {
  if (open_) file_of(memory_)->pMethods->xClose(file_of(memory_));
}

int RedoFile::open(bool create) {
  memory_ = std::make_unique<char[]>(static_cast<std::size_t>(vfs_->szOsFile));
  // As a log: the rights of the database file, and the first sync makes its name durable too.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL | (create ? SQLITE_OPEN_CREATE : 0);
  int given = 0;
  const int code = vfs_->xOpen(vfs_, path_.c_str(), file_of(memory_), flags, &given);
  open_ = code == SQLITE_OK;
  if (!open_ && file_of(memory_)->pMethods != nullptr) file_of(memory_)->pMethods->xClose(file_of(memory_));
  return code;
}

int RedoFile::write(std::string_view bytes, std::int64_t offset) {
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, kWritten);
    const int code =
        file_of(memory_)->pMethods->xWrite(file_of(memory_), part.data(), static_cast<int>(part.size()), offset);
    if (code != SQLITE_OK) return code;
    bytes.remove_prefix(part.size());
    offset += static_cast<std::int64_t>(part.size());
  }
  return SQLITE_OK;
}

int RedoFile::read(char* out, std::size_t size, std::int64_t offset) const {
  while (size > 0) {
    const std::size_t part = std::min(size, kWritten);
    const int code = file_of(memory_)->pMethods->xRead(file_of(memory_), out, static_cast<int>(part), offset);
    if (code != SQLITE_OK) return code;
    out += part;
    size -= part;
    offset += static_cast<std::int64_t>(part);
  }
  return SQLITE_OK;
}

int RedoFile::truncate(std::int64_t size) { return file_of(memory_)->pMethods->xTruncate(file_of(memory_), size); }
int RedoFile::sync() { return file_of(memory_)->pMethods->xSync(file_of(memory_), SQLITE_SYNC_NORMAL); }

std::int64_t RedoFile::size() const {
  sqlite3_int64 size = 0;
  return file_of(memory_)->pMethods->xFileSize(file_of(memory_), &size) == SQLITE_OK ? size : -1;
}

int RedoFile::remove(sqlite3_vfs* vfs, const std::string& path) {
  const int code = vfs->xDelete(vfs, path.c_str(), 1);
  return code == SQLITE_IOERR_DELETE_NOENT ? SQLITE_OK : code;
}

bool RedoFile::exists(sqlite3_vfs* vfs, const std::string& path) {
  int there = 0;
  return vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &there) != SQLITE_OK || there != 0;
}

struct RedoLog::Packer {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  std::string record;
  ~Packer() { ZSTD_freeCCtx(context); }
  Packer() = default;
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
};

RedoLog::RedoLog(sqlite3_vfs* vfs, std::string path)
    : vfs_(vfs), path_(std::move(path)), packer_(std::make_unique<Packer>()) {}
RedoLog::~RedoLog() = default;

void RedoLog::go_on(std::uint64_t generation, std::uint32_t number, std::int64_t end, std::uint32_t durable) {
  const MutexLock lock(mutex_);
  generation_ = generation;
  number_ = number;
  durable_ = durable;
  noted_ = 0;
  end_ = end;
}

// Before the first record of a generation: what the old one left must be nothing or all. Of a record that reaches over
// several sectors a power cut may leave the last ones only, and then the old records before them would be taken for
// all there was, and bring pages back that the database file has newer.
int RedoLog::hide_old_records(RedoFile& file) {
  const std::int64_t size = file.size();
  if (size <= 0) return size < 0 ? SQLITE_IOERR_FSTAT : SQLITE_OK;
  if (const int code = file.write(marker_of(generation_), 0); code != SQLITE_OK) return code;
  return file.sync();
}

int RedoLog::append(std::string_view entries, std::span<const std::string> carried) {
  if (!file_) {
    auto file = std::make_unique<RedoFile>(vfs_, path_);
    if (const int code = file->open(true); code != SQLITE_OK) return code;
    file_ = std::move(file);
  }
  const MutexLock lock(mutex_);
  return put(*file_, entries, carried);
}

int RedoLog::put(RedoFile& file, std::string_view entries, std::span<const std::string> carried) {
  if (end_ == 0) {
    if (const int code = hide_old_records(file); code != SQLITE_OK) return code;
  }
  std::string& record = packer_->record;
  record.assign(kRedoHead, '\0');
  record.resize(kRedoHead + ZSTD_compressBound(entries.size()));
  const std::size_t packed = ZSTD_compressCCtx(packer_->context, record.data() + kRedoHead, record.size() - kRedoHead,
                                               entries.data(), entries.size(), kLevel);
  if (ZSTD_isError(packed) != 0) return SQLITE_NOMEM;
  record.resize(kRedoHead + packed);
  for (const std::string& one : carried) {
    put_number(record, one.size(), 4);
    record += one;
  }
  RedoHead head;
  head.number = number_;
  head.generation = generation_;
  head.packed = static_cast<std::uint32_t>(packed);
  head.unpacked = static_cast<std::uint32_t>(entries.size());
  head.carried = static_cast<std::uint32_t>(record.size() - kRedoHead - packed);
  head.durable = durable_;
  head.sum = redo_sum(std::string_view(record).substr(kRedoHead), redo_sum(summed_part(head), 0));
  record.replace(0, kRedoHead, octets_of(head));
  if (const int code = file.write(record, end_); code != SQLITE_OK) return code;
  end_ += static_cast<std::int64_t>(record.size());
  ++number_;
  return SQLITE_OK;
}

int RedoLog::sync() {
  if (!file_) return SQLITE_OK;
  std::uint32_t written = 0;
  {
    const MutexLock lock(mutex_);
    written = number_;
  }
  const int code = file_->sync();
  const MutexLock lock(mutex_);
  if (code == SQLITE_OK) durable_ = written;
  return code;
}

int RedoLog::note() {
  RedoFile file(vfs_, path_);  // its own: an open file is told once that an fsync failed
  {
    const MutexLock lock(mutex_);
    if (durable_ <= noted_ || file.open(false) != SQLITE_OK) return SQLITE_OK;
    if (put(file, distance(number_), {}) != SQLITE_OK || put(file, {}, {}) != SQLITE_OK) return SQLITE_OK;
    noted_ = durable_;
  }
  return file.sync();
}

int RedoLog::remove() {
  if (!file_) return SQLITE_OK;
  file_.reset();
  begin(0);
  return RedoFile::remove(vfs_, path_);
}

Result<void> read_redo_log(sqlite3_vfs* vfs, const std::string& path,
                           const std::function<Result<void>(RedoRecord&)>& visit, int* unreadable) {
  const auto not_given_back = [&](int code) -> Result<void> {
    if (unreadable == nullptr || !is_bad_sector(code)) return io_error(path, code);
    *unreadable = code;
    return {};
  };
  if (!RedoFile::exists(vfs, path)) return {};
  RedoFile file(vfs, path);
  if (const int code = file.open(false); code != SQLITE_OK) return io_error(path, code);
  const std::int64_t size = file.size();
  if (size < 0) return io_error(path, SQLITE_IOERR_FSTAT);
  RedoRecord record;
  std::string octets(kRedoHead, '\0');
  std::uint32_t number = 0;
  for (std::int64_t at = 0; at + static_cast<std::int64_t>(kRedoHead) <= size; ++number) {
    if (const int code = file.read(octets.data(), kRedoHead, at); code != SQLITE_OK) return not_given_back(code);
    const RedoHead head = head_of(octets);
    if (!octets.starts_with(kRecordMagic) || head.number != number) break;
    if (number > 0 && head.generation != record.generation) break;
    const std::int64_t begin = at + static_cast<std::int64_t>(kRedoHead), end = begin + head.body();
    if (end > size || head.unpacked > kLargestPart) break;
    std::string body(static_cast<std::size_t>(head.body()), '\0');
    if (const int code = file.read(body.data(), body.size(), begin); code != SQLITE_OK) return not_given_back(code);
    if (redo_sum(body, redo_sum(std::string_view(octets).substr(0, kRedoHead - 8), 0)) != head.sum) break;
    record.generation = head.generation;
    record.number = number;
    record.end = end;
    record.entries.resize(head.unpacked);
    const std::size_t got = ZSTD_decompress(record.entries.data(), record.entries.size(), body.data(), head.packed);
    if (ZSTD_isError(got) != 0 || got != head.unpacked) return not_understood(path, "a record's pages");
    record.carried.clear();
    std::string_view rest = std::string_view(body).substr(head.packed);
    while (!rest.empty()) {
      if (rest.size() < 4 || get_number(rest, 0, 4) > rest.size() - 4)
        return not_understood(path, "what a record carries");
      record.carried.emplace_back(rest.substr(4, get_number(rest, 0, 4)));
      rest.remove_prefix(4 + get_number(rest, 0, 4));
    }
    if (Result<void> visited = visit(record); !visited) return visited;
    at = end;
  }
  return {};
}

}  // namespace base::sql
