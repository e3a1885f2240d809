// APPEND and import: messages into one mailbox, all or nothing (RFC 9051 §6.3.12, RFC 3502).
#include <algorithm>
#include <atomic>

#include "base/log.h"
#include "mailstore/delivery/door/door.h"
#include "mailstore/delivery/prepare/message_edits.h"
#include "mailstore/delivery/prepare/prepare_together.h"
#include "mailstore/store/contents/folded_columns.h"
#include "mailstore/store/email_rows.h"
#include "mailstore/store/keyword_bound.h"

namespace mailstore {
namespace {

constexpr std::size_t kAppendInline = 16 * 1024;  // octets of a message that is prepared on the loop
constexpr std::size_t kHeldWhole = 4 << 20;       // octets of columns; those of further messages are folded

struct AppendItem {
  std::shared_ptr<PreparedMessage> message;
  base::EmailId email;  // made before the unit, so that a repeated unit is noticed
  Flags flags;
  InternalDate date;
};

// Built before the unit; run() may be called twice.
struct AppendUnit {
  base::MailboxId mailbox;
  std::vector<AppendItem> items;
  std::shared_ptr<const directory::DirectoryView> view;
  int quota_warn_percent = 0;
  bool ran_before = false;

  base::Result<AppendAnswer> run(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer);

 private:
  base::Result<std::optional<AppendAnswer>> committed_before(base::SqlTransaction& tx) const;
  base::Result<base::Uid> add(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer, AccountChange& change,
                              MailboxRow& row, const AppendItem& item) const;
};

// What the messages of one APPEND have in common while they are prepared, on several threads.
struct Preparing {
  DeliveryParts& parts;
  base::AccountId giver;
  std::atomic<std::size_t> held{0};  // by columns, octets

