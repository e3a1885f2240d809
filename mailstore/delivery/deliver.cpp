// Messages with an envelope: checked, edited, prepared, then written in one unit of work.
#include "base/crypto/random.h"
#include "base/log.h"
#include "base/mime/builder.h"
#include "mailstore/delivery/door.h"
#include "mailstore/delivery/message_edits.h"
#include "mailstore/delivery/queue_rows.h"

namespace mailstore {
namespace {

base::Error too_large() {
  return base::Error::permanent(base::ErrorCode::too_large, "The message is larger than this server takes.");
}

// Return-Path first, as RFC 5321 §4.4 has it, then what we found out, then this hop.
std::string prefix_of(const DeliverRequest& request) {
  return "Return-Path: <" + request.reverse_path + ">\r\n" + request.authentication_results + request.received;
}

QueueItem queue_item(const DeliverRequest& request, const std::string& domain,
                     const std::vector<EnvelopeRecipient>& recipients) {
  QueueItem item;
  item.prefix = request.received;  // Return-Path is made by the last hop, never sent
  item.reverse_path = request.reverse_path;
  item.domain = domain;
  item.smtputf8 = request.smtputf8;
  item.body_8bit = request.body_8bit;
  item.envid = request.envid;
  item.return_headers_only = request.return_headers_only;
  item.author = request.author;
  for (const EnvelopeRecipient& recipient : recipients) {
    QueueRecipient row;
    row.address = recipient.address;
    row.original = recipient.original;
    row.notify = recipient.notify;
    item.recipients.push_back(std::move(row));
  }
  return item;
}

}  // namespace

base::Result<std::unique_ptr<Delivery>> Delivery::open(MailStore& store, BlobStore&, directory::Directory& directory,
                                                       const base::Clock& clock, base::IdMaker& ids,
                                                       base::Pool& parse_pool, DeliverySettings settings,
                                                       office::OfficeParts parts) {
  auto office = office::Office::open(store.core().db, directory, clock, ids, parts);
  if (!office) return office.error();
  return std::unique_ptr<Delivery>(
      std::make_unique<Door>(store, directory, clock, ids, parse_pool, std::move(settings), std::move(*office)));
}

std::string Door::domain() const {
  const auto view = directory_.view();
  return view->domains().empty() ? settings_.hostname : view->domains().front();
}

base::Result<std::string> Door::edited(DeliverRequest& request) const {
  if (static_cast<std::int64_t>(request.bytes.size()) > settings_.max_message_bytes) return too_large();
  if (count_received(request.bytes) > kMaxReceived) {
    return base::Error::permanent(base::ErrorCode::limit,
                                  "This message has passed too many servers: it runs in a circle.");
  }
  if (request.source == Source::smtp) return edit_received(std::move(request.bytes), settings_.hostname);
  if (request.source == Source::notice) return std::move(request.bytes);
  SubmissionFacts facts;
  facts.our_id = settings_.hostname;
  facts.now = request.at.value_or(clock_.now());
  facts.message_id = base::make_message_id(facts.now, base::random_readable(16), domain());
  std::optional<base::Address> sender;
  if (!request.on_behalf_of.empty()) {
    const auto view = directory_.view();
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
  std::function<base::Result<std::string>()> job = [this, &request] { return edited(request); };
  co_return co_await parse_pool_.run<std::string>(std::move(job));
}

std::shared_ptr<DeliveryUnit> Door::plan(DeliverRequest& request, std::shared_ptr<PreparedMessage> message) const {
  auto unit = std::make_shared<DeliveryUnit>();
  unit->view = directory_.view();
  unit->now = request.at.value_or(clock_.now());
  unit->quota_warn_percent = settings_.quota_warn_percent;
  unit->trace = {prefix_of(request), request.reverse_path, request.envid, request.return_headers_only};
  Routing routing = route(*unit->view, request.recipients);
  unit->boxes = std::move(routing.boxes);
  for (LocalBox& box : unit->boxes) box.email = ids_.make<base::EmailId>();
  unit->refused = std::move(routing.refused);
  for (const auto& [domain, recipients] : routing.foreign) {
    QueueItem item = queue_item(request, domain, recipients);
    item.id = ids_.make<base::QueueId>();
    item.created = item.next_attempt = unit->now;
    item.expires = unit->now + std::chrono::hours(24 * kQueueDays);
    item.size = message->size + static_cast<std::int64_t>(item.prefix.size());
    unit->queue.push_back(std::move(item));
  }
  unit->message = std::move(message);
  return unit;
}

base::Co<base::Result<DeliveryUnit::Answer>> Door::run(std::shared_ptr<DeliveryUnit> unit) {
  for (int attempt = 0;; ++attempt) {
    std::function<base::Result<DeliveryUnit::Answer>(base::SqlTransaction&)> work =
        [this, unit](base::SqlTransaction& tx) { return unit->run(tx, core_, preparer_); };
    auto answer = co_await core_.db.write<DeliveryUnit::Answer>(std::move(work));
    if (answer) preparer_.committed(*unit->message);
    const bool bytes_missing = !answer && answer.error().code == base::ErrorCode::conflict && !unit->message->blob;
    if (!bytes_missing || attempt > 0) co_return answer;
    auto stored = preparer_.store_bytes(*unit->message);  // the hint was wrong: the content had died
    if (!stored) co_return stored.error();
  }
}

base::Co<base::Result<DeliverAnswer>> Door::deliver(DeliverRequest request) {
  auto bytes = co_await edit(request);
  if (!bytes) co_return bytes.error();
  if (request.source == Source::smtp) {
    auto results = co_await signature_results(*bytes);
    if (!results) co_return results.error();
    request.authentication_results += *results;
  }
  auto intake = co_await read_intake(request, *bytes);
  if (!intake) co_return intake.error();
  if (*intake) {
    auto shared = std::make_shared<const office::Intake>(std::move(**intake));
    co_return co_await deliver_to_office(std::move(request), std::move(*bytes), std::move(shared));
  }
  auto redirected = co_await redirect_replies(request);
  if (!redirected) co_return redirected.error();
  auto message = co_await preparer_.prepare(std::move(*bytes));
  if (!message) co_return message.error();
  DeliverAnswer answer;
  answer.message_id = (*message)->columns.message_id;
  if ((*message)->blob) (*message)->bytes = {};  // written: nobody needs them any more
  auto unit = plan(request, std::move(*message));
  answer.local_boxes = unit->boxes.size();
  for (const QueueItem& item : unit->queue) answer.queued_recipients += item.recipients.size();
  auto written = co_await run(unit);
  if (!written) co_return written.error();
  answer.content = written->content;
  co_return answer;
}

base::Co<base::Result<void>> Door::check_recipient(std::string address, std::int64_t size) {
  const auto view = directory_.view();
  if (office::is_reply_address(*view, address)) {
    const bool ours = office_->keys().read_local_part(address.substr(0, address.rfind('@'))).has_value();
    if (ours) co_return base::Result<void>();
    co_return base::Error::permanent(base::ErrorCode::not_found, "This reply address is not valid.");
  }
  const directory::Resolution found = view->resolve(address);
  switch (found.outcome) {
    case directory::ResolveOutcome::local: break;
    case directory::ResolveOutcome::unknown_user:
      co_return base::Error::permanent(base::ErrorCode::not_found, "No such user here.");
    case directory::ResolveOutcome::disabled_user:
      co_return base::Error::permanent(base::ErrorCode::no_permission, "This mailbox is closed.");
    case directory::ResolveOutcome::foreign_domain:
      co_return base::Error::permanent(base::ErrorCode::unsupported, "This domain is not ours.");
  }
  if (found.accounts.size() != 1) co_return base::Result<void>();  // of a group, those with room get their copy
  const directory::Account* account = view->find_account(found.accounts.front());
  if (account == nullptr || account->quota_bytes == 0) co_return base::Result<void>();
  auto quota = co_await store_.quota(account->id);
  if (!quota) co_return quota.error();
  if (quota->used_bytes + size > account->quota_bytes || quota->used_bytes >= account->quota_bytes) {
    co_return base::Error::transient(base::ErrorCode::over_quota, "The recipient's mailbox is full.");
  }
  co_return base::Result<void>();
}

}  // namespace mailstore
