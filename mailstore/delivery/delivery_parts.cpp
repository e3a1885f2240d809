#include "mailstore/delivery/delivery_parts.h"

#include <algorithm>

#include "mailstore/delivery/queue/queue_rows.h"

namespace mailstore {
namespace {

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

DeliveryParts::DeliveryParts(MailStore& store, directory::Directory& people, const base::Clock& the_clock,
                             base::IdMaker& id_maker, base::Pool& pool, DeliverySettings the_settings)
    : mailboxes(store.mailboxes()),
      core(StoreInside::of(store)),
      directory(people),
      clock(the_clock),
      ids(id_maker),
      parse_pool(pool),
      settings(std::move(the_settings)),
      preparer(core, pool) {}

std::string DeliveryParts::domain() const {
  const auto view = directory.view();
  return view->domains().empty() ? settings.hostname : view->domains().front();
}

std::shared_ptr<DeliveryUnit> DeliveryParts::plan(const DeliverRequest& request,
                                                  std::shared_ptr<PreparedMessage> message) const {
  auto unit = std::make_shared<DeliveryUnit>();
  unit->view = directory.view();
  unit->now = request.at.value_or(clock.now());
  unit->quota_warn_percent = settings.quota_warn_percent;
  unit->trace = {prefix_of(request), request.reverse_path, request.envid, request.return_headers_only};
  Routing routing = route(*unit->view, request.recipients);
  unit->boxes = std::move(routing.boxes);
  for (LocalBox& box : unit->boxes) box.email = ids.make<base::EmailId>();
  unit->refused = std::move(routing.refused);
  for (const auto& [domain, recipients] : routing.foreign) {
    QueueItem item = queue_item(request, domain, recipients);
    item.id = ids.make<base::QueueId>();
    item.created = item.next_attempt = unit->now;
    item.expires = unit->now + std::chrono::hours(24 * kQueueDays);
    item.size = message->size + static_cast<std::int64_t>(item.prefix.size());
    unit->queue.push_back(std::move(item));
  }
  unit->message = std::move(message);
  return unit;
}

base::Co<base::Result<void>> DeliveryParts::place(std::span<LocalBox> boxes) const {
  for (std::size_t at = 0; at < boxes.size(); at += kUnitBoxes) {
    const std::span<LocalBox> share = boxes.subspan(at, std::min(kUnitBoxes, boxes.size() - at));
    if (!needs_placing(share)) continue;
    auto query = [share](base::SqlSnapshot& snapshot) -> base::Result<void> {
      return mailstore::place(snapshot, share);
    };
    auto placed = co_await core.db.read(query);
    if (!placed) co_return placed.error();
  }
  co_return base::Result<void>();
}

base::Result<void> DeliveryParts::place_blocking(std::span<LocalBox> boxes) const {
  for (std::size_t at = 0; at < boxes.size(); at += kUnitBoxes) {
    const std::span<LocalBox> share = boxes.subspan(at, std::min(kUnitBoxes, boxes.size() - at));
    if (!needs_placing(share)) continue;
    auto placed = core.db.read_blocking([&](base::SqlSnapshot& snapshot) { return mailstore::place(snapshot, share); });
    if (!placed) return placed;
  }
  return {};
}

}  // namespace mailstore
