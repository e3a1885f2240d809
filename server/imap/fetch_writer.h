// Writes FETCH answers: RFC 9051 §7.5.2. Bodies go out in pieces, as fast as the client reads.
#pragma once

#include "mailstore/store/mail_store.h"
#include "server/imap/fetch_arguments.h"
#include "server/imap/session.h"

namespace server::imap {

mailstore::Wants wants_of(const FetchRequest& request);

// A request that needs nothing but the view.
void write_from_view(Session& session, const FetchRequest& request, Index index, const mailstore::Entry& entry);

// `seen_now`: the fetch has set \Seen; FLAGS are told then (RFC 3501 §6.4.5). An error comes before anything of the message
// was written, else the connection is closed: a literal cannot be taken back.
base::Co<base::Result<void>> write_message(Session& session, const FetchRequest& request, Index index,
                                           mailstore::Entry entry, const mailstore::MessageMeta& meta, bool seen_now);

}  // namespace server::imap
