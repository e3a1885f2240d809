#include "base/sql/redo/memory_log_vfs.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

#include "base/fs/file_system.h"
#include "base/log.h"
#include "base/sql/redo/log_memory.h"
#include "base/sql/redo/redo_format.h"
#include "base/sql/redo/redo_log.h"
#include "base/thread_annotations.h"

namespace base::sql {

struct MemoryLogVfs::State {
  State(sqlite3_vfs* real_vfs, std::string database)
      : below(real_vfs),
        path(std::move(database)),
        memory(parent_directory(path)),
        redo(real_vfs, redo_path(path)),
        encoder([this](std::int64_t offset, char* out, std::size_t size) {
          return memory.read(offset, out, size) == static_cast<std::int64_t>(size);
        }) {}

  sqlite3_vfs* const below;  // null: no VFS of that name
  std::string name;
  sqlite3_vfs vfs{};
  const std::string path;
  LogMemory memory;
  // Of the writing connection alone:
  RedoLog redo;
  RedoEncoder encoder;
  std::string entries;               // not yet in the redo log
  bool ends_commit = false;          // they end a transaction
  bool begins = false;               // they begin a generation
  std::vector<std::string> carried;  // neither
  bool synced = true;                // all that is in the redo log

  Mutex mutex;
  std::function<Result<void>()> settle GUARDED_BY(mutex);
  std::uint64_t carried_so_far GUARDED_BY(mutex) = 0;  // commits that carried something
  std::uint64_t settled GUARDED_BY(mutex) = 0;         // of these

  int others = -1;  // the database file, with the lock that keeps them off

  int begin_anew(std::string_view header);
  int to_redo(bool with_carried);
  Result<void> settle_all();
};

namespace {

using State = MemoryLogVfs::State;

constexpr std::size_t kGathered = 256 * 1024;  // octets of the log, before they go to memory
constexpr std::size_t kOneRecord = 4u << 20;   // octets of entries
constexpr off_t kPendingByte = 0x40000000;     // SQLite's file format §2.5: who wants to read takes it first
constexpr off_t kSharedBytes = kPendingByte + 2, kSharedSize = 510;

State* state_of(sqlite3_vfs* vfs) { return static_cast<State*>(vfs->pAppData); }

// What SQLite allocates for the log.
struct LogFile {
  sqlite3_file base;
  State* state;
  std::string pending;  // to be written at `begin`
  std::int64_t begin;
  bool wrote;  // only the writing connection's has

