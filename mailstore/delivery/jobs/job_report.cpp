// What became of recipients, told to the sender (RFC 3464).
#include <algorithm>

#include "base/mime/header_fields.h"
#include "mailstore/delivery/jobs/job_content.h"
#include "mailstore/delivery/jobs/job_kinds.h"

namespace mailstore {
namespace {

constexpr std::int64_t kMaxReturned = 1 << 20;  // octets of the original in a report

}  // namespace

base::Result<void> run_report(DeliveryParts& parts, const JobRow& job) {
  auto report = unpack_report(job.payload);
  if (!report) return report.error();
  auto facts = find_facts(parts.core, job.content);
  if (!facts) return facts.error();
  auto original = parts.core.blobs.read(facts->blob, 0, std::min(facts->size, kMaxReturned));
  if (!original) return original.error();
  if (facts->size > kMaxReturned || report->trace.return_headers_only) original->resize(base::header_size(*original));
  report->trace.return_headers_only = report->trace.return_headers_only || facts->size > kMaxReturned;
  return send_notice(parts, job, report->trace.reverse_path,
                     failure_report(notice_facts(parts), *report, facts->created, report->trace.prefix + *original));
}

}  // namespace mailstore
