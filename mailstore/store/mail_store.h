// MailStore: mailboxes and messages of all accounts. New messages come only through mailstore/delivery; everything else
// a protocol does with mail is here. Thread-safe; Co functions resume on the caller's executor. Errors: not_found,
// exists, bad_input (name), over_quota, limit, conflict, unavailable, disk_full, corrupt.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/async/co.h"
#include "base/async/pool.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/store/change_signals.h"
#include "mailstore/store/mailbox_view.h"
#include "mailstore/store/types.h"

namespace mailstore {

class BlobStore;
struct StoreCore;

// Schema steps 200 … 299.
std::span<const base::Migration> store_migrations();

class MailStore {
 public:
  struct Parts {  // all outlive the store
    base::Database& db;
    BlobStore& blobs;
    const base::Clock& clock;
    base::IdMaker& ids;
    base::Pool& file_pool;  // blob reads
  };
  static base::Result<std::unique_ptr<MailStore>> open(Parts parts);
  virtual ~MailStore() = default;

  // --- mailboxes. Paths as in MailboxInfo::path. ---
  // All mailboxes of an account, sorted by path, INBOX first. The first call for an account makes INBOX and the
  // special-use mailboxes (Drafts, Sent, Junk, Trash, Archive).
  virtual base::Co<base::Result<std::vector<MailboxInfo>>> mailboxes(base::AccountId account) = 0;
  virtual base::Co<base::Result<MailboxInfo>> find_mailbox(base::AccountId account, std::string path) = 0;
  virtual base::Co<base::Result<MailboxInfo>> find_mailbox(base::MailboxId id) = 0;
  // Makes missing parents too (RFC 9051 §6.3.4). A deleted and re-made name gets a greater UIDVALIDITY.
  virtual base::Co<base::Result<MailboxInfo>> create_mailbox(base::AccountId account, std::string path,
                                                             SpecialUse use = SpecialUse::none) = 0;
  // Renames children along; renaming INBOX moves its messages to the new name (RFC 9051 §6.3.6).
  virtual base::Co<base::Result<void>> rename_mailbox(base::AccountId account, std::string from, std::string to) = 0;
  // no_permission for INBOX; a mailbox with children is refused (exists).
  virtual base::Co<base::Result<void>> delete_mailbox(base::AccountId account, std::string path) = 0;
  // Subscriptions belong to the reader and may name mailboxes of others or such that do not exist (RFC 9051 §6.3.7).
  virtual base::Co<base::Result<void>> subscribe(base::AccountId reader, std::string name, bool subscribed) = 0;
  virtual base::Co<base::Result<std::vector<std::string>>> subscriptions(base::AccountId reader) = 0;

  // --- the selected mailbox ---
  // The newest view, moved forward by the change log; shared by all sessions. Cheap when nothing changed.
  virtual base::Co<base::Result<std::shared_ptr<const MailboxView>>> view(base::MailboxId mailbox) = 0;
  // UIDs expunged after `since`, ascending; complete = false when tombstones of that age have been removed.
  struct Vanished {
    std::vector<base::Uid> uids;
    bool complete = true;
  };
  virtual base::Co<base::Result<Vanished>> vanished_since(base::MailboxId mailbox, base::ModSeq since) = 0;
  // Spelling of an interned keyword set. Thread-safe, never blocks.
  virtual std::shared_ptr<const std::vector<std::string>> keywords(std::uint32_t keyword_set) const = 0;

  // --- reading. Entries come from a view. ---
  // In the order asked; a message expunged meanwhile is still answered while its tombstone lives, else its slot is
  // empty (content = 0).
  virtual base::Co<base::Result<std::vector<MessageMeta>>> meta(base::MailboxId mailbox, std::vector<Entry> entries,
                                                                Wants wants) = 0;
  // Octets [offset, offset+length) of the message as the client sees it: prefix + content. Shorter at the end.
  virtual base::Co<base::Result<std::string>> read_message(Entry entry, std::string prefix, std::int64_t offset,
                                                           std::int64_t length) = 0;
  // Octets of the content alone.
  virtual base::Co<base::Result<std::string>> read_content(base::ContentId content, std::int64_t offset,
                                                           std::int64_t length) = 0;
  // Whole contents in one go, for many small messages; an empty slot is one that could not be read: read_content()
  // tells why.
  virtual base::Co<base::Result<std::vector<std::optional<std::string>>>> read_contents(
      std::vector<base::ContentId> contents) = 0;
  // Which of `entries` match; exact substring semantics.
  virtual base::Co<base::Result<std::vector<base::Uid>>> match(base::MailboxId mailbox, std::vector<Entry> entries,
                                                               TextQuery query) = 0;
  virtual base::Co<base::Result<std::vector<SortKeys>>> sort_keys(base::MailboxId mailbox,
                                                                  std::vector<Entry> entries) = 0;

  // --- changing. Each call is one commit. ---
  virtual base::Co<base::Result<StoreFlagsAnswer>> store_flags(StoreFlagsRequest request) = 0;
  // Removes messages with \Deleted; only those in `only` when given (UID EXPUNGE).
  virtual base::Co<base::Result<ExpungeAnswer>> expunge(base::MailboxId mailbox,
                                                        std::optional<std::vector<base::Uid>> only) = 0;
  // UIDs that are gone are skipped. COPY makes new emails; all or nothing.
  virtual base::Co<base::Result<CopyAnswer>> copy(base::MailboxId from, std::vector<base::Uid> uids,
                                                  base::MailboxId to) = 0;
  virtual base::Co<base::Result<CopyAnswer>> move(base::MailboxId from, std::vector<base::Uid> uids,
                                                  base::MailboxId to) = 0;
  virtual base::Co<base::Result<QuotaInfo>> quota(base::AccountId account) = 0;

  virtual ChangeSignals& signals() = 0;
  virtual base::Database& database() = 0;
  virtual const BlobStore& blobs() const = 0;
  // For mailstore/delivery and mailstore/maintenance only: what store and door share (store_core.h).
  virtual StoreCore& core() = 0;

 protected:
  MailStore() = default;
};

}  // namespace mailstore
