// DeliveryUnit: what one unit of work writes for one message: its content, a copy for each box, queue rows for foreign
// domains, follow-up jobs. Built before the unit; run() may be called twice. Serves deliver(), fan-out and notices
// alike.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "directory/people/directory_view.h"
#include "mailstore/delivery/prepare/prepared_message.h"
#include "mailstore/delivery/queue/job_rows.h"
#include "mailstore/delivery/queue/queue.h"
#include "mailstore/store/account_change.h"

namespace mailstore {

// Boxes of one unit, so that none runs over 50 ms.
inline constexpr std::size_t kUnitBoxes = 100;

// Where one copy goes and what it is made of.
struct BoxFacts {
  base::ContentId content;
  std::int64_t content_size = 0;
  const std::vector<std::int64_t>* thread_keys = nullptr;
  const TraceFacts* trace = nullptr;
  base::Timestamp now;
  int quota_warn_percent = 0;
  bool ignores_quota = false;  // the warning itself must get through
};

enum class BoxOutcome { delivered, full };

// Files one copy into the account's box. Ends with the account's change finished.
base::Result<BoxOutcome> fill_box(base::SqlTransaction& tx, StoreCore& core, const directory::DirectoryView& view,
                                  const LocalBox& box, const BoxFacts& facts);

struct DeliveryUnit {
  std::shared_ptr<const directory::DirectoryView> view;
  std::shared_ptr<PreparedMessage> message;
  TraceFacts trace;
  base::Timestamp now;
  std::vector<LocalBox> boxes;   // all, placed; the first kUnitBoxes at once
  std::vector<QueueItem> queue;  // content is filled in by run()
  std::vector<RefusedRecipient> refused;
  int quota_warn_percent = 0;
  bool ignores_quota = false;
  std::optional<JobRow> finishes;  // the job this unit fulfils
  bool ran_before = false;         // run() was called: the first run may have been committed after all

  struct Answer {
    base::ContentId content;
    std::size_t boxes = 0;
  };
  // over_quota when no copy at all could be placed.
  base::Result<Answer> run(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer);

 private:
  base::Result<bool> is_done(base::SqlTransaction& tx) const;
  base::Result<void> leave_fan_out(base::SqlTransaction& tx, StoreCore& core, base::ContentId content);
  base::Result<void> leave_report(base::SqlTransaction& tx, StoreCore& core, const std::vector<ReportedBox>& reported,
                                  base::ContentId content);
};

// What is to be told to the sender about a copy; appended when the sender wants to know.
void note_outcome(std::vector<ReportedBox>& reported, const TraceFacts& trace, const LocalBox& box, BoxOutcome outcome);

}  // namespace mailstore
