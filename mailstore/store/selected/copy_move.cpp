// COPY makes new emails with their own flags (all or nothing); MOVE keeps them (RFC 6851 §3.3: each message is atomic).
#include <algorithm>
#include <optional>

#include "mailstore/store/contents/content_columns.h"
#include "mailstore/store/contents/content_rows.h"
#include "mailstore/store/email_rows.h"
#include "mailstore/store/keyword_bound.h"
#include "mailstore/store/selected/copy_parts.h"
#include "mailstore/store/selected/message_units.h"
#include "mailstore/store/selected/selected_mail.h"

namespace mailstore {
namespace {

base::Error over_quota() {
  return base::Error::permanent(base::ErrorCode::over_quota,
                                {"Tài khoản đã hết dung lượng.", "There is no room left in this account."});
}

// Both sides of a transfer: one AccountChange when they belong to the same account.
class Transfer {
 public:
  Transfer(base::SqlTransaction& tx, StoreCore& core) : tx_(tx), core_(core) {}

  base::Result<void> begin(base::MailboxId from, base::MailboxId to) {
    auto source = AccountChange::owner(tx_, from);
    if (!source) return source.error();
    auto target = AccountChange::owner(tx_, to);
    if (!target) return target.error();
    for (const base::AccountId account : {std::min(*source, *target), std::max(*source, *target)}) {
      if (!changes_.empty() && changes_.back().account() == account) continue;
      auto change = AccountChange::begin(tx_, core_, account);
      if (!change) return change.error();
      changes_.push_back(std::move(*change));
    }
    source_ = &change_of(*source);
    target_ = &change_of(*target);
    auto row = source_->mailbox(from);
    if (!row) return row.error();
    from_ = *row;
    row = target_->mailbox(to);
    if (!row) return row.error();
    to_ = *row;
    if (to_->state != MailboxState::live)
      return base::Error::permanent(base::ErrorCode::not_found, {"Không có hộp thư này.", "No such mailbox."});
    return {};
  }

  base::Result<std::vector<MessageRow>> messages(std::span<const base::Uid> uids) {
    return read_messages(tx_, *from_, uids);
  }
  bool same_account() const { return source_ == target_; }
  // `least`: octets that are known to be needed in all.
  bool has_room(const std::vector<MessageRow>& rows, std::int64_t least) const {
    std::int64_t size = 0;
    for (const MessageRow& row : rows) size += row.email.size;
    return target_->has_room(std::max(size, least));
  }

  base::Result<base::Uid> copy(const MessageRow& row) {
    EmailRow email = row.email;
    email.id = core_.ids.make<base::EmailId>();
    if (!same_account()) {
      auto adopted = adopt(email);
      if (!adopted) return adopted.error();
    }
    return add_email(tx_, *target_, *to_, email, row.deleted);
  }

  base::Result<base::Uid> move(const MessageRow& row) {
    auto uid = same_account() ? place_email(tx_, *target_, *to_, row.email, row.deleted) : copy(row);
    if (!uid) return uid;
    auto removed = remove_message(tx_, *source_, *from_, row, !same_account());
    if (!removed) return removed.error();
    if (same_account()) {  // JMAP sees that the email's mailboxes changed
      auto done = tx_.execute("UPDATE email SET modseq = ? WHERE account = ? AND id = ?",
                              {target_->modseq().value, target_->account().value, row.email.id.value});
      if (!done) return done.error();
    }
    return uid;
  }

  base::Result<std::uint32_t> finish() {
    const std::uint32_t uid_validity = to_->info.uid_validity;
    for (AccountChange& change : changes_) {
      auto finished = change.finish();
      if (!finished) return finished.error();
    }
    return uid_validity;
  }

 private:
  AccountChange& change_of(base::AccountId account) {
    return changes_.front().account() == account ? changes_.front() : changes_.back();
  }

  // Thread and keyword spellings belong to an account.
  base::Result<void> adopt(EmailRow& email) {
    std::string message_id, references, base_subject;
    auto read = tx_.query("SELECT message_id, refs, base_subject FROM content WHERE id = ?", {email.content.value},
                          [&](const base::SqlRow& row) {
                            message_id = row.str(0);
                            references = row.str(1);
                            base_subject = row.str(2);
                            return false;
                          });
    if (!read) return read;
    auto thread = thread_for(tx_, core_.ids, target_->account(),
                             thread_keys_of(message_id, split_references(references), base_subject));
    if (!thread) return thread.error();
    email.thread = *thread;
    auto spelled = spell_keywords(tx_, target_->account(), split_keywords(email.keywords));
    if (!spelled) return spelled.error();
    email.keywords = join_keywords(std::move(*spelled));
    return {};
  }

  base::SqlTransaction& tx_;
  StoreCore& core_;
  std::vector<AccountChange> changes_;
  AccountChange* source_ = nullptr;
  AccountChange* target_ = nullptr;
  MailboxRow* from_ = nullptr;
  MailboxRow* to_ = nullptr;
};

// One unit of a COPY of several (copy_parts.h).
struct CopyPart {
  std::int64_t copy = 0, number = 0;
  bool last = false;
  std::int64_t size = 0;  // of this part and all to come, octets

