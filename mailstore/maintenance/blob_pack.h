// Message bytes of a backup, in files of about kPackSize: "vanthu-blobs 1" LF  *("B" sha256[32] varint(length) bytes)
// "E" varint(number of blobs).
#pragma once

#include <functional>
#include <vector>

#include "mailstore/blob/blob_store.h"
#include "mailstore/maintenance/backup_file.h"

namespace mailstore {

inline constexpr std::int64_t kPackSize = std::int64_t{1} << 30;

struct NamedBlob {
  BlobHash hash{};
  BlobRef ref;
};
// Asked when compaction moved a blob meanwhile: where it is now.
using FindBlob = std::function<base::Result<BlobRef>(const BlobHash&)>;

// Writes blobs-00001, … in order of `blobs`. `progress` is told of each blob; its error ends the writing. Errors:
// corrupt (a blob fails its checksum; its hash is named), io, disk_full.
base::Result<std::vector<BackupFileInfo>> write_packs(base::FileSystem& fs, const std::string& directory,
                                                      const BlobStore& store, const std::vector<NamedBlob>& blobs,
                                                      const FindBlob& find,
                                                      const std::function<base::Result<void>(std::int64_t)>& progress);

// Each blob of one pack; its bytes are compared with its hash first. Returns how many.
base::Result<std::int64_t> read_pack(BackupFileReader& in,
                                     const std::function<base::Result<void>(const BlobHash&, std::string)>& visit);

}  // namespace mailstore
