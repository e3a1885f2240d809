// The one door: SMTP, submission, IMAP APPEND, import and our own notices all enter here. One transaction writes
// message, UIDs, threads, change log, outgoing queue and follow-up jobs; when a Co here returns success, it is on disk.
// No unit of work over 50 ms: the first 100 boxes of a message at once, the rest in chunks within a second, from a
// durable job (before listeners open, after a crash). Thread-safe.
// Message bytes are never altered, except before hashing: submission: Bcc removed, missing Date/Message-ID added; port
// 25: Authentication-Results carrying our id removed; append, import: lone LF → CRLF.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/async/co.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/store/types.h"

namespace mailstore {

// Schema steps of the door (outgoing queue, fan-out jobs, journal) and of mailstore/office (base/sql/step_ranges.h).
std::span<const base::Migration> delivery_migrations();

// For retention (mailstore/store/owner/retention.h): the tables here that refer to contents.
std::span<const std::string_view> delivery_content_references();

enum class Source { smtp, submission, notice };

// RFC 3461: what the sender wants to be told about one recipient.
struct Notify {
  bool never = false, success = false, failure = true, delay = true;
};

struct EnvelopeRecipient {
  std::string address;  // local-part@domain, UTF-8, as given in RCPT TO
  Notify notify;
  std::string original;  // ORCPT, "rfc822;…", xtext decoded; "" when none
};

struct DeliverRequest {
  Source source = Source::smtp;
  std::string reverse_path;                   // "" = null sender
  std::vector<EnvelopeRecipient> recipients;  // 1 … settings.max_recipients; local ones must resolve, others are queued
  std::string bytes;                          // the message, CRLF lines, dot-unstuffed
  bool smtputf8 = false;                      // MAIL FROM … SMTPUTF8
  bool body_8bit = false;                     // BODY=8BITMIME or 8-bit bytes seen
  std::string envid;                          // RFC 3461 ENVID, "" = none
  bool return_headers_only = false;           // RET=HDRS
  base::AccountId author;                     // authenticated account (submission), none otherwise
  std::string on_behalf_of;                   // submission: role or leader's address in From; Sender: names the author
  std::string received;                       // "Received: …" header of this hop, folded, CRLF-terminated; "" = none
  std::string authentication_results;         // port 25: our Authentication-Results header line; "" = none
  std::string session;                        // for logs
  std::optional<base::Timestamp> at;          // when it happens; now when absent (a replay says its own time)
  bool replayed = false;  // a line played again is known by its Message-ID: its bytes answer what stands there now
};
// What an office made of a mail. `known`: it had seen it before; `answered`: nothing changed.
enum class OfficeOutcome { none, known, answered, acted };

struct DeliverAnswer {
  base::ContentId content;
  std::string message_id;  // of the message as stored
  std::size_t local_boxes = 0, queued_recipients = 0;
  OfficeOutcome office = OfficeOutcome::none;
  std::string office_event;  // acted: type of the (last) event
  std::string office_rule;   // answered: the reason ("no-permission", "unclear-deadline" …)
};

struct AppendMessage {
  std::string bytes;  // any bytes; lone LF becomes CRLF
  Flags flags;
  std::optional<InternalDate> internal_date;  // now when absent
};
struct AppendAnswer {
  std::uint32_t uid_validity = 0;
  std::vector<base::Uid> uids;  // in order of the messages
};

struct DeliverySettings {
  std::string hostname;                       // our id in Received and Authentication-Results
  std::int64_t max_message_bytes = 50 << 20;  // octets, also APPENDLIMIT
  int quota_warn_percent = 90;                // 0 = no warning mail
  bool journal_mailboxes = true;
};

class Delivery {
 public:
  virtual ~Delivery() = default;

  // REQUIRES: recipients were checked by check_recipient(); one that stopped resolving since gets a failure report.
  virtual base::Co<base::Result<DeliverAnswer>> deliver(DeliverRequest request) = 0;
  // At RCPT TO: does it resolve, is there room for `size` octets (0 = unknown)? Errors: not_found (550 5.1.1),
  // no_permission (disabled, 550 5.2.1; foreign domain: unsupported, the caller decides about relaying), over_quota
  // (452 4.2.2).
  virtual base::Co<base::Result<void>> check_recipient(std::string address, std::int64_t size) = 0;
  // RFC 9051 §6.3.12, RFC 3502 MULTIAPPEND: all or nothing. Errors: over_quota, too_large, not_found (TRYCREATE).
  virtual base::Co<base::Result<AppendAnswer>> append(base::MailboxId mailbox, std::vector<AppendMessage> messages) = 0;
  // Finishes fan-out left over by a crash. Called before listeners open; blocking.
  virtual base::Result<void> recover() = 0;
  virtual const DeliverySettings& settings() const = 0;

 protected:
  Delivery() = default;
};

}  // namespace mailstore
