// Whether the mail files beside the database are there and are its own.
#pragma once

#include "base/result.h"

namespace server {

class House;

// Looks for the mails the database took in first and last (a few reads, whatever the size of the store): a folder that
// is gone, an older copy or another office's is noticed before anybody is served; single damaged mails are left to
// `vanthu verify`. Changes nothing. Errors: corrupt, with what is safe and what to do; those of the database.
base::Result<void> mail_files_are_there(House& house);

}  // namespace server
