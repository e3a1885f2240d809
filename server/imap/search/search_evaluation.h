// Finds the messages of the selected view that a search describes: RFC 9051 §6.4.4. What the view holds is looked at
// here; text goes to the store (exact substrings). Cheap keys narrow the candidates before dear ones are asked.
#pragma once

#include "server/imap/search/search_arguments.h"
#include "server/imap/session/session.h"

namespace server::imap {

// Ascending indexes of session.selected()->view. bad_input: a message number that does not exist. The key outlives the
// call.
base::Co<base::Result<Indexes>> evaluate_search(Session& session, const SearchKey& root);

}  // namespace server::imap
