// A result that goes up takes along the files of those who did the work: of each person of the unit whose part is
// handed in and not returned, the mail by which he handed it in last. Thread-safe as the reader is.
#pragma once

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// Puts names and mails into the steps that send a result up. Errors: of the database.
base::Result<void> add_result_files(base::SqlReader& reader, Ruling& ruling);

}  // namespace mailstore::office
