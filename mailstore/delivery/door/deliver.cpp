// Messages with an envelope: checked, edited, prepared, then written in one unit of work.
#include "base/crypto/random.h"
#include "base/mime/builder.h"
#include "mailstore/delivery/door/door.h"
#include "mailstore/delivery/prepare/message_edits.h"

namespace mailstore {
namespace {

base::Error too_large() {
  return base::Error::permanent(base::ErrorCode::too_large,
                                {"Thư lớn hơn mức máy chủ này nhận.", "The message is larger than this server takes."});
}

}  // namespace

base::Result<std::string> Door::edited(DeliverRequest& request) const {
  if (static_cast<std::int64_t>(request.bytes.size()) > parts_->settings.max_message_bytes) return too_large();
  if (count_received(request.bytes) > kMaxReceived) {
    return base::Error::permanent(base::ErrorCode::limit,
                                  {"Thư đã đi qua quá nhiều máy chủ: thư chạy vòng.",
                                   "This message has passed too many servers: it runs in a circle."});
  }
  if (request.source == Source::notice) return std::move(request.bytes);
  const auto view = parts_->directory.view();
  SubmissionFacts facts;
  facts.taken = [&](std::string_view id) { return desk_->office().is_own_message_id(*view, id); };
  facts.our_id = parts_->settings.hostname;
  facts.now = request.at.value_or(parts_->clock.now());
  facts.message_id = base::make_message_id(facts.now, base::random_readable(16), parts_->domain());
  if (request.source == Source::smtp) return edit_received(std::move(request.bytes), facts);
  std::optional<base::Address> sender;
  if (!request.on_behalf_of.empty()) {
    if (const directory::Account* author = view->find_account(request.author)) {
      if (auto spec = base::parse_addr_spec(author->address)) {
        sender = base::Address::of(author->full_name, spec->local, spec->domain);
        facts.sender = &*sender;
      }
    }
  }
  return edit_submission(std::move(request.bytes), facts);
}

base::Co<base::Result<std::string>> Door::edit(DeliverRequest& request) {
  if (request.bytes.size() <= kPrepareInline) co_return edited(request);
  auto job = [this, &request]() -> base::Result<std::string> { return edited(request); };
  co_return co_await parts_->parse_pool.run(job);
}

base::Co<base::Result<DeliverAnswer>> Door::deliver(DeliverRequest request) {
  auto bytes = co_await edit(request);
  if (!bytes) co_return bytes.error();
  if (request.source == Source::smtp) {
    auto results = co_await desk_->signature_results(*bytes);
    if (!results) co_return results.error();
    request.authentication_results += *results;
  }
  auto intake = co_await desk_->read(request, *bytes);
  if (!intake) co_return intake.error();
  if (auto refused = desk_->refuse_name(request, *intake)) co_return *refused;
  if (*intake) {
    auto shared = std::make_shared<const office::Intake>(std::move(**intake));
    co_return co_await desk_->take(std::move(request), std::move(*bytes), std::move(shared));
  }
  auto redirected = co_await desk_->redirect_replies(request);
  if (!redirected) co_return redirected.error();
  std::optional<base::AccountId> giver;
  if (request.source != Source::notice) giver = request.author;
  auto message = co_await parts_->preparer.prepare(std::move(*bytes), giver);
  if (!message) co_return message.error();
  DeliverAnswer answer;
  answer.message_id = (*message)->columns.message_id;
  if ((*message)->blob) std::string().swap((*message)->bytes);  // written: nobody needs them any more
  auto unit = parts_->plan(request, std::move(*message));
  auto placed = co_await parts_->place(unit->boxes);
  if (!placed) co_return placed.error();
  answer.local_boxes = unit->boxes.size();
  for (const QueueItem& item : unit->queue) answer.queued_recipients += item.recipients.size();
  auto work = [parts = parts_, unit](base::SqlTransaction& tx) -> base::Result<DeliveryUnit::Answer> {
    return unit->run(tx, parts->core, parts->preparer);
  };
  PreparedMessages messages{unit->message};
  auto written = co_await parts_->preparer.commit(std::move(messages), work);
  if (!written) co_return written.error();
  answer.content = written->content;
  co_return answer;
}

base::Co<base::Result<void>> Door::check_recipient(std::string address, std::int64_t size) {
  const auto view = parts_->directory.view();
  if (office::is_reply_address(*view, address)) co_return desk_->check_reply_address(address);
  const directory::Resolution found = view->resolve(address);
  switch (found.outcome) {
    case directory::ResolveOutcome::local: break;
    case directory::ResolveOutcome::unknown_user:
      co_return base::Error::permanent(base::ErrorCode::not_found,
                                       {"Ở đây không có người dùng này.", "No such user here."});
    case directory::ResolveOutcome::disabled_user:
      co_return base::Error::permanent(base::ErrorCode::no_permission,
                                       {"Hộp thư này đã đóng.", "This mailbox is closed."});
    case directory::ResolveOutcome::foreign_domain:
      co_return base::Error::permanent(base::ErrorCode::unsupported,
                                       {"Tên miền này không phải của cơ quan.", "This domain is not ours."});
  }
  if (found.accounts.size() != 1) co_return base::Result<void>();  // of a group, those with room get their copy
  const directory::Account* account = view->find_account(found.accounts.front());
  if (account == nullptr || account->quota_bytes == 0) co_return base::Result<void>();
  auto quota = co_await parts_->mailboxes.quota(account->id);
  if (!quota) co_return quota.error();
  if (quota->used_bytes + size > account->quota_bytes || quota->used_bytes >= account->quota_bytes) {
    co_return base::Error::transient(base::ErrorCode::over_quota,
                                     {"Hộp thư của người nhận đã đầy.", "The recipient's mailbox is full."});
  }
  co_return base::Result<void>();
}

}  // namespace mailstore
