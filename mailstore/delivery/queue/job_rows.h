// Follow-up work that a unit of work leaves behind durably: table delivery_job. A job is finished (its row deleted or
// moved on) in the same unit that does its work, so that each is done exactly once, whatever happens in between.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/delivery/prepare/recipients.h"
#include "mailstore/store/store_core.h"

namespace mailstore {

enum class JobKind : int {
  fan_out = 1,        // boxes of a message that did not fit into its first unit
  quota_warning = 2,  // tell one account that it is nearly full
  report = 3,         // tell the sender about recipients: failed, delivered
  office = 4,         // the mails and events that follow from an event of an office
};

using JobId = base::Id<struct JobTag>;

struct JobRow {
  JobId id;
  JobKind kind = JobKind::fan_out;
  base::ContentId content;    // of the message the job is about; none for quota_warning
  std::int64_t position = 0;  // boxes done
  base::Timestamp created;
  std::string payload;  // one of the below, packed
};

// What the boxes of one message have in common.
struct TraceFacts {
  std::string prefix;
  std::string reverse_path;
  std::string envid;
  bool return_headers_only = false;
};

struct FanOut {
  TraceFacts trace;
  std::int64_t content_size = 0;
  std::vector<LocalBox> boxes;
};

struct ReportedBox {
  EnvelopeRecipient recipient;
  bool delivered = false;  // false: failed
  std::string status, reason;
};

struct Report {
  TraceFacts trace;
  std::vector<ReportedBox> recipients;
};

struct QuotaWarning {
  base::AccountId account;
  int percent = 0;
};

struct OfficeFollowUp {
  std::string event;   // JSON, as in the journal
  std::string task;    // JSON of the task after the event; "" = not about a task
  std::string prefix;  // trace fields of the causing message, for copies of it
};

// Payload grammar: version octet 1 (of FanOut 2), then fields; numbers are 8 octets little-endian, strings a number and
// the octets. FanOut: its boxes are placed; version 2 keeps for each its placement (mailbox, flags, keywords), version
// 1 kept `detail` instead, to be placed when the job runs.
std::string pack(const FanOut& job);
std::string pack(const Report& job);
std::string pack(const QuotaWarning& job);
std::string pack(const OfficeFollowUp& job);
// corrupt when the bytes are not ours.
base::Result<FanOut> unpack_fan_out(std::string_view payload);
base::Result<Report> unpack_report(std::string_view payload);
base::Result<QuotaWarning> unpack_quota_warning(std::string_view payload);
base::Result<OfficeFollowUp> unpack_office(std::string_view payload);

// The runner is woken after the commit.
base::Result<void> insert_job(base::SqlTransaction& tx, StoreCore& core, const JobRow& job);
// Oldest first, from behind `after`.
base::Result<std::vector<JobRow>> read_jobs(base::SqlReader& reader, JobId after, std::size_t limit);
// False when the job is not at `from` any more: somebody else has done the work, this unit must do nothing.
base::Result<bool> advance_job(base::SqlTransaction& tx, JobId id, std::int64_t from, std::int64_t to);
base::Result<bool> finish_job(base::SqlTransaction& tx, const JobRow& job);

}  // namespace mailstore
