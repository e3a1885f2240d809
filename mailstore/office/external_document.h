// A document that came from outside as ordinary mail: known by its Message-ID in the records mailbox.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/sql/database.h"
#include "mailstore/office/event.h"

namespace mailstore::office {

struct ExternalDocument {
  DocumentArrived arrived;
  base::Timestamp received;
  std::string verdict;           // what our Authentication-Results said of its signatures when it came
  std::string verdict_sentence;
};

// Nothing when the mailbox holds no such message. `subject`: of the answer; without Re: it must be that of the document (threads
// are kept by both).
base::Result<std::optional<ExternalDocument>> find_external_document(base::SqlReader& reader, base::AccountId records,
                                                                     std::string_view message_id, std::string_view subject);

}  // namespace mailstore::office
