// The first things in an empty directory: domains and the root office with its role mailboxes and journal (`vanthu
// init`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "directory/people/directory.h"

namespace directory {

// The code of a root office that no units.csv has named yet.
inline constexpr std::string_view kAutomaticRootCode = "ROOT";

// Creates domains (the first is the primary one) and the root office `organisation`; makes vanthu@D, giaoviec@D and the
// journal account nhatky@D. Blocking. Errors: bad_input (name or domain not usable), exists (there is a root already).
base::Result<base::UnitId> create_root(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                                       std::string_view organisation, const std::vector<std::string>& domains);

// Adds a domain behind the others. Every address of the primary domain is then also good there. Blocking.
base::Result<void> add_domain(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                              std::string_view domain, std::string_view actor);

}  // namespace directory
