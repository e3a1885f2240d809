// The work of each kind of job, a file for each: job_fan_out.cpp, job_report.cpp, job_quota_warning.cpp,
// job_office.cpp. A job's work and its end (or its next position) are one commit. Blocking. Errors that are not
// temporary: the job can never be done.
#pragma once

#include <string>

#include "base/result.h"
#include "mailstore/delivery/delivery_parts.h"
#include "mailstore/delivery/jobs/notices.h"
#include "mailstore/delivery/queue/job_rows.h"
#include "mailstore/office/office.h"

namespace mailstore {

base::Result<void> run_fan_out(DeliveryParts& parts, const JobRow& job);
base::Result<void> run_report(DeliveryParts& parts, const JobRow& job);
base::Result<void> run_quota_warning(DeliveryParts& parts, const JobRow& job);
base::Result<void> run_office(DeliveryParts& parts, const office::Office& office, const JobRow& job);

// For the two that are done with one mail of ours (job_notice.cpp): who writes it, and its sending, which ends the job.
NoticeFacts notice_facts(const DeliveryParts& parts);
base::Result<void> send_notice(DeliveryParts& parts, const JobRow& job, std::string to, std::string bytes);

}  // namespace mailstore
