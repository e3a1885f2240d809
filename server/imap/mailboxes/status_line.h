// The STATUS answer: RFC 9051 §7.3.4. Shared by STATUS and LIST … RETURN (STATUS …).
#pragma once

#include <string>

#include "server/imap/mailboxes/list_arguments.h"
#include "server/imap/session/session.h"

namespace server::imap {

// `name`: UTF-8, as the reader knows it. A mailbox that is gone meanwhile is answered without RECENT.
base::Co<void> append_status(Session& session, std::string name, mailstore::MailboxInfo info, StatusItems items);

}  // namespace server::imap
