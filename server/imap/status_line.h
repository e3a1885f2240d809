// The STATUS answer: RFC 9051 §7.3.4. Shared by STATUS and LIST … RETURN (STATUS …).
#pragma once

#include <string_view>

#include "server/imap/list_arguments.h"
#include "server/imap/session.h"

namespace server::imap {

// `name`: UTF-8, as the reader knows it.
void append_status(Session& session, std::string_view name, const mailstore::MailboxInfo& info, const StatusItems& items);

}  // namespace server::imap
