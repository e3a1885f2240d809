// Puts several dictionaries together into one, without the documents that are gone. Memory: their ids, and a chunk of
// each.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mailstore/substring/dictionary.h"

namespace mailstore::substring {

// alive: of the ids given (ascending), those that are still there. go_on: asked now and then; an error ends the work.
struct MergeParts {
  std::function<base::Result<std::vector<std::int64_t>>(std::vector<std::int64_t>)> alive;
  std::function<base::Result<void>()> go_on;
};

// Writes `path`; false: no document is left, nothing was written. REQUIRES: of one family, together at most
// kMaxDocuments. Errors: corrupt (one of them is damaged), io, disk_full, what the parts answer.
base::Result<bool> merge(base::FileSystem& files, const std::string& path,
                         const std::vector<std::shared_ptr<const Dictionary>>& from, const MergeParts& parts);

}  // namespace mailstore::substring
