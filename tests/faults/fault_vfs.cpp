#include "tests/faults/fault_vfs.h"

#include <sqlite3.h>

#include <cstring>
#include <filesystem>
#include <new>

namespace tests {

using base::parent_directory;

namespace {

using Answer = FaultPlan::Answer;

struct Context {
  FaultPlan& plan;
  sqlite3_vfs* real;
};

// What SQLite allocates for an open file: our part, then the real VFS's.
struct ShimFile {
  sqlite3_file base;
  Context* context;
  FaultPlan::TrackedFile tracked;  // null: a temporary file, not part of the plan
  bool sync_names;                 // a new journal or log: its first fsync also covers its name
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

ShimFile* shim(sqlite3_file* file) { return reinterpret_cast<ShimFile*>(file); }
Context* context_of(sqlite3_vfs* vfs) { return static_cast<Context*>(vfs->pAppData); }
bool is_off(sqlite3_file* file) { return shim(file)->context->plan.power_is_off(); }

// `real`: the real VFS's own code, used when it ran and failed.
int code_of(Answer answer, int real, int io_error) {
  if (answer == Answer::done) return SQLITE_OK;
  if (answer == Answer::failed) return real;
  return answer == Answer::disk_full ? SQLITE_FULL : io_error;
}

int shim_close(sqlite3_file* file) {
  ShimFile* self = shim(file);
  const int code = self->real()->pMethods != nullptr ? self->real()->pMethods->xClose(self->real()) : SQLITE_OK;
  self->tracked.~shared_ptr();
  return code;
}

int shim_read(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
  if (is_off(file)) return SQLITE_IOERR_READ;
  if (shim(file)->context->plan.is_unreadable(shim(file)->tracked, offset, size)) return SQLITE_IOERR_CORRUPTFS;
  return shim(file)->real()->pMethods->xRead(shim(file)->real(), buffer, size, offset);
}

int shim_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  ShimFile* self = shim(file);
  sqlite3_file* real = self->real();
  if (!self->tracked) return real->pMethods->xWrite(real, bytes, size, offset);
  int code = SQLITE_OK;
  const std::string_view all(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  const Answer answer = self->context->plan.write(self->tracked, all, offset, [&](std::string_view part) {
    code = real->pMethods->xWrite(real, part.data(), static_cast<int>(part.size()), offset);
    return code == SQLITE_OK;
  });
  return code_of(answer, code, SQLITE_IOERR_WRITE);
}

int shim_truncate(sqlite3_file* file, sqlite3_int64 size) {
  ShimFile* self = shim(file);
  sqlite3_file* real = self->real();
  if (!self->tracked) return real->pMethods->xTruncate(real, size);
  int code = SQLITE_OK;
  const Answer answer = self->context->plan.truncate(self->tracked, size, [&] {
    code = real->pMethods->xTruncate(real, size);
    return code == SQLITE_OK;
  });
  return code_of(answer, code, SQLITE_IOERR_TRUNCATE);
}

int shim_sync(sqlite3_file* file, int) {
  ShimFile* self = shim(file);
  if (!self->tracked) return SQLITE_OK;
  // The real fsync is left out, as in fault_file_system.cpp.
  const Answer answer = self->context->plan.sync(self->tracked, self->sync_names, [] { return true; });
  if (answer == Answer::done) self->sync_names = false;
  return code_of(answer, SQLITE_OK, SQLITE_IOERR_FSYNC);
}

int shim_size(sqlite3_file* file, sqlite3_int64* size) {
  if (is_off(file)) return SQLITE_IOERR_FSTAT;
  return shim(file)->real()->pMethods->xFileSize(shim(file)->real(), size);
}

int shim_lock(sqlite3_file* file, int level) { return shim(file)->real()->pMethods->xLock(shim(file)->real(), level); }
int shim_unlock(sqlite3_file* file, int level) {
  return shim(file)->real()->pMethods->xUnlock(shim(file)->real(), level);
}
int shim_reserved(sqlite3_file* file, int* out) {
  return shim(file)->real()->pMethods->xCheckReservedLock(shim(file)->real(), out);
}

int shim_control(sqlite3_file* file, int operation, void* argument) {
  // These would let the real VFS change the file behind the plan's back.
  if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_NOTFOUND;
  return shim(file)->real()->pMethods->xFileControl(shim(file)->real(), operation, argument);
}

int shim_sector(sqlite3_file* file) { return shim(file)->real()->pMethods->xSectorSize(shim(file)->real()); }
int shim_device(sqlite3_file* file) { return shim(file)->real()->pMethods->xDeviceCharacteristics(shim(file)->real()); }

// The shared-memory index is no record of anything: SQLite makes it anew after a crash.
int shim_shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  return shim(file)->real()->pMethods->xShmMap(shim(file)->real(), region, size, extend, out);
}
int shim_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return shim(file)->real()->pMethods->xShmLock(shim(file)->real(), offset, count, flags);
}
void shim_shm_barrier(sqlite3_file* file) { shim(file)->real()->pMethods->xShmBarrier(shim(file)->real()); }
int shim_shm_unmap(sqlite3_file* file, int remove) {
  return shim(file)->real()->pMethods->xShmUnmap(shim(file)->real(), remove);
}

// Version 2: no memory mapping of the database file, which would write behind the plan's back.
constexpr sqlite3_io_methods kMethods = {
    2,           shim_close,   shim_read,     shim_write,       shim_truncate,  shim_sync,
    shim_size,   shim_lock,    shim_unlock,   shim_reserved,    shim_control,   shim_sector,
    shim_device, shim_shm_map, shim_shm_lock, shim_shm_barrier, shim_shm_unmap, nullptr,
    nullptr};

// The real xAccess says no for an empty file.
bool is_there(const char* name) {
  std::error_code ignored;
  return std::filesystem::exists(name, ignored);
}

int open_real(Context* context, const char* name, ShimFile* self, int flags, int* out_flags, bool create) {
  sqlite3_vfs* real = context->real;
  if (!create) return real->xOpen(real, name, self->real(), flags, out_flags);
  int code = SQLITE_OK;
  const Answer answer = context->plan.create(name, [&] {
    code = real->xOpen(real, name, self->real(), flags, out_flags);
    return code == SQLITE_OK;
  });
  return code_of(answer, code, SQLITE_CANTOPEN);
}

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  Context* context = context_of(vfs);
  ShimFile* self = shim(file);
  self->base.pMethods = nullptr;
  std::memset(self->real(), 0, static_cast<std::size_t>(context->real->szOsFile));
  if (context->plan.power_is_off()) return SQLITE_CANTOPEN;
  const bool create = name != nullptr && !is_there(name) && (flags & SQLITE_OPEN_CREATE) != 0;
  const int code = open_real(context, name, self, flags, out_flags, create);
  if (code != SQLITE_OK) {
    if (self->real()->pMethods != nullptr) self->real()->pMethods->xClose(self->real());
    return code;
  }
  new (&self->tracked) FaultPlan::TrackedFile(name != nullptr ? context->plan.track(name) : nullptr);
  self->context = context;
  self->sync_names = create && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
  self->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  Context* context = context_of(vfs);
  if (!is_there(name)) return context->plan.power_is_off() ? SQLITE_IOERR_DELETE : SQLITE_IOERR_DELETE_NOENT;
  if (const Answer answer = context->plan.unlink(name); answer != Answer::done) return SQLITE_IOERR_DELETE;
  if (sync_directory == 0) return SQLITE_OK;
  const Answer answer = context->plan.sync_directory(parent_directory(name), [] { return true; });
  return code_of(answer, SQLITE_OK, SQLITE_IOERR_DIR_FSYNC);
}

int vfs_access(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
  Context* context = context_of(vfs);
  if (context->plan.power_is_off()) return SQLITE_IOERR_ACCESS;
  return context->real->xAccess(context->real, name, flags, out);
}

int vfs_full_path(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  sqlite3_vfs* real = context_of(vfs)->real;
  return real->xFullPathname(real, name, size, out);
}

}  // namespace

struct FaultVfs::State {
  std::string name;
  Context context;
  sqlite3_vfs vfs;
};

FaultVfs::FaultVfs(std::string name, FaultPlan& plan) {
  sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  state_.reset(new State{std::move(name), {plan, real}, *real});  // what is not replaced is the real one's
  sqlite3_vfs& vfs = state_->vfs;
  vfs.iVersion = 1;
  vfs.szOsFile = static_cast<int>(sizeof(ShimFile)) + real->szOsFile;
  vfs.pNext = nullptr;
  vfs.zName = state_->name.c_str();
  vfs.pAppData = &state_->context;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  vfs.xAccess = vfs_access;
  vfs.xFullPathname = vfs_full_path;
  sqlite3_vfs_register(&vfs, 0);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&state_->vfs); }

}  // namespace tests
