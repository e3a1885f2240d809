// A literal of the plan as a Xapian query. Included by xapian_*.cpp only.
#pragma once

#include <xapian.h>

#include <span>
#include <vector>

#include "base/ids.h"
#include "mailstore/search/query_plan.h"

namespace mailstore::search {

// A prefix that stands for more words than this is refused (per field and form).
inline constexpr Xapian::termcount kMaxExpansion = 10000;

Xapian::Query make_query(const Node& node);
// All literals, held by one of the accounts.
Xapian::Query make_query(const std::vector<Literal>& literals, std::span<const base::AccountId> accounts);

}  // namespace mailstore::search