  // REQUIRES: the uids that this unit gave are neighbours.
  base::Result<void> note(base::SqlTransaction& tx, base::MailboxId from, base::MailboxId to,
                          const CopyAnswer& answer) const {
    if (!last && answer.uids.empty()) return {};
    auto done =
        last ? tx.execute("DELETE FROM copy_part WHERE copy = ?", {copy})
             : tx.execute(
                   "INSERT INTO copy_part (copy, part, source, mailbox, first_uid, last_uid) VALUES (?, ?, ?, ?, ?, ?)",
                   {copy, number, from.value, to.value, answer.uids.front().second.value,
                    answer.uids.back().second.value});
    return done ? base::Result<void>() : done.error();
  }
};

base::Result<CopyAnswer> transfer_unit(base::SqlTransaction& tx, StoreCore& core, base::MailboxId from,
                                       base::MailboxId to, std::span<const base::Uid> uids, bool moves,
                                       const CopyPart* part = nullptr) {
  Transfer transfer(tx, core);
  auto begun = transfer.begin(from, to);
  if (!begun) return begun.error();
  auto rows = transfer.messages(uids);
  if (!rows) return rows.error();
  const bool needs_room = !moves || !transfer.same_account();
  if (needs_room && !transfer.has_room(*rows, part != nullptr ? part->size : 0)) return over_quota();
  CopyAnswer answer;
  for (const MessageRow& row : *rows) {
    auto uid = moves ? transfer.move(row) : transfer.copy(row);
    if (!uid) return uid.error();
    answer.uids.emplace_back(row.uid, *uid);
  }
  if (part != nullptr) {
    if (auto noted = part->note(tx, from, to, answer); !noted) return noted.error();
  }
  auto uid_validity = transfer.finish();
  if (!uid_validity) return uid_validity.error();
  answer.uid_validity = *uid_validity;
  return answer;
}

base::Co<base::Result<void>> take_back(StoreCore& core, std::int64_t copy) {
  auto unit = [&core, copy](base::SqlTransaction& tx) -> base::Result<bool> { return take_back_part(tx, core, copy); };
  for (;;) {
    auto done = co_await core.db.write(unit);
    if (!done) co_return done.error();
    if (*done) co_return base::Result<void>();
  }
}

// What has no keywords may be copied into any mailbox.
base::Result<void> may_copy_keywords(StoreCore& core, base::MailboxId from, const std::vector<base::Uid>& uids,
                                     base::MailboxId to) {
  if (from == to) return {};
  auto may = may_bring_keywords(core, to);
  if (may) return may;
  const auto source = core.views.newest(from);
  if (!source) return {};
  const bool brings = std::any_of(uids.begin(), uids.end(), [&](base::Uid uid) {
    const std::size_t index = source->find(uid);
    return index != MailboxView::npos && source->at(index).keyword_set != 0;
  });
  return brings ? may : base::Result<void>();
}

}  // namespace

base::Co<base::Result<CopyAnswer>> SelectedMail::copy(base::MailboxId from, std::vector<base::Uid> uids,
                                                      base::MailboxId to) {
  const auto may = may_copy_keywords(core_, from, uids, to);
  if (!may) co_return may.error();
  if (uids.size() > kUnitMessages) co_return co_await copy_parts(from, std::move(uids), to);
  auto unit = [this, from, to, &uids](base::SqlTransaction& tx) -> base::Result<CopyAnswer> {
    return transfer_unit(tx, core_, from, to, uids, false);
  };
  co_return co_await core_.db.write(unit);
}

base::Co<base::Result<CopyAnswer>> SelectedMail::copy_parts(base::MailboxId from, std::vector<base::Uid> uids,
                                                            base::MailboxId to) {
  const auto source = co_await view(from);
  if (!source) co_return source.error();
  std::vector<std::int64_t> sizes(uids.size(), 0);  // of each message and all behind it
  std::int64_t size = 0;
  for (std::size_t i = uids.size(); i-- > 0;) {
    const std::size_t index = (*source)->find(uids[i]);
    if (index != MailboxView::npos) size += (*source)->at(index).size;
    sizes[i] = size;
  }
  CopyAnswer answer;
  CopyPart part{core_.ids.make<base::EmailId>().value};
  for (std::size_t at = 0; at < uids.size(); ++part.number) {
    const std::span<const base::Uid> share(uids.data() + at, std::min(kUnitMessages, uids.size() - at));
    part.size = sizes[at];
    at += share.size();
    part.last = at == uids.size();
    auto unit = [this, from, to, share, part](base::SqlTransaction& tx) -> base::Result<CopyAnswer> {
      return transfer_unit(tx, core_, from, to, share, false, &part);
    };
    auto done = co_await core_.db.write(unit);
    if (!done) {
      const bool placed = !answer.uids.empty();
      if (placed) {
        const auto taken = co_await take_back(core_, part.copy);
        if (taken) co_return done.error();
      }
      // A database that went away during the commit may have kept the first part.
      const bool unknown = done.error().code == base::ErrorCode::unavailable && core_.db.writable();
      if (placed || unknown) recall_.add(part.copy);
      co_return done.error();
    }
    answer.uid_validity = done->uid_validity;
    answer.uids.insert(answer.uids.end(), done->uids.begin(), done->uids.end());
  }
  co_return answer;
}

void SelectedMail::finish_copies() { recall_.finish_old(); }

base::Co<base::Result<CopyAnswer>> SelectedMail::move(base::MailboxId from, std::vector<base::Uid> uids,
                                                      base::MailboxId to) {
  CopyAnswer answer;
  std::size_t at = 0;
  do {  // once also for no messages: the target must exist
    const std::span<const base::Uid> share(uids.data() + at, std::min(kUnitMessages, uids.size() - at));
    auto unit = [this, from, to, share](base::SqlTransaction& tx) -> base::Result<CopyAnswer> {
      return transfer_unit(tx, core_, from, to, share, true);
    };
    auto part = co_await core_.db.write(unit);
    if (!part && answer.uids.empty()) co_return part.error();
    if (!part) {
      answer.stopped = part.error();
      break;
    }
    answer.uid_validity = part->uid_validity;
    answer.uids.insert(answer.uids.end(), part->uids.begin(), part->uids.end());
    at += share.size();
  } while (at < uids.size());
  co_return answer;
}

}  // namespace mailstore
