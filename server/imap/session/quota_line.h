// Quota roots and their QUOTA answer: RFC 9208 §4. The reader's own root is "", a role mailbox's "Shared/<address>".
#pragma once

#include <string>
#include <string_view>

#include "server/imap/session/session.h"

namespace server::imap {

// The account of a root; not_found for what the reader may not see.
base::Result<base::AccountId> quota_account(const Session& session, std::string_view root);
// What is used, and the limit as the directory has it now (the store learns of a change with the next delivery).
base::Co<base::Result<mailstore::QuotaInfo>> read_quota(Session& session, base::AccountId account);
// The root of a mailbox that the reader knows by this name.
std::string quota_root(std::string_view mailbox_name);
// "* QUOTA root (STORAGE used limit)"; an empty list when nothing is limited.
void append_quota(Session& session, std::string_view root, const mailstore::QuotaInfo& quota);

}  // namespace server::imap
