#include "mailstore/delivery/unit/delivery_unit.h"

#include <algorithm>

#include "mailstore/delivery/queue/queue_rows.h"
#include "mailstore/store/email_rows.h"
#include "mailstore/store/mailbox_names.h"

namespace mailstore {
namespace {

// As it was placed; renamed or deleted since then: INBOX.
base::Result<MailboxRow*> box_for(base::SqlTransaction& tx, AccountChange& change, const Placement& placement) {
  if (placement.mailbox.empty()) return change.inbox();
  auto row = read_mailbox(tx, change.account(), mailbox_name_key(placement.mailbox));
  if (!row) return row.error();
  return *row ? change.mailbox((*row)->info.id) : change.inbox();
}

// Stored form. What the account takes no more of is left out; the mail is not.
base::Result<std::string> keywords_for(base::SqlTransaction& tx, base::AccountId account, const Placement& placement) {
  if (placement.keywords.empty()) return std::string();
  auto spelled = spell_keywords(tx, account, placement.keywords);
  if (spelled) return join_keywords(*std::move(spelled));
  const base::ErrorCode why = spelled.error().code;
  if (why == base::ErrorCode::limit || why == base::ErrorCode::bad_input) return std::string();
  return spelled.error();
}

base::Result<void> warn_about_quota(base::SqlTransaction& tx, StoreCore& core, AccountChange& change, int percent) {
  if (!change.crosses_warning(percent)) return {};
  JobRow job;
  job.id = core.ids.make<JobId>();
  job.kind = JobKind::quota_warning;
  job.created = core.clock.now();
  job.payload = pack(QuotaWarning{change.account(), percent});
  return insert_job(tx, core, job);
}

base::Error no_room() {
  return base::Error::transient(base::ErrorCode::over_quota,
                                {"Hộp thư của người nhận đã đầy.", "The recipient's mailbox is full."});
}

}  // namespace

base::Result<BoxOutcome> fill_box(base::SqlTransaction& tx, StoreCore& core, const directory::DirectoryView& view,
                                  const LocalBox& box, const BoxFacts& facts) {
  auto change = AccountChange::begin(tx, core, box.account);
  if (!change) return change.error();
  if (const directory::Account* account = view.find_account(box.account)) change->set_quota(account->quota_bytes);
  EmailRow email;
  email.size = facts.content_size + static_cast<std::int64_t>(facts.trace->prefix.size());
  if (!facts.ignores_quota && !change->has_room(email.size)) {
    auto finished = change->finish();
    if (!finished) return finished.error();
    return BoxOutcome::full;
  }
  auto mailbox = box_for(tx, *change, box.placement);
  if (!mailbox) return mailbox.error();
  auto thread = thread_for(tx, core.ids, box.account, *facts.thread_keys);
  if (!thread) return thread.error();
  auto keywords = keywords_for(tx, box.account, box.placement);
  if (!keywords) return keywords.error();
  email.id = box.email;
  email.content = facts.content;
  email.thread = *thread;
  email.received.at = facts.now;
  email.prefix = facts.trace->prefix;
  email.delivered_to = box.account;
  email.flags = box.placement.flags & (flag::kSeen | flag::kAnswered | flag::kFlagged | flag::kDraft);
  email.keywords = *std::move(keywords);
  auto added = add_email(tx, *change, **mailbox, email, (box.placement.flags & flag::kDeleted) != 0);
  if (!added) return added.error();
  auto warned = warn_about_quota(tx, core, *change, facts.quota_warn_percent);
  if (!warned) return warned.error();
  auto finished = change->finish();
  if (!finished) return finished.error();
  return BoxOutcome::delivered;
}

void note_outcome(std::vector<ReportedBox>& reported, const TraceFacts& trace, const LocalBox& box,
                  BoxOutcome outcome) {
  const Notify& notify = box.recipient.notify;
  if (trace.reverse_path.empty() || notify.never) return;
  if (outcome == BoxOutcome::full && notify.failure) {
    reported.push_back({box.recipient, false, "5.2.2", "The mailbox is full."});
  } else if (outcome == BoxOutcome::delivered && notify.success) {
    reported.push_back({box.recipient, true, "2.0.0", "Delivered to the mailbox."});
  }
}

base::Result<bool> DeliveryUnit::is_done(base::SqlTransaction& tx) const {
  if (!boxes.empty()) return email_exists(tx, boxes.front().account, boxes.front().email);
  if (queue.empty()) return false;
  return queue_item_exists(tx, queue.front().id);
}

base::Result<DeliveryUnit::Answer> DeliveryUnit::run(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer) {
  Answer answer;
  if (ran_before) {
    auto done = is_done(tx);
    if (!done) return done.error();
    if (*done) return Answer{message->id, std::min(boxes.size(), kUnitBoxes)};
  }
  ran_before = true;
  if (finishes) {
    auto mine = finish_job(tx, *finishes);
    if (!mine) return mine.error();
    if (!*mine) return answer;
  }
  auto content = preparer.put(tx, *message);
  if (!content) return content.error();
  answer.content = content->id;
  const BoxFacts facts{content->id,        message->size, &message->columns.thread_keys, &trace, now,
                       quota_warn_percent, ignores_quota};
  std::vector<ReportedBox> reported;
  for (const LocalBox& box : std::span(boxes).first(std::min(boxes.size(), kUnitBoxes))) {
    auto outcome = fill_box(tx, core, *view, box, facts);
    if (!outcome) return outcome.error();
    answer.boxes += *outcome == BoxOutcome::delivered ? 1 : 0;
    note_outcome(reported, trace, box, *outcome);
  }
  if (answer.boxes == 0 && !boxes.empty() && boxes.size() <= kUnitBoxes && queue.empty() && !finishes) return no_room();
  for (QueueItem& item : queue) {
    item.content = content->id;
    auto queued = insert_queue_item(tx, item);
    if (!queued) return queued.error();
  }
  if (!queue.empty()) tx.after_commit([&core] { core.outgoing.notify(); });
  auto fanned = leave_fan_out(tx, core, content->id);
  if (!fanned) return fanned.error();
  for (const RefusedRecipient& refusal : refused) {
    if (trace.reverse_path.empty() || refusal.recipient.notify.never || !refusal.recipient.notify.failure) continue;
    reported.push_back({refusal.recipient, false, refusal.status, refusal.reason});
  }
  auto left = leave_report(tx, core, reported, content->id);
  if (!left) return left.error();
  if (answer.boxes == 0 && queue.empty()) {  // perhaps nobody holds it
    auto checked = check_content_later(tx, content->id);
    if (!checked) return checked.error();
  }
  return answer;
}

base::Result<void> DeliveryUnit::leave_fan_out(base::SqlTransaction& tx, StoreCore& core, base::ContentId content) {
  if (boxes.size() <= kUnitBoxes) return {};
  FanOut rest{trace, message->size, {boxes.begin() + kUnitBoxes, boxes.end()}};
  JobRow job{core.ids.make<JobId>(), JobKind::fan_out, content, 0, now, pack(rest)};
  return insert_job(tx, core, job);
}

base::Result<void> DeliveryUnit::leave_report(base::SqlTransaction& tx, StoreCore& core,
                                              const std::vector<ReportedBox>& reported, base::ContentId content) {
  if (reported.empty()) return {};
  JobRow job{core.ids.make<JobId>(), JobKind::report, content, 0, now, pack(Report{trace, reported})};
  return insert_job(tx, core, job);
}

}  // namespace mailstore
