// A list of contents as a file: "vanthu-contents" SP version LF count:u32 content:i64 × count crc:u32, ascending,
// little-endian; crc: CRC-32C of all before it. Version 1.
#pragma once

#include <string>
#include <vector>

#include "base/fs/file_system.h"
#include "base/ids.h"
#include "base/result.h"

namespace mailstore::search {

// On the disk when it answers, but for its name in the directory. Errors: io, disk_full, exists.
base::Result<void> write_content_list(base::FileSystem& files, const std::string& path,
                                      std::vector<base::ContentId> contents);
// Errors: not_found, corrupt, io.
base::Result<std::vector<base::ContentId>> read_content_list(base::FileSystem& files, const std::string& path);

}  // namespace mailstore::search
