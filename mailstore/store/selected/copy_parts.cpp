#include "mailstore/store/selected/copy_parts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "mailstore/store/account_change.h"
#include "mailstore/store/email_rows.h"
#include "mailstore/store/selected/message_units.h"

namespace mailstore {
namespace {

// A CROSS JOIN, so that SQLite begins with the few emails of the content.
constexpr std::string_view kInSource =
    "SELECT 1 FROM email e CROSS JOIN mailbox_email m ON m.email = e.id WHERE e.content = ? AND e.account = ? "
    "AND m.mailbox = ? AND m.deleted <= ? LIMIT 1";
// Into the mailbox it comes from: what the copy itself has placed does not count.
constexpr std::string_view kInItself =
    "SELECT 1 FROM email e CROSS JOIN mailbox_email m ON m.email = e.id WHERE e.content = ? AND e.account = ? "
    "AND m.mailbox = ? AND m.deleted <= ? AND NOT EXISTS (SELECT 1 FROM copy_part p WHERE p.copy = ? "
    "AND m.uid BETWEEN p.first_uid AND p.last_uid) LIMIT 1";

struct Part {
  std::int64_t copy = 0, number = 0;
  base::MailboxId source, target;
  std::int64_t first = 0, last = 0;  // UIDs in the target
};

base::Result<std::optional<Part>> first_part(base::SqlReader& reader, std::int64_t copy) {
  std::optional<Part> out;
  auto read = reader.query(
      "SELECT part, source, mailbox, first_uid, last_uid FROM copy_part WHERE copy = ? ORDER BY part LIMIT 1", {copy},
      [&](const base::SqlRow& row) {
        out = {copy, row.i64(0), base::MailboxId(row.i64(1)), base::MailboxId(row.i64(2)), row.i64(3), row.i64(4)};
        return false;
      });
  if (!read) return read.error();
  return out;
}

// None: the mailbox is gone.
base::Result<std::optional<base::AccountId>> owner_of(base::SqlReader& reader, base::MailboxId mailbox) {
  auto owner = AccountChange::owner(reader, mailbox);
  if (owner) return std::optional<base::AccountId>(*owner);
  if (owner.error().code == base::ErrorCode::not_found) return std::optional<base::AccountId>();
  return owner.error();
}

class TakeBack {
 public:
  TakeBack(base::SqlTransaction& tx, StoreCore& core, const Part& part) : tx_(tx), core_(core), part_(part) {}

  base::Result<void> run() {
    auto target = owner_of(tx_, part_.target);
    if (!target) return target.error();
    auto source = owner_of(tx_, part_.source);
    if (!source) return source.error();
    if (!*target || !*source) return {};  // nothing is left of the copy, or the copies are all there is
    if (auto begun = begin(**source, **target); !begun) return begun;
    auto from = source_->mailbox(part_.source);
    if (!from) return from.error();
    if ((*from)->state != MailboxState::live) return {};
    auto rows = placed();
    if (!rows) return rows.error();
    for (const MessageRow& row : *rows) {
      auto there = source_has(row);
      if (!there) return there.error();
      if (!*there) continue;
      auto removed = remove_place(tx_, *target_, *to_, row);
      if (!removed) return removed;
    }
    for (AccountChange& change : changes_) {
      auto finished = change.finish();
      if (!finished) return finished;
    }
    return {};
  }

 private:
  // Both accounts are locked: nobody empties the source meanwhile.
  base::Result<void> begin(base::AccountId source, base::AccountId target) {
    for (const base::AccountId account : {std::min(source, target), std::max(source, target)}) {
      if (!changes_.empty() && changes_.back().account() == account) continue;
      auto change = AccountChange::begin(tx_, core_, account);
      if (!change) return change.error();
      changes_.push_back(std::move(*change));
    }
    source_ = changes_.front().account() == source ? &changes_.front() : &changes_.back();
    target_ = changes_.front().account() == target ? &changes_.front() : &changes_.back();
    return {};
  }

  base::Result<std::vector<MessageRow>> placed() {
    auto to = target_->mailbox(part_.target);
    if (!to) return to.error();
    to_ = *to;
    std::vector<base::Uid> uids;
    auto read = tx_.query("SELECT uid FROM mailbox_email WHERE mailbox = ? AND uid BETWEEN ? AND ? ORDER BY uid",
                          {part_.target.value, part_.first, part_.last}, [&](const base::SqlRow& row) {
                            uids.emplace_back(static_cast<std::uint32_t>(row.i64(0)));
                            return true;
                          });
    if (!read) return read.error();
    return read_messages(tx_, *to_, uids);
  }

  // What has got \Deleted there is as good as gone.
  base::Result<bool> source_has(const MessageRow& row) {
    const std::pair content(row.email.content, row.deleted);
    const auto known = asked_.find(content);
    if (known != asked_.end()) return known->second;
    const std::int64_t account = source_->account().value, source = part_.source.value;
    auto there = source == part_.target.value
                     ? tx_.query_i64(kInItself, {row.email.content.value, account, source, row.deleted, part_.copy})
                     : tx_.query_i64(kInSource, {row.email.content.value, account, source, row.deleted});
    if (!there) return there.error();
    asked_[content] = *there != 0;
    return *there != 0;
  }

  base::SqlTransaction& tx_;
  StoreCore& core_;
  const Part& part_;
  std::vector<AccountChange> changes_;
  AccountChange* source_ = nullptr;
  AccountChange* target_ = nullptr;
  MailboxRow* to_ = nullptr;
  std::map<std::pair<base::ContentId, bool>, bool> asked_;
};

}  // namespace

base::Result<bool> take_back_part(base::SqlTransaction& tx, StoreCore& core, std::int64_t copy) {
  auto part = first_part(tx, copy);
  if (!part) return part.error();
  if (!*part) return true;
  auto taken = TakeBack(tx, core, **part).run();
  if (!taken) return taken.error();
  auto done = tx.execute("DELETE FROM copy_part WHERE copy = ? AND part = ?", {copy, (*part)->number});
  if (!done) return done.error();
  return false;
}

}  // namespace mailstore
