// `backup DIR` and `restore DIR`: one consistent picture of the database and the message bytes it names, in files that do not
// depend on the engine: also the way from SQLite to MySQL and back. Format: README.md. Blocking.
//   DIR/manifest.json   version, time, migrations, and for each file rows, bytes and SHA-256; written last
//   DIR/tables/NAME     rows of one table (row_stream.h)
//   DIR/secrets         rows of the tables with credentials and keys, mode 0600
//   DIR/blobs-00001 …   message bytes (blob_pack.h)
// A backup is written beside DIR, fsynced, read again and checked, then takes DIR's name in one rename: the former backup
// stays whole until that moment.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/fs/file_system.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/blob/blob_store.h"

namespace mailstore {

struct BackupParts {             // all outlive the call
  base::Database& db;
  BlobStore& blobs;
  base::FileSystem& fs;
  const base::Clock& clock;
};

struct BackupOptions {
  std::string directory;
  // Tables whose rows go into the secrets file.
  std::vector<std::string> secret_tables = default_secret_tables();
  std::function<void(std::string_view stage, std::int64_t done, std::int64_t total)> progress;   // may be null
  std::stop_token stop;   // of backup: ends it soon, what stood in `directory` stays
  // restore: tables in which a new house makes rows for itself. Such rows do not count against an empty database; where the
  // backup has the table, its rows take their place.
  std::vector<std::string> self_made_tables = default_self_made_tables();
  static std::vector<std::string> default_secret_tables();
  static std::vector<std::string> default_self_made_tables();
};

struct BackupReport {
  std::int64_t tables = 0, rows = 0, blobs = 0, bytes = 0;
};

// Errors: io, disk_full, corrupt (a blob fails its checksum: named in the error, nothing is renamed), unavailable, stopped
// (by the token).
base::Result<BackupReport> backup(const BackupParts& parts, const BackupOptions& options);

// Reads the whole backup and compares every checksum. Errors: not_found, corrupt, unsupported (newer format), stopped.
base::Result<BackupReport> check_backup(base::FileSystem& fs, const std::string& directory, std::stop_token stop = {});

// REQUIRES: parts.db has the schema (migrate() was run) and no rows but in self_made_tables; parts.blobs is empty. Everything is checked before the
// first row is written. Errors: exists (the database holds rows), corrupt, unsupported (steps this program does not know).
base::Result<BackupReport> restore(const BackupParts& parts, const BackupOptions& options);

}  // namespace mailstore
