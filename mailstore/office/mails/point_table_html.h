// The points of minutes as an HTML table: number, work, lead, cooperating, deadline, what is unclear. Pure.
#pragma once

#include <functional>
#include <string>

#include "policies/tasks/lists/point_table.h"

namespace mailstore::office {

// `reply_address`: where a mail about a created row goes; its number links there.
std::string point_table_html(const policies::tasks::PointTable& table,
                             const std::function<std::string(const policies::tasks::PointRow&)>& reply_address);

}  // namespace mailstore::office
