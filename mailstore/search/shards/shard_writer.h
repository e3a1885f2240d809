// Writes the directories of sealed shards. Each is complete and on the disk when the function answers; nobody knows of
// it before the manifest names it. What was begun and not finished is removed by who meets it next (ShardSet).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/fs/file_system.h"
#include "base/result.h"
#include "mailstore/search/shards/indexed_document.h"
#include "mailstore/search/shards/sealed_shard.h"

namespace mailstore::search {

// REQUIRES: documents not empty, each content once, ascending. Errors: io, disk_full.
base::Result<void> write_shard(base::FileSystem& files, const std::string& directory,
                               std::span<const std::shared_ptr<const IndexedDocument>> documents);

// One shard of several: read and written from beginning to end. Errors: io, disk_full, corrupt (a source).
base::Result<void> merge_shards(base::FileSystem& files, const std::string& directory,
                                std::span<const std::shared_ptr<const SealedShard>> sources);

}  // namespace mailstore::search
