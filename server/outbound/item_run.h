// ItemRun: everything that happens to one queue item when its time has come: cancellation, attempt, expiry, reports,
// and the record in the queue. Internal to server/outbound.
#pragma once

#include <functional>

#include "base/async/co.h"
#include "server/outbound/attempt.h"
#include "server/outbound/reports.h"
#include "server/outbound/runner.h"
#include "server/outbound/stored_message.h"

namespace server::outbound {

class ItemRun {
 public:
  // All outlive it.
  ItemRun(const OutboundParts& parts, const OutboundSettings& settings, IdleConnections& idle,
          mailstore::QueueItem item)
      : parts_(parts),
        settings_(settings),
        idle_(idle),
        item_(std::move(item)),
        source_(parts.contents, item_.content, item_.prefix) {}

  // Errors are logged; an item that could not be recorded comes back when its lease is over.
  base::Co<void> run(std::function<void(SmtpClient*)> on_client);

 private:
  using State = mailstore::RecipientState;
  std::vector<std::size_t> recipients_in(State state) const;
  void give_up_expired();
  base::Co<bool> report(Action action, std::vector<std::size_t> recipients);
  base::Co<bool> report_all(const AttemptOutcome& outcome, const std::vector<State>& before);
  base::Co<void> record(bool reported);

  const OutboundParts& parts_;
  const OutboundSettings& settings_;
  IdleConnections& idle_;
  mailstore::QueueItem item_;
  StoredMessage source_;
};

}  // namespace server::outbound
