// manifest.json of a backup. Fields: format (1), program, created_us, engine, schema (numbers of the applied steps),
// files ({name, bytes, sha256, items}).
#pragma once

#include <string>
#include <vector>

#include "base/fs/file_system.h"
#include "base/result.h"
#include "mailstore/maintenance/backup_file.h"

namespace mailstore {

inline constexpr int kBackupFormat = 1;

struct Manifest {
  std::int64_t created_us = 0;
  std::string engine;
  std::vector<int> schema;
  std::vector<BackupFileInfo> files;
};

std::string format_manifest(const Manifest& manifest);
// Errors: corrupt, unsupported (newer format).
base::Result<Manifest> parse_manifest(std::string_view text);
// not_found: no backup there.
base::Result<Manifest> read_manifest(base::FileSystem& fs, const std::string& directory);

}  // namespace mailstore
