// The durable outgoing queue: rows are written by delivery in the message's own transaction; server/outbound reads what
// is due, sends and records. Read by state and due time, so that a crash or a lost signal loses nothing. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/delivery/delivery.h"

namespace mailstore {

class MailStore;

enum class RecipientState : int { waiting = 0, delivered = 1, failed = 2, cancelled = 3 };

struct QueueRecipient {
  std::string address;
  std::string original;  // ORCPT
  Notify notify;
  RecipientState state = RecipientState::waiting;
  std::string status;      // enhanced status of the last try, "4.4.1"
  std::string diagnostic;  // last reply or reason, one line
  std::string remote_mta;
};

// One message for one destination domain.
struct QueueItem {
  base::QueueId id;
  base::ContentId content;
  std::string prefix;  // our trace headers of this message, sent before the content
  std::string reverse_path;
  std::string domain;  // destination, lower case, A-label or U-label as given
  bool smtputf8 = false, body_8bit = false;
  std::string envid;
  bool return_headers_only = false;
  base::AccountId author;
  std::int64_t size = 0;  // octets to send
  base::Timestamp created, next_attempt, expires;
  int attempts = 0;
  bool delay_reported = false;
  std::vector<QueueRecipient> recipients;
};

class Queue {
 public:
  static base::Result<std::unique_ptr<Queue>> open(MailStore& store, const base::Clock& clock);
  virtual ~Queue() = default;
  // Items due at `now` and not leased, oldest due first; leased to the caller until finish() or `lease` runs out.
  virtual base::Co<base::Result<std::vector<QueueItem>>> take_due(base::Timestamp now, std::size_t limit,
                                                                  base::Duration lease) = 0;
  // Records the states of the item's recipients; with none waiting the item leaves the queue (its content may die),
  // otherwise it is due again at `next_attempt`. `attempted`: false when nothing was tried (shutdown).
  virtual base::Co<base::Result<void>> finish(QueueItem item, base::Timestamp next_attempt, bool attempted) = 0;
  // When the next item is due; {INT64_MAX} when the queue is empty.
  virtual base::Co<base::Result<base::Timestamp>> next_due() = 0;
  virtual base::Co<base::Result<std::vector<QueueItem>>> list() = 0;
  virtual base::Co<base::Result<int>> retry_now(std::vector<base::QueueId> ids) = 0;  // empty = all; answers how many
  virtual base::Co<base::Result<int>> cancel(
      std::vector<base::QueueId> ids) = 0;  // recipients get a failure report by outbound
  // Called (on any thread) when rows were added or made due.
  virtual void on_new(std::function<void()> callback) = 0;

 protected:
  Queue() = default;
};

}  // namespace mailstore
