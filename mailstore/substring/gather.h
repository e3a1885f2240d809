// Reads from the store what dictionaries are made of. Blocking; an error of the caller's go_on ends the work.
#pragma once

#include <functional>
#include <unordered_set>
#include <vector>

#include "base/ids.h"
#include "mailstore/store/store_core.h"
#include "mailstore/substring/builder.h"
#include "mailstore/substring/shelf.h"

namespace mailstore::substring {

struct EmailPlace {
  base::AccountId account;
  std::int64_t email = 0;
};

// Ids of all contents above `after`, ascending.
base::Result<std::vector<std::int64_t>> content_ids(base::Database& db, std::int64_t after);
// Emails of these accounts above `after`, by account and id; null: of all accounts.
base::Result<std::vector<EmailPlace>> email_places(base::Database& db, std::int64_t after,
                                                   const std::unordered_set<base::AccountId>* only);

using GoOn = std::function<base::Result<void>()>;

// Makes dictionaries of them, each taken up by the shelf; `made` is told the ids of each.
using Made = std::function<base::Result<void>(const std::vector<std::int64_t>& ids)>;
// ids: ascending.
base::Result<void> gather_contents(StoreCore& store, Shelf& shelf, std::span<const std::int64_t> ids, const GoOn& go_on,
                                   const Made& made);
base::Result<void> gather_emails(StoreCore& store, Shelf& shelf, std::span<const EmailPlace> places, const GoOn& go_on,
                                 const Made& made);

}  // namespace mailstore::substring