  // As it came: with the ends of its lines mended, it must still be small enough. Blocks.
  base::Result<std::shared_ptr<PreparedMessage>> prepare(std::string bytes) {
    bytes = edit_appended(std::move(bytes));
    if (static_cast<std::int64_t>(bytes.size()) > parts.settings.max_message_bytes) {
      return base::Error::permanent(base::ErrorCode::too_large, {"Thư lớn hơn mức máy chủ này nhận.",
                                                                 "The message is larger than this server takes."});
    }
    auto prepared = parts.preparer.prepare_blocking(std::move(bytes), giver);
    if (!prepared) return prepared;
    PreparedMessage& message = **prepared;
    if (message.blob) std::string().swap(message.bytes);
    if ((held += weight_of(message.columns)) > kHeldWhole) message.folded = fold(message.columns);
    return prepared;
  }
};

// A small one where it is; the first of several together.
base::Co<base::Result<PreparedMessages>> prepare_some(Preparing& preparing, std::span<AppendMessage> messages) {
  PrepareOne prepare = [&preparing](std::string bytes) { return preparing.prepare(std::move(bytes)); };
  base::Pool& pool = preparing.parts.parse_pool;
  const std::size_t count = count_together(messages);
  if (count > 1) co_return co_await prepare_together(pool, messages.first(count), std::move(prepare));
  auto job = [&]() -> base::Result<PreparedMessages> {
    auto one = prepare(std::move(messages.front().bytes));
    if (!one) return one.error();
    return PreparedMessages{*std::move(one)};
  };
  if (messages.front().bytes.size() <= kAppendInline) co_return job();
  co_return co_await pool.run(job);
}

base::Error no_mailbox() {
  return base::Error::permanent(base::ErrorCode::not_found, {"Không có hộp thư này.", "No such mailbox."});
}

base::Result<std::optional<AppendAnswer>> AppendUnit::committed_before(base::SqlTransaction& tx) const {
  AppendAnswer answer;
  for (const AppendItem& item : items) {
    auto uid = tx.query_i64("SELECT uid FROM mailbox_email WHERE email = ?", {item.email.value});
    if (!uid) return uid.error();
    if (*uid == 0) return std::optional<AppendAnswer>();
    answer.uids.emplace_back(static_cast<std::uint32_t>(*uid));
  }
  auto row = read_mailbox(tx, mailbox);
  if (!row) return row.error();
  if (!*row) return std::optional<AppendAnswer>();
  answer.uid_validity = (*row)->info.uid_validity;
  return std::optional<AppendAnswer>(std::move(answer));
}

base::Result<base::Uid> AppendUnit::add(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer,
                                        AccountChange& change, MailboxRow& row, const AppendItem& item) const {
  auto content = preparer.put(tx, *item.message);
  if (!content) return content.error();
  auto thread = thread_for(tx, core.ids, change.account(), item.message->columns.thread_keys);
  if (!thread) return thread.error();
  auto keywords = spell_keywords(tx, change.account(), item.flags.keywords);
  if (!keywords) return keywords.error();
  EmailRow email;
  email.id = item.email;
  email.content = content->id;
  email.thread = *thread;
  email.received = item.date;
  email.size = item.message->size;
  email.flags = item.flags.system & (flag::kSeen | flag::kAnswered | flag::kFlagged | flag::kDraft);
  email.keywords = join_keywords(std::move(*keywords));
  return add_email(tx, change, row, email, (item.flags.system & flag::kDeleted) != 0);
}

base::Result<AppendAnswer> AppendUnit::run(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer) {
  if (ran_before && !items.empty()) {
    auto before = committed_before(tx);
    if (!before) return before.error();
    if (*before) return std::move(**before);
  }
  ran_before = true;
  auto account = AccountChange::owner(tx, mailbox);
  if (!account) return account.error();
  auto change = AccountChange::begin(tx, core, *account);
  if (!change) return change.error();
  auto row = change->mailbox(mailbox);
  if (!row) return row.error();
  if ((*row)->state != MailboxState::live) return no_mailbox();
  if (const directory::Account* known = view->find_account(*account)) change->set_quota(known->quota_bytes);
  std::int64_t size = 0;
  for (const AppendItem& item : items) size += item.message->size;
  if (!change->has_room(size)) {
    return base::Error::permanent(base::ErrorCode::over_quota,
                                  {"Tài khoản đã hết dung lượng.", "There is no room left in this account."});
  }
  AppendAnswer answer;
  answer.uid_validity = (*row)->info.uid_validity;
  for (const AppendItem& item : items) {
    auto uid = add(tx, core, preparer, *change, **row, item);
    if (!uid) return uid.error();
    answer.uids.push_back(*uid);
  }
  if (change->crosses_warning(quota_warn_percent)) {
    JobRow job{core.ids.make<JobId>(),
               JobKind::quota_warning,
               {},
               0,
               core.clock.now(),
               pack(QuotaWarning{*account, quota_warn_percent})};
    auto left = insert_job(tx, core, job);
    if (!left) return left.error();
  }
  auto finished = change->finish();
  if (!finished) return finished.error();
  return answer;
}

}  // namespace

base::Co<base::Result<AppendAnswer>> Door::append(base::MailboxId mailbox, std::vector<AppendMessage> messages) {
  const bool keywords = std::any_of(messages.begin(), messages.end(),
                                    [](const AppendMessage& message) { return !message.flags.keywords.empty(); });
  if (keywords) {
    const auto may = may_bring_keywords(parts_->core, mailbox);
    if (!may) co_return may.error();
  }
  auto unit = std::make_shared<AppendUnit>();
  unit->mailbox = mailbox;
  unit->view = parts_->directory.view();
  unit->quota_warn_percent = parts_->settings.quota_warn_percent;
  const auto giver = co_await parts_->preparer.owner(mailbox);
  if (!giver) co_return giver.error();
  Preparing preparing{*parts_, *giver};
  for (std::span<AppendMessage> rest(messages); !rest.empty();) {
    auto some = co_await prepare_some(preparing, rest);
    if (!some) co_return some.error();
    for (std::shared_ptr<PreparedMessage>& one : *some) {
      AppendMessage& message = rest.front();
      AppendItem item{std::move(one), parts_->ids.make<base::EmailId>(), std::move(message.flags), {}};
      item.date = message.internal_date.value_or(InternalDate{parts_->clock.now()});
      unit->items.push_back(std::move(item));
      rest = rest.subspan(1);
    }
  }
  PreparedMessages prepared;
  for (const AppendItem& item : unit->items) prepared.push_back(item.message);
  auto work = [parts = parts_, unit](base::SqlTransaction& tx) -> base::Result<AppendAnswer> {
    return unit->run(tx, parts->core, parts->preparer);
  };
  co_return co_await parts_->preparer.commit(std::move(prepared), work);
}

}  // namespace mailstore
