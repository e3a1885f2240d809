// What `access grant` and `access revoke` share: which right of whom, and rights as text and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "directory/people/directory_view.h"
#include "policies/calendar/date.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

// The right that the options name: kind, office, account or unit, leader; no dates, no fields. Errors: bad_input (none
// or several kinds, an option that does not go with it), not_found.
base::Result<directory::AccessGrant> named_right(const House& house, const Arguments& arguments);

// --from, --until as a day; nothing: not given. Errors: bad_input.
base::Result<std::optional<policies::calendar::Date>> day_option(const Arguments& arguments, const std::string& name);

// "Trần Văn Bình <binh@…> thay Chủ tịch … từ … đến hết …", in both languages, one line.
std::string right_line(const directory::DirectoryView& view, const directory::AccessGrant& grant);
nlohmann::ordered_json right_json(const directory::DirectoryView& view, const directory::AccessGrant& grant,
                                  base::Timestamp now);

base::Error access_usage(const std::string& vi, const std::string& en);

}  // namespace server::cli
