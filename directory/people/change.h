// How everything in directory/ writes: one transaction that first takes the directory's version row (so that two
// changes never cross, on any node), then the rows, then an audit entry. Internal to directory/; blocking; thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "directory/people/audit.h"
#include "directory/people/directory.h"

namespace directory {

// `unit` sees the view it may decide upon: nobody has changed the directory since. When someone had, the view is read
// again and the unit runs anew (at most 5 times). With `expected_version` it answers `conflict` instead. Reloads the
// view afterwards.
using ChangeUnit = std::function<base::Result<void>(base::SqlTransaction&, const DirectoryView&)>;
base::Result<void> change_directory(Directory& directory, const ChangeUnit& unit,
                                    std::optional<std::int64_t> expected_version = std::nullopt);

// Takes the version row until the end of the transaction and counts up; the number before.
base::Result<std::int64_t> take_directory_version(base::SqlTransaction& tx);

// An administrator's act, for write_audit().
AuditEntry admin_act(const base::Clock& clock, base::IdMaker& ids, AuditVerb what, std::string_view actor,
                     base::AccountId account, std::string detail);

}  // namespace directory