  int hand_over();
};

LogFile* log_file(sqlite3_file* file) { return reinterpret_cast<LogFile*>(file); }

}  // namespace

// SQLite begins its log anew when all of it is in the database file and synced there: then nobody needs the redo log
// either, once what it carried is durable at its own place.
int State::begin_anew(std::string_view header) {
  if (Result<void> done = settle_all(); !done) {
    log(LogLevel::error, "SQL-0006", "what the redo log carries could not be made durable at its own place",
        {{"error", describe(done.error())}});
    return SQLITE_IOERR_FSYNC;
  }
  std::uint64_t salt = 0;
  std::memcpy(&salt, header.data() + 16, sizeof salt);
  redo.begin(salt);
  // What was in it is of a transaction that was rolled back: pages of the generation that ends.
  entries = database_header_entry(database_header(others));
  ends_commit = false;
  begins = true;
  return SQLITE_OK;
}

int State::to_redo(bool with_carried) {
  std::vector<std::string> carry;
  if (with_carried) carry.swap(carried);
  if (entries.empty() && carry.empty()) return SQLITE_OK;
  synced = false;
  const int code = redo.append(entries, carry);
  entries.clear();
  ends_commit = begins = false;
  if (code != SQLITE_OK) {
    encoder.forget();
  } else if (!carry.empty()) {
    const MutexLock lock(mutex);
    ++carried_so_far;
  }
  return code;
}

Result<void> State::settle_all() {
  std::function<Result<void>()> work;
  std::uint64_t upto = 0;
  {
    const MutexLock lock(mutex);
    if (settled == carried_so_far) return {};
    upto = carried_so_far;
    work = settle;
  }
  if (!work) return Error::permanent(ErrorCode::internal, {"Lỗi của chương trình.", "Internal error."}, "no settle()");
  if (Result<void> done = work(); !done) return done;
  const MutexLock lock(mutex);
  settled = std::max(settled, upto);
  return {};
}

namespace {

// After a failure the octets are forgotten: SQLite takes them as not written, like after a failed write of its own.
int LogFile::hand_over() {
  if (pending.empty()) return SQLITE_OK;
  int code = SQLITE_OK;
  if (begin == 0 && pending.size() >= kLogHeader) code = state->begin_anew(pending);
  if (code == SQLITE_OK) {
    state->encoder.add(begin, pending, state->entries);
    if (state->encoder.took_commit()) state->ends_commit = true;
    if (!state->memory.write(begin, pending)) code = SQLITE_FULL;
  }
  // The end of a transaction goes with what it carries, or it might be there alone.
  if (code == SQLITE_OK && state->entries.size() >= kOneRecord && !state->ends_commit) code = state->to_redo(false);
  if (code != SQLITE_OK) {
    state->encoder.forget();
    state->entries.clear();
    state->ends_commit = false;
  }
  pending.clear();
  return code;
}

// What is gathered at the end was never synced, so no commit needs it.
int log_close(sqlite3_file* file) {
  log_file(file)->pending.~basic_string();
  return SQLITE_OK;
}

int log_read(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
  LogFile* self = log_file(file);
  if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  auto* out = static_cast<char*>(buffer);
  const std::int64_t got = self->state->memory.read(offset, out, static_cast<std::size_t>(size));
  if (got < 0) return SQLITE_IOERR_READ;
  if (got == size) return SQLITE_OK;
  std::memset(out + got, 0, static_cast<std::size_t>(size - got));
  return SQLITE_IOERR_SHORT_READ;
}

int log_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  LogFile* self = log_file(file);
  const bool goes_on = offset == self->begin + static_cast<sqlite3_int64>(self->pending.size());
  // A page stands behind its header: they go over together.
  if (!goes_on || (self->pending.size() >= kGathered && size == static_cast<int>(kFrameHeader))) {
    if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  }
  if (self->pending.empty()) self->begin = offset;
  self->wrote = true;
  self->pending.append(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int log_truncate(sqlite3_file* file, sqlite3_int64 size) {
  LogFile* self = log_file(file);
  if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  return self->state->memory.truncate(size) ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

// A connection that has written nothing has nothing to sync: whatever others committed is in the redo log already. A
// checkpoint asks all the same, right before it moves pages; so does the one of the writing connection when it closes.
int log_sync(sqlite3_file* file, int) {
  LogFile* self = log_file(file);
  State* state = self->state;
  if (!self->wrote) return state->redo.note();
  if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  const bool of_a_commit = state->ends_commit || state->begins;
  if (const int code = state->to_redo(true); code != SQLITE_OK) return code;
  if (!state->synced) {
    const int code = state->redo.sync();
    state->synced = code == SQLITE_OK;
    if (code != SQLITE_OK) state->encoder.forget();
    if (code != SQLITE_OK) return code;
  }
  return of_a_commit ? SQLITE_OK : state->redo.note();
}

int log_size(sqlite3_file* file, sqlite3_int64* size) {
  LogFile* self = log_file(file);
  if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  *size = self->state->memory.size();
  return SQLITE_OK;
}

int log_lock(sqlite3_file*, int) { return SQLITE_OK; }
int log_reserved(sqlite3_file*, int* out) {
  *out = 0;
  return SQLITE_OK;
}
int log_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int log_sector(sqlite3_file*) { return 512; }
// A commit is never padded to a sector: the redo log's sums tell what is whole.
int log_device(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

// Version 1: shared memory and mapping belong to the database file.
constexpr sqlite3_io_methods kMethods = {1,           log_close,  log_read,  log_write, log_truncate,
                                         log_sync,    log_size,   log_lock,  log_lock,  log_reserved,
                                         log_control, log_sector, log_device};

bool is_log(const char* name) { return name != nullptr && std::string_view(name).ends_with("-wal"); }

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  State* state = state_of(vfs);
  if ((flags & SQLITE_OPEN_WAL) == 0) return state->below->xOpen(state->below, name, file, flags, out_flags);
  LogFile* self = log_file(file);
  new (&self->pending) std::string();
  self->state = state;
  self->begin = 0;
  self->wrote = false;
  self->base.pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

// The last connection takes the log away: all of it is in the database file then.
int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  State* state = state_of(vfs);
  if (!is_log(name)) return state->below->xDelete(state->below, name, sync_directory);
  if (!state->memory.truncate(0)) return SQLITE_IOERR_DELETE;
  state->encoder.forget();
  return state->settle_all() ? state->redo.remove() : SQLITE_IOERR_DELETE;
}

int vfs_access(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
  State* state = state_of(vfs);
  if (!is_log(name)) return state->below->xAccess(state->below, name, flags, out);
  *out = state->memory.size() > 0 ? 1 : 0;
  return SQLITE_OK;
}

int vfs_full_path(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return state_of(vfs)->below->xFullPathname(state_of(vfs)->below, name, size, out);
}

struct flock lock_of(short type, off_t start, off_t size) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = start;
  lock.l_len = size;
  return lock;
}

}  // namespace

std::string redo_path(const std::string& database) { return database + "-redo"; }
std::string carried_path(const std::string& database) { return database + "-carried"; }
std::string loss_path(const std::string& database) { return database + "-lost"; }

MemoryLogVfs::MemoryLogVfs(const std::string& real, const std::string& path)
    : state_(std::make_unique<State>(sqlite3_vfs_find(real.empty() ? nullptr : real.c_str()), path)) {
  if (state_->below == nullptr) return;
  state_->vfs = *state_->below;  // what is not replaced is the real one's
  state_->name = "log-" + std::to_string(reinterpret_cast<std::uintptr_t>(state_.get()));
  sqlite3_vfs& vfs = state_->vfs;
  vfs.iVersion = 1;
  vfs.szOsFile = std::max(static_cast<int>(sizeof(LogFile)), state_->below->szOsFile);
  vfs.pNext = nullptr;
  vfs.zName = state_->name.c_str();
  vfs.pAppData = state_.get();
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  vfs.xAccess = vfs_access;
  vfs.xFullPathname = vfs_full_path;
  sqlite3_vfs_register(&vfs, 0);
}

MemoryLogVfs::~MemoryLogVfs() {
  if (state_->below != nullptr) sqlite3_vfs_unregister(&state_->vfs);
  if (state_->others >= 0) ::close(state_->others);
}

const std::string& MemoryLogVfs::name() const { return state_->name; }
bool MemoryLogVfs::is_usable() const { return state_->below != nullptr; }

void MemoryLogVfs::carry(std::vector<std::string> bytes) { state_->carried = std::move(bytes); }
void MemoryLogVfs::set_settle(std::function<Result<void>()> settle) {
  const MutexLock lock(state_->mutex);
  state_->settle = std::move(settle);
}
Result<void> MemoryLogVfs::settle() { return state_->settle_all(); }

// The lock is of the open file, not of the process: our own connections, which hold theirs already, do not meet it.
// The file stays open as long as connections live: closing any file of a process gives up its other locks on it.
Result<void> MemoryLogVfs::hold_others_off() {
  state_->others = ::open(state_->path.c_str(), O_RDWR | O_CLOEXEC);
  struct flock lock = lock_of(F_WRLCK, kPendingByte, 1);
  if (state_->others >= 0 && ::fcntl(state_->others, F_OFD_SETLK, &lock) == 0) return {};
  return in_use(state_->path);
}

void MemoryLogVfs::let_others_in() {
  struct flock lock = lock_of(F_UNLCK, kPendingByte, 1);
  if (state_->others >= 0) ::fcntl(state_->others, F_OFD_SETLK, &lock);
}

std::string database_header(int file) {
  std::string out(kDatabaseHeader, '\0');
  const ssize_t got = file < 0 ? 0 : ::pread(file, out.data(), out.size(), 0);
  out.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return out;
}

bool is_open_elsewhere(const std::string& database) {
  const int file = ::open(database.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return false;
  struct flock lock = lock_of(F_WRLCK, kPendingByte, kSharedBytes + kSharedSize - kPendingByte);
  const bool held = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(file);
  return held;
}

Error in_use(const std::string& database) {
  return Error::transient(ErrorCode::busy,
                          {"Một chương trình khác đang mở " + database + ". Chưa thay đổi gì; hãy đóng nó rồi thử lại.",
                           "Another program has " + database + " open. Nothing was changed. Close it and try again."});
}

}  // namespace base::sql
