// The MailStore's implementation, one subject per .cpp: mailboxes, views, reading, text_match, flags, expunge,
// copy_move.
#pragma once

#include "mailstore/store/mail_store.h"
#include "mailstore/store/mailbox_rows.h"
#include "mailstore/store/store_core.h"
#include "mailstore/store/store_settings.h"

namespace mailstore {

// Messages one unit of work changes at most, so that none runs over 50 ms.
inline constexpr std::size_t kUnitMessages = 500;

class MailStoreImpl final : public MailStore {
 public:
  explicit MailStoreImpl(Parts parts)
      : core_{parts.db, parts.blobs, parts.clock, parts.ids, parts.file_pool, {}, {}, {}, {}, {}, {}, {}} {}

  base::Co<base::Result<std::vector<MailboxInfo>>> mailboxes(base::AccountId account) override;
  base::Co<base::Result<MailboxInfo>> find_mailbox(base::AccountId account, std::string path) override;
  base::Co<base::Result<MailboxInfo>> find_mailbox(base::MailboxId id) override;
  base::Co<base::Result<MailboxInfo>> create_mailbox(base::AccountId account, std::string path,
                                                     SpecialUse use) override;
  base::Co<base::Result<void>> rename_mailbox(base::AccountId account, std::string from, std::string to) override;
  base::Co<base::Result<void>> delete_mailbox(base::AccountId account, std::string path) override;
  base::Co<base::Result<void>> subscribe(base::AccountId reader, std::string name, bool subscribed) override;
  base::Co<base::Result<std::vector<std::string>>> subscriptions(base::AccountId reader) override;

  base::Co<base::Result<std::shared_ptr<const MailboxView>>> view(base::MailboxId mailbox) override;
  base::Co<base::Result<Vanished>> vanished_since(base::MailboxId mailbox, base::ModSeq since) override;
  std::shared_ptr<const std::vector<std::string>> keywords(std::uint32_t keyword_set) const override {
    return core_.keywords.get(keyword_set);
  }

  base::Co<base::Result<std::vector<MessageMeta>>> meta(base::MailboxId mailbox, std::vector<Entry> entries,
                                                        Wants wants) override;
  base::Co<base::Result<std::string>> read_message(Entry entry, std::string prefix, std::int64_t offset,
                                                   std::int64_t length) override;
  base::Co<base::Result<std::string>> read_content(base::ContentId content, std::int64_t offset,
                                                   std::int64_t length) override;
  base::Co<base::Result<std::vector<std::optional<std::string>>>> read_contents(
      std::vector<base::ContentId> contents) override;
  base::Co<base::Result<std::vector<base::Uid>>> match(base::MailboxId mailbox, std::vector<Entry> entries,
                                                       TextQuery query) override;
  base::Co<base::Result<std::vector<SortKeys>>> sort_keys(base::MailboxId mailbox, std::vector<Entry> entries) override;

  base::Co<base::Result<StoreFlagsAnswer>> store_flags(StoreFlagsRequest request) override;
  base::Co<base::Result<ExpungeAnswer>> expunge(base::MailboxId mailbox,
                                                std::optional<std::vector<base::Uid>> only) override;
  base::Co<base::Result<CopyAnswer>> copy(base::MailboxId from, std::vector<base::Uid> uids,
                                          base::MailboxId to) override;
  base::Co<base::Result<CopyAnswer>> move(base::MailboxId from, std::vector<base::Uid> uids,
                                          base::MailboxId to) override;
  base::Co<base::Result<QuotaInfo>> quota(base::AccountId account) override;

  ChangeSignals& signals() override { return core_.signals; }
  base::Database& database() override { return core_.db; }
  const BlobStore& blobs() const override { return core_.blobs; }
  StoreCore& core() override { return core_; }

  // Rows of a mailbox read in one snapshot (which lives for at most five seconds, also on a busy machine).
  void set_view_portion(std::size_t rows) { view_portion_ = rows; }
  void set_settings(StoreSettings settings) { settings_ = settings; }

  // Removes what is left of mailboxes that were being deleted at a crash. Blocking.
  base::Result<void> finish_deletions();

 private:
  base::Co<base::Result<void>> make_account(base::AccountId account);
  // The list of each meta, from memory or the rows; `content` too where there is one.
  base::Co<base::Result<void>> read_lists(std::span<const Entry> entries, std::span<MessageMeta> metas);
  // Everything else of meta().
  base::Co<base::Result<std::vector<MessageMeta>>> read_meta(base::MailboxId mailbox, std::vector<Entry> entries,
                                                             Wants wants);
  base::Co<base::Result<BlobRef>> blob_ref(base::ContentId content);
  struct MatchShares;  // of match()
  struct MatchWalker;
  base::Co<void> match_shares(std::shared_ptr<MatchShares> shares);

  StoreCore core_;
  StoreSettings settings_;
  std::size_t view_portion_ = 50'000;
};

// Removes up to kUnitMessages messages of a dying mailbox, or its row when none is left; true when it is gone.
base::Result<bool> empty_dying_mailbox(base::SqlTransaction& tx, StoreCore& core, base::MailboxId mailbox);

}  // namespace mailstore
