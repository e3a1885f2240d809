// Reports to the sender of a message: not delivered, delayed, handed on. RFC 3461 §5.2, §6; RFC 3464; Vietnamese first,
// English second. Pure: everything is passed in.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mime/report.h"
#include "mailstore/delivery/queue/queue.h"
#include "server/outbound/settings.h"

namespace server::outbound {

using Action = base::ReportedRecipient::Action;

// Whether the sender wants to hear of it (RFC 3461 §4.1); nobody is told about a message with a null reverse-path.
bool wants_report(const mailstore::QueueItem& item, const mailstore::QueueRecipient& recipient, Action action);

// Whether the report carries the whole message or its header only (RFC 3461 §4.3, §6.2).
bool returns_whole_message(const mailstore::QueueItem& item, Action action);

struct ReportRequest {
  const mailstore::QueueItem& item;
  Action action = Action::failed;
  std::vector<std::size_t> recipients;  // indexes, at least one
  std::string original;                 // header or whole message, see returns_whole_message()
  base::Timestamp now;
  base::Timestamp retry_until;  // for delays
  std::string message_id;
};
// The message of the report, CRLF lines.
std::string make_report(const ReportRequest& request, const OutboundSettings& settings);

}  // namespace server::outbound
