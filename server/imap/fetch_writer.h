// Writes FETCH answers: RFC 9051 §7.5.2. Bodies go out in pieces, as fast as the client reads.
#pragma once

#include <string_view>

#include "mailstore/store/types.h"
#include "server/imap/fetch_arguments.h"
#include "server/imap/session.h"

namespace server::imap {

mailstore::Wants wants_of(const FetchRequest& request);

// A request that needs nothing but the view.
void write_from_view(Session& session, const FetchRequest& request, Index index, const mailstore::Entry& entry);

// `seen_now`: the fetch has set \Seen; FLAGS are told then (RFC 3501 §6.4.5). An error comes before anything of the
// message was written, else the connection is closed: a literal cannot be taken back. `whole`: the message's octets
// (prefix and content) when they were read ahead, else empty; must live until it returns.
base::Co<base::Result<void>> write_message(Session& session, const FetchRequest& request, Index index,
                                           mailstore::Entry entry, const mailstore::MessageMeta& meta, bool seen_now,
                                           std::string_view whole);

// Whether the request asks for octets of the messages, so that reading ahead pays.
bool reads_bodies(const FetchRequest& request);

}  // namespace server::imap
