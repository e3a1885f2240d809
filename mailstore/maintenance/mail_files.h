// Whether the mail files beside the database are there and are its own.
#pragma once

#include <string>

#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

class BlobStore;

// Looks for the mails the database took in first and last (a few reads, whatever the size of the store): a folder that
// is gone, an older copy or another office's is noticed before anybody is served; single damaged mails are left to
// `vanthu verify`. Changes nothing. `folder`: as it is named to the administrator. Blocks.
// Errors: corrupt, with what is safe and what to do; io when the disk does not read; those of the database.
base::Result<void> mail_files_are_there(base::Database& db, const BlobStore& blobs, const std::string& folder);

}  // namespace mailstore
