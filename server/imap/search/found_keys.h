// The keys (mailstore/store/mail_keys.h) of the messages that a SORT or THREAD has found.
#pragma once

#include <memory>

#include "mailstore/store/mail_keys.h"
#include "server/imap/session/session.h"

namespace server::imap {

struct FoundKeys {
  std::shared_ptr<const mailstore::MailKeys> keys;
  bool of_view = true;  // of every message of the view; else of the found ones alone
  // Of the i-th that was found, which is message `index` of the view.
  std::size_t row(std::size_t i, Index index) const { return of_view ? index : i; }
};
// Few messages of a long mailbox are read alone, unless their keys are known.
base::Co<base::Result<FoundKeys>> keys_of_found(Session& session, const Indexes& found, mailstore::MailKeys::Kind kind);

}  // namespace server::imap
