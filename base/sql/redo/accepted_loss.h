// A database that was set back: acknowledged commits are gone, because somebody accepted that loss
// (`vanthu verify --accept-loss`). Numbers that were given out in them may be known to others and must not be given
// again: who gives out such numbers is told here.
#pragma once

#include <functional>

#include "base/result.h"
#include "base/sql/database.h"

namespace base {

// Calls `take_note` when that has happened and nobody has noted it yet. It is forgotten when `take_note` succeeds; a
// crash before that calls it again at the next start. Not called otherwise, nor on MySQL.
Result<void> take_note_of_loss(Database& db, const std::function<Result<void>()>& take_note);

}  // namespace base
