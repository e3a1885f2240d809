// The directory of the index: monthly shards "yyyy-mm" and the file "version": "vanthu-search <format> <id>". The id is
// made anew with each index and kept in SQL beside the cursors, so that cursors never speak for another index. Not
// thread-safe but for the static functions.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace mailstore::search {

// Raised when terms or values change: an index of another format is made anew.
inline constexpr int kIndexFormat = 2;

class IndexDirectory {
 public:
  explicit IndexDirectory(std::string path) : path_(std::move(path)) {}

  // The id of a complete index of this format; "" when there is none.
  std::string read_id() const;
  // Removes the version file, then every shard. Errors: io.
  base::Result<void> wipe() const;
  // Makes the directory when needed and writes the version file, durably. Errors: io, disk_full.
  base::Result<void> write_id(const std::string& id) const;
  // A shard that was begun and never finished (the process was killed) holds nothing and cannot be opened.
  static bool is_complete(const std::string& shard);
  // Paths of the complete shards, oldest first.
  std::vector<std::string> shards() const;
  // Shard of a content by its first arrival, which stands in its id. UTC months.
  std::string shard_of(base::ContentId content) const;

 private:
  std::vector<std::string> directories() const;  // complete or not
  std::string path_;
};

// "2026-11" of a content id.
std::string shard_name(base::ContentId content);

}  // namespace mailstore::search
