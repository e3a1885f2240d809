#include "base/sql/log_gather_vfs.h"

#include <sqlite3.h>

#include <cstdint>
#include <cstring>
#include <new>

namespace base::sql {
namespace {

// Octets handed over at once, at most. The default VFS of SQLite takes no write of 128 KiB or more: it cuts the size to
// 17 bits.
constexpr std::size_t kGathered = 96 * 1024;

sqlite3_vfs* real_of(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

// What SQLite allocates for the log: our part, then the real VFS's.
struct LogFile {
  sqlite3_file base;
  std::string pending;  // to be written at `begin`
  sqlite3_int64 begin;

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }

  // After a failure the octets are forgotten: SQLite takes them as not written, like after a failed write of its own.
  int hand_over() {
    if (pending.empty()) return SQLITE_OK;
    const int code = real()->pMethods->xWrite(real(), pending.data(), static_cast<int>(pending.size()), begin);
    pending.clear();
    return code;
  }
};

LogFile* log_file(sqlite3_file* file) { return reinterpret_cast<LogFile*>(file); }

// What is gathered at the end was never synced, so no commit needs it.
int log_close(sqlite3_file* file) {
  LogFile* self = log_file(file);
  const int code = self->real()->pMethods->xClose(self->real());
  self->pending.~basic_string();
  return code;
}

int log_read(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
  LogFile* self = log_file(file);
  if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  return self->real()->pMethods->xRead(self->real(), buffer, size, offset);
}

int log_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  LogFile* self = log_file(file);
  const bool goes_on = offset == self->begin + static_cast<sqlite3_int64>(self->pending.size());
  if (!goes_on || self->pending.size() + static_cast<std::size_t>(size) > kGathered) {
    if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  }
  if (self->pending.empty()) self->begin = offset;
  self->pending.append(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int log_truncate(sqlite3_file* file, sqlite3_int64 size) {
  LogFile* self = log_file(file);
  if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  return self->real()->pMethods->xTruncate(self->real(), size);
}

int log_sync(sqlite3_file* file, int flags) {
  LogFile* self = log_file(file);
  if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  return self->real()->pMethods->xSync(self->real(), flags);
}

int log_size(sqlite3_file* file, sqlite3_int64* size) {
  LogFile* self = log_file(file);
  if (const int code = self->hand_over(); code != SQLITE_OK) return code;
  return self->real()->pMethods->xFileSize(self->real(), size);
}

int log_lock(sqlite3_file* file, int level) {
  return log_file(file)->real()->pMethods->xLock(log_file(file)->real(), level);
}
int log_unlock(sqlite3_file* file, int level) {
  return log_file(file)->real()->pMethods->xUnlock(log_file(file)->real(), level);
}
int log_reserved(sqlite3_file* file, int* out) {
  return log_file(file)->real()->pMethods->xCheckReservedLock(log_file(file)->real(), out);
}
int log_control(sqlite3_file* file, int operation, void* argument) {
  return log_file(file)->real()->pMethods->xFileControl(log_file(file)->real(), operation, argument);
}
int log_sector(sqlite3_file* file) { return log_file(file)->real()->pMethods->xSectorSize(log_file(file)->real()); }
int log_device(sqlite3_file* file) {
  return log_file(file)->real()->pMethods->xDeviceCharacteristics(log_file(file)->real());
}

// Version 1: shared memory and mapping belong to the database file.
constexpr sqlite3_io_methods kMethods = {1,           log_close,  log_read,  log_write,  log_truncate,
                                         log_sync,    log_size,   log_lock,  log_unlock, log_reserved,
                                         log_control, log_sector, log_device};

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* real = real_of(vfs);
  if ((flags & SQLITE_OPEN_WAL) == 0) return real->xOpen(real, name, file, flags, out_flags);
  LogFile* self = log_file(file);
  self->base.pMethods = nullptr;
  std::memset(self->real(), 0, static_cast<std::size_t>(real->szOsFile));
  const int code = real->xOpen(real, name, self->real(), flags, out_flags);
  if (code != SQLITE_OK) {
    if (self->real()->pMethods != nullptr) self->real()->pMethods->xClose(self->real());
    return code;
  }
  new (&self->pending) std::string();
  self->begin = 0;
  self->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  return real_of(vfs)->xDelete(real_of(vfs), name, sync_directory);
}
int vfs_access(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
  return real_of(vfs)->xAccess(real_of(vfs), name, flags, out);
}
int vfs_full_path(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return real_of(vfs)->xFullPathname(real_of(vfs), name, size, out);
}

}  // namespace

struct LogGatherVfs::State {
  std::string name;
  sqlite3_vfs vfs;
};

LogGatherVfs::LogGatherVfs(const std::string& real) {
  sqlite3_vfs* below = sqlite3_vfs_find(real.empty() ? nullptr : real.c_str());
  if (below == nullptr) {  // opening by that name will tell
    state_.reset(new State{real, {}});
    return;
  }
  state_.reset(new State{{}, *below});  // what is not replaced is the real one's
  state_->name = "gather-" + std::to_string(reinterpret_cast<std::uintptr_t>(state_.get()));
  sqlite3_vfs& vfs = state_->vfs;
  vfs.iVersion = 1;
  vfs.szOsFile = static_cast<int>(sizeof(LogFile)) + below->szOsFile;
  vfs.pNext = nullptr;
  vfs.zName = state_->name.c_str();
  vfs.pAppData = below;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  vfs.xAccess = vfs_access;
  vfs.xFullPathname = vfs_full_path;
  sqlite3_vfs_register(&vfs, 0);
}

LogGatherVfs::~LogGatherVfs() {
  if (state_->vfs.xOpen != nullptr) sqlite3_vfs_unregister(&state_->vfs);
}

const std::string& LogGatherVfs::name() const { return state_->name; }

}  // namespace base::sql
