// Which deadlines were counted in working days or hours, and with which calendar: the rows do not say it, the journals
// do (TaskAssigned::deadline).
#pragma once

#include <map>
#include <set>
#include <stop_token>
#include <string>

#include "base/sql/database.h"
#include "directory/people/directory_view.h"
#include "mailstore/blob/blob_store.h"

namespace mailstore::office {

// By task: the version of the calendar. Reads the journals of these offices from the beginning. Errors as
// read_journal(); stopped, temporary.
base::Result<std::map<std::int64_t, std::string>> counted_terms(base::SqlReader& reader, const BlobStore& blobs,
                                                                const directory::DirectoryView& view,
                                                                const std::set<base::UnitId>& offices,
                                                                const std::stop_token& stop);

}  // namespace mailstore::office
