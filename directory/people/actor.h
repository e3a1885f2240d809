// What the directory knows of somebody who acts: his grants, from his role, his unit and the role mailboxes he is a
// member of. Pure, thread-safe.
#pragma once

#include "directory/people/directory_view.h"
#include "policies/access/may.h"

namespace directory {

policies::access::Actor actor_of(const DirectoryView& view, const Account& account);

}  // namespace directory
