// A document that came from outside as ordinary mail: known by its Message-ID in the records mailbox.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql/database.h"
#include "directory/people/directory_view.h"
#include "mailstore/office/journal/event.h"

namespace mailstore::office {

struct ExternalDocument {
  DocumentArrived arrived;
  base::Timestamp received;
  std::string verdict;  // what our Authentication-Results said of its signatures when it came
  std::string verdict_sentence;
};

// Every mail of the mailbox with this Message-ID, each content once; of several copies of a content the one that was
// delivered here. More than one: somebody used the Message-ID again, and each shares_message_id. `subject`: of the
// answer; without Re: it must be that of the document (threads are kept by both).
base::Result<std::vector<ExternalDocument>> find_external_documents(base::SqlReader& reader, base::AccountId records,
                                                                    std::string_view message_id,
                                                                    std::string_view subject);

// What stands in the INBOX of a records mailbox, came from outside on these moments [from, until) and has a document's
// number in its subject; answers about documents are none. In the order of arrival. Whether the clerk has decided is
// for the caller to know.
base::Result<std::vector<ExternalDocument>> external_documents_in(base::SqlReader& reader, base::AccountId records,
                                                                  const directory::DirectoryView& view,
                                                                  base::Timestamp from, base::Timestamp until);

}  // namespace mailstore::office
