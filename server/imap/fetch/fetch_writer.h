// Writes FETCH answers: RFC 9051 §7.5.2.
#pragma once

#include <optional>
#include <string>

#include "server/imap/fetch/fetch_plan.h"
#include "server/imap/session/session.h"

namespace server::imap {

// A request that needs nothing but the view.
void write_from_view(Session& session, const FetchRequest& request, Index index, const mailstore::Entry& entry);

// `seen_now` (here and below): the fetch has set \Seen; FLAGS are told then (RFC 3501 §6.4.5).

// What needs nothing but the meta: without body items, or plan.is_told_by(meta). `scratch`: any string, used again.
void write_listed(Session& session, const FetchPlan& plan, Index index, const mailstore::Entry& entry,
                  const mailstore::MessageMeta& meta, bool seen_now, std::string& scratch);

// An error comes before anything of the message was written, else the connection is closed: a literal cannot be taken
// back. `content`: the message's octets without prefix, when they were read ahead. All outlive it.
base::Co<base::Result<void>> write_message(Session& session, const FetchPlan& plan, Index index,
                                           const mailstore::Entry& entry, const mailstore::MessageMeta& meta,
                                           bool seen_now, const std::optional<std::string>& content);

}  // namespace server::imap
