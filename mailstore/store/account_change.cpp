#include "mailstore/store/account_change.h"

#include <algorithm>

#include "mailstore/store/mailbox_names.h"

namespace mailstore {
namespace {

struct SpecialMailbox {
  const char* path;
  SpecialUse use;
};
// English names: every client maps them by SPECIAL-USE and shows its own words.
constexpr SpecialMailbox kFirstMailboxes[] = {{"INBOX", SpecialUse::inbox}, {"Drafts", SpecialUse::drafts},
                                              {"Sent", SpecialUse::sent},   {"Junk", SpecialUse::junk},
                                              {"Trash", SpecialUse::trash}, {"Archive", SpecialUse::archive}};

base::Error no_mailbox() {
  return base::Error::permanent(base::ErrorCode::not_found, {"Không có hộp thư này.", "No such mailbox."});
}

}  // namespace

std::vector<std::string> first_mailbox_paths() {
  std::vector<std::string> out;
  for (const SpecialMailbox& special : kFirstMailboxes) out.emplace_back(special.path);
  return out;
}

base::Result<AccountChange> AccountChange::begin(base::SqlTransaction& tx, StoreCore& core, base::AccountId account) {
  AccountChange change(tx, core, account);
  auto found = change.lock_row();
  if (!found) return found.error();
  if (!*found) {
    auto made = change.make_account();
    if (!made) return made.error();
  }
  return change;
}

base::Result<base::AccountId> AccountChange::owner(base::SqlReader& reader, base::MailboxId mailbox) {
  auto account = reader.query_i64("SELECT account FROM mailbox WHERE id = ?", {mailbox.value}, 0);
  if (!account) return account.error();
  if (*account == 0) return no_mailbox();
  return base::AccountId(*account);
}

base::Result<bool> AccountChange::lock_row() {
  bool found = false;
  const std::string_view sql =
      tx_->dialect() == base::SqlDialect::mysql
          ? "SELECT modseq, used_bytes, used_messages, quota_bytes, quota_warned, last_uid_validity FROM store_account "
            "WHERE account = ? FOR UPDATE"
          : "SELECT modseq, used_bytes, used_messages, quota_bytes, quota_warned, last_uid_validity FROM store_account "
            "WHERE account = ?";
  auto read = tx_->query(sql, {account_.value}, [&](const base::SqlRow& row) {
    found = true;
    last_ = base::ModSeq(row.i64(0));
    used_bytes_ = row.i64(1);
    used_messages_ = row.i64(2);
    quota_bytes_ = row.i64(3);
    warned_ = static_cast<int>(row.i64(4));
    last_uid_validity_ = row.i64(5);
    return false;
  });
  if (!read) return read.error();
  return found;
}

base::Result<void> AccountChange::make_account() {
  auto inserted = tx_->execute(
      "INSERT INTO store_account (account, shard, epoch, modseq, used_bytes, used_messages, quota_bytes, quota_warned, "
      "last_uid_validity, created_us) VALUES (?, 0, 0, 1, 0, 0, 0, 0, 0, ?)",
      {account_.value, core_->clock.now().us});
  if (!inserted && inserted.error().code == base::ErrorCode::exists) {  // another unit was faster
    auto found = lock_row();
    if (!found) return found.error();
    return {};
  }
  if (!inserted) return inserted.error();
  last_ = base::ModSeq(1);
  dirty_ = true;
  for (const SpecialMailbox& special : kFirstMailboxes) {
    auto made = create(special.path, special.use);
    if (!made) return made.error();
    auto subscribed =
        tx_->execute("INSERT INTO subscription (reader, name) VALUES (?, ?)", {account_.value, special.path});
    if (!subscribed && subscribed.error().code != base::ErrorCode::exists) return subscribed.error();
  }
  return {};
}

base::ModSeq AccountChange::modseq() {
  changed_ = true;
  dirty_ = true;
  return base::ModSeq(last_.value + 1);
}

base::Result<MailboxRow*> AccountChange::mailbox(base::MailboxId id) {
  if (auto found = mailboxes_.find(id); found != mailboxes_.end()) return &found->second;
  auto row = read_mailbox(*tx_, id);
  if (!row) return row.error();
  if (!*row || (*row)->info.account != account_) return no_mailbox();
  return &mailboxes_.emplace(id, std::move(**row)).first->second;
}

base::Result<MailboxRow*> AccountChange::inbox() {
  for (auto& [id, row] : mailboxes_) {
    if (row.info.use == SpecialUse::inbox) return &row;
  }
  auto row = read_mailbox(*tx_, account_, "INBOX");
  if (!row) return row.error();
  if (!*row) return no_mailbox();
  const base::MailboxId id = (*row)->info.id;
  return &mailboxes_.emplace(id, std::move(**row)).first->second;
}

void AccountChange::touch(MailboxRow& row, base::ModSeq modseq) {
  row.info.highest_modseq = modseq;
  row.changed = modseq;
  touched_[row.info.id] = true;
}

std::uint32_t AccountChange::next_uid_validity() {
  // Seconds of the clock, but always greater than any given before: RFC 9051 §2.3.1.1.
  const std::int64_t now = std::clamp<std::int64_t>(core_->clock.now().seconds(), 1, UINT32_MAX);
  last_uid_validity_ = std::max(last_uid_validity_ + 1, now);
  dirty_ = true;
  return static_cast<std::uint32_t>(last_uid_validity_);
}

base::Result<MailboxRow*> AccountChange::create(std::string path, SpecialUse use) {
  MailboxRow row;
  row.info.id = core_->ids.make<base::MailboxId>();
  row.info.account = account_;
  row.info.path = std::move(path);
  row.info.use = use;
  row.info.subscribed = false;
  row.info.uid_validity = next_uid_validity();
  row.created = modseq();
  row.changed = row.created;
  row.info.highest_modseq = row.created;
  auto inserted = insert_mailbox(*tx_, row, mailbox_name_key(row.info.path));
  if (!inserted) return inserted.error();
  const base::MailboxId id = row.info.id;
  return &mailboxes_.emplace(id, std::move(row)).first->second;
}

void AccountChange::drop(base::MailboxId id) {
  mailboxes_.erase(id);
  touched_.erase(id);
}

void AccountChange::set_quota(std::int64_t bytes) {
  if (quota_bytes_ == bytes) return;
  quota_bytes_ = bytes;
  dirty_ = true;
}

void AccountChange::add_usage(std::int64_t bytes, std::int64_t messages) {
  used_bytes_ += bytes;
  used_messages_ += messages;
  dirty_ = true;
}

bool AccountChange::crosses_warning(int percent) {
  if (percent <= 0 || quota_bytes_ <= 0) return false;
  const bool over = used_bytes_ * 100 >= quota_bytes_ * percent;
  if (over == (warned_ != 0)) return false;
  warned_ = over ? 1 : 0;
  dirty_ = true;
  return over;
}

base::Result<void> AccountChange::finish() {
  std::vector<std::pair<base::MailboxId, base::ModSeq>> stale;
  for (const auto& [id, yes] : touched_) {
    const MailboxRow& row = mailboxes_.at(id);
    auto written = write_mailbox(*tx_, row);
    if (!written) return written.error();
    stale.emplace_back(id, row.info.highest_modseq);
  }
  if (!dirty_) return {};
  if (changed_) ++last_.value;
  auto written = tx_->execute(
      "UPDATE store_account SET modseq = ?, used_bytes = ?, used_messages = ?, quota_bytes = ?, quota_warned = ?, "
      "last_uid_validity = ? WHERE account = ?",
      {last_.value, used_bytes_, used_messages_, quota_bytes_, warned_, last_uid_validity_, account_.value});
  if (!written) return written.error();
  if (changed_) {
    tx_->after_commit([core = core_, account = account_, modseq = last_, stale = std::move(stale)] {
      core->committed(account, modseq, stale);
    });
  }
  return {};
}

}  // namespace mailstore
