// AccountChange: one account's share of a unit of work. begin() locks the account's row (made with INBOX and the
// special-use mailboxes when missing) and gives the unit its modseq; mailboxes taken from it are written back by
// finish(), which also arranges the change signal. Units that change several accounts begin them in ascending order.
// Lives inside the unit only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/store/mailbox_rows.h"
#include "mailstore/store/store_core.h"

namespace mailstore {

// Paths of the mailboxes that begin() makes for a new account, INBOX first.
std::vector<std::string> first_mailbox_paths();

class AccountChange {
 public:
  static base::Result<AccountChange> begin(base::SqlTransaction& tx, StoreCore& core, base::AccountId account);

  // The account that owns a mailbox; not_found.
  static base::Result<base::AccountId> owner(base::SqlReader& reader, base::MailboxId mailbox);

  base::AccountId account() const { return account_; }
  base::Timestamp now() const { return core_->clock.now(); }
  // Given to every row this unit changes. Taking it marks the account as changed.
  base::ModSeq modseq();

  // The mailbox, to be changed in place; pointers stay good until finish(). Errors: not_found (also another account's).
  base::Result<MailboxRow*> mailbox(base::MailboxId id);
  base::Result<MailboxRow*> inbox();
  // Writes down that the mailbox changed; its highest_modseq becomes this unit's.
  void touch(MailboxRow& row) { touch(row, modseq()); }
  // A new mailbox; fields but id, account, uid_validity and modseqs are given. Errors: exists.
  base::Result<MailboxRow*> create(std::string path, SpecialUse use);
  // Forgets a mailbox whose row the caller deletes.
  void drop(base::MailboxId id);

  std::int64_t used_bytes() const { return used_bytes_; }
  std::int64_t quota_bytes() const { return quota_bytes_; }
  void set_quota(std::int64_t bytes);
  bool has_room(std::int64_t bytes) const { return quota_bytes_ == 0 || used_bytes_ + bytes <= quota_bytes_; }
  // True once when usage crosses `percent` of the quota upwards; falling below re-arms it.
  bool crosses_warning(int percent);
  void add_usage(std::int64_t bytes, std::int64_t messages);

  // Writes account and touched mailboxes back. REQUIRES: called once, last.
  base::Result<void> finish();

 private:
  AccountChange(base::SqlTransaction& tx, StoreCore& core, base::AccountId account)
      : tx_(&tx), core_(&core), account_(account) {}
  base::Result<bool> lock_row();
  base::Result<void> make_account();
  std::uint32_t next_uid_validity();
  void touch(MailboxRow& row, base::ModSeq modseq);

  base::SqlTransaction* tx_;
  StoreCore* core_;
  base::AccountId account_;
  base::ModSeq last_{0};
  bool changed_ = false;  // a modseq was taken
  bool dirty_ = false;    // the row must be written
  std::int64_t used_bytes_ = 0, used_messages_ = 0, quota_bytes_ = 0, last_uid_validity_ = 0;
  int warned_ = 0;
  std::map<base::MailboxId, MailboxRow> mailboxes_;
  std::map<base::MailboxId, bool> touched_;
};

}  // namespace mailstore
