// Rows of the outgoing queue. Inside a unit of work or a snapshot.
#pragma once

#include <vector>

#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/delivery/queue/queue.h"

namespace mailstore {

// How long outgoing mail is tried (RFC 5321 §4.5.4.1).
inline constexpr std::int64_t kQueueDays = 5;

base::Result<void> insert_queue_item(base::SqlTransaction& tx, const QueueItem& item);
base::Result<bool> queue_item_exists(base::SqlReader& reader, base::QueueId id);
base::Result<void> insert_queue_recipients(base::SqlTransaction& tx, const QueueItem& item);
// Recipients are read along.
enum class QueueSelection { all, due };
// due: next_us ≤ now, not leased; at most `limit`, oldest due first.
base::Result<std::vector<QueueItem>> read_queue_items(base::SqlReader& reader, QueueSelection which,
                                                      base::Timestamp now, std::int64_t limit);
int encode_notify(const Notify& notify);
Notify decode_notify(std::int64_t bits);

}  // namespace mailstore
