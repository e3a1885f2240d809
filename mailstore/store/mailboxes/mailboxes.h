// Mailboxes: the mailboxes of all accounts, their names, subscriptions and room; for every protocol. A face of the
// store (owner/mail_store.h owns it). Thread-safe; Co functions resume on the caller's executor. Errors: not_found,
// exists, bad_input (name), no_permission, limit, conflict, unavailable, disk_full.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/store/store_settings.h"
#include "mailstore/store/types.h"

namespace mailstore {

class SelectedMail;
struct StoreCore;

// Paths as in MailboxInfo::path.
class Mailboxes {
 public:
  // `core` and `selected` (which moves the messages of a renamed INBOX) outlive it.
  Mailboxes(StoreCore& core, SelectedMail& selected, StoreSettings settings)
      : core_(core), selected_(selected), settings_(settings) {}

  // All mailboxes of an account, sorted by path, INBOX first. The first call for an account makes INBOX and the
  // special-use mailboxes (Drafts, Sent, Junk, Trash, Archive).
  base::Co<base::Result<std::vector<MailboxInfo>>> list(base::AccountId account);
  base::Co<base::Result<MailboxInfo>> find(base::AccountId account, std::string path);
  base::Co<base::Result<MailboxInfo>> find(base::MailboxId id);
  // Makes missing parents too (RFC 9051 §6.3.4). A deleted and re-made name gets a greater UIDVALIDITY.
  base::Co<base::Result<MailboxInfo>> create(base::AccountId account, std::string path,
                                             SpecialUse use = SpecialUse::none);
  // Renames children along; renaming INBOX moves its messages to the new name (RFC 9051 §6.3.6).
  base::Co<base::Result<void>> rename(base::AccountId account, std::string from, std::string to);
  // no_permission for INBOX; a mailbox with children is refused (exists).
  base::Co<base::Result<void>> remove(base::AccountId account, std::string path);
  // Subscriptions belong to the reader and may name mailboxes of others or such that do not exist (RFC 9051 §6.3.7).
  base::Co<base::Result<void>> subscribe(base::AccountId reader, std::string name, bool subscribed);
  base::Co<base::Result<std::vector<std::string>>> subscriptions(base::AccountId reader);

  base::Co<base::Result<QuotaInfo>> quota(base::AccountId account);
  // What an EXPUNGE would free (RFC 9208 §4.1.4, STATUS DELETED-STORAGE): octets, the sum of RFC822.SIZE of the
  // messages with \Deleted.
  base::Co<base::Result<std::int64_t>> deleted_storage(MailboxInfo mailbox);

  // Removes what is left of mailboxes that were being deleted at a crash. Blocking.
  base::Result<void> finish_removals();

 private:
  base::Co<base::Result<void>> make_account(base::AccountId account);

  StoreCore& core_;
  SelectedMail& selected_;
  const StoreSettings settings_;
};

}  // namespace mailstore
