// Delivery status reports: multipart/report of RFC 6522 with message/delivery-status of RFC 3464, and the types of RFC
// 6533 (message/global…) where addresses or returned headers are UTF-8. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/mime/builder.h"

namespace base {

// One recipient of a report, RFC 3464 §2.3.
struct ReportedRecipient {
  enum class Action { failed, delayed, delivered, relayed, expanded };
  std::string final_recipient;     // address
  std::string original_recipient;  // ORCPT as given ("rfc822;a@b"), may be empty
  Action action = Action::failed;
  std::string status;      // "5.1.1"
  std::string remote_mta;  // host name, may be empty
  std::string diagnostic;  // the peer's answer, one line, may be empty ("550 5.1.1 no such user")
  std::optional<Timestamp> last_attempt;
  std::optional<Timestamp> will_retry_until;
};

struct DeliveryReport {
  OutgoingMail mail;          // from, to, subject, date, message_id, boundary_seed, text (the words for people)
  std::string reporting_mta;  // our host name
  std::string envelope_id;    // ENVID, may be empty
  std::optional<Timestamp> arrival;
  std::vector<ReportedRecipient> recipients;
  std::string original;  // the message or its header, as returned_part says; empty: no third part
  enum class Returned { headers, full } returned = Returned::headers;
};

// Auto-Submitted: auto-replied is set. The envelope sender must be <> (the caller's task).
std::string build_delivery_report(const DeliveryReport& report);

// Reads the recipients of a report that came back to us (never fails; empty when it is none).
struct ParsedReport {
  std::string original_envelope_id;
  std::vector<ReportedRecipient> recipients;
};
ParsedReport parse_delivery_status(std::string_view delivery_status_body);

}  // namespace base
