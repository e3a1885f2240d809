// `backup DIR` and `restore DIR`: one consistent picture of the database and the message bytes it names, in files that
// do not depend on the engine: also the way from SQLite to MySQL and back. Format: README.md. Blocking.
//   DIR/manifest.json   version, time, migrations, and for each file rows, bytes and SHA-256; written last
//   DIR/tables/NAME     rows of one table (row_stream.h)
//   DIR/secrets         rows of the tables with credentials and keys, mode 0600
//   DIR/blobs-00001 …   message bytes (blob_pack.h)
// A backup is written beside DIR, fsynced, read again and checked, then takes DIR's name in one rename: the former
// backup stays whole until that moment.
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

struct BackupParts {  // all outlive the call
  base::Database& db;
  BlobStore& blobs;
  base::FileSystem& fs;
  const base::Clock& clock;
};

struct SignOfUse {
  std::string table;
  std::string query;  // a row of it is the sign; asked when the database has the table
};

struct BackupOptions {
  std::string directory;
  // Tables whose rows go into the secrets file.
  std::vector<std::string> secret_tables = default_secret_tables();
  std::function<void(std::string_view stage, std::int64_t done, std::int64_t total)> progress;  // may be null
  std::stop_token stop;  // of backup: ends it soon, what stood in `directory` stays
  // restore: what shows that people use this house. Without any of it all rows were made by the program itself (`init`,
  // a first start) and give way to those of the backup.
  std::vector<SignOfUse> signs_of_use = default_signs_of_use();
  // restore: mailboxes keep their UIDVALIDITY. Only when nobody has used the house since the backup was begun (the way
  // to another engine): else UIDs that clients know from afterwards would be given to other messages.
  bool keep_uids = false;
  static std::vector<std::string> default_secret_tables();
  static std::vector<SignOfUse> default_signs_of_use();
};

struct BackupReport {
  std::int64_t tables = 0, rows = 0, blobs = 0, bytes = 0;
};

// Errors: io, disk_full, corrupt (a blob fails its checksum: named in the error, nothing is renamed), unavailable,
// stopped (by the token).
base::Result<BackupReport> backup(const BackupParts& parts, const BackupOptions& options);

// Reads the whole backup and compares every checksum. Errors: not_found, corrupt, unsupported (newer format), stopped.
base::Result<BackupReport> check_backup(base::FileSystem& fs, const std::string& directory, std::stop_token stop = {});

// REQUIRES: parts.db has the schema (migrate() was run) and shows no sign of use; parts.blobs is empty. Everything is
// checked before the first row is written. Errors: exists (people or mail are there: nothing was changed), corrupt,
// unsupported (steps this program does not know).
base::Result<BackupReport> restore(const BackupParts& parts, const BackupOptions& options);

}  // namespace mailstore
