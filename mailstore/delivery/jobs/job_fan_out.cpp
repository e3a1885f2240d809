// The boxes of a message that did not fit into its first unit.
#include <algorithm>

#include "mailstore/delivery/jobs/job_content.h"
#include "mailstore/delivery/jobs/job_kinds.h"

namespace mailstore {

base::Result<void> run_fan_out(DeliveryParts& parts, const JobRow& job) {
  auto fan = unpack_fan_out(job.payload);
  if (!fan) return fan.error();
  const auto total = static_cast<std::int64_t>(fan->boxes.size());
  for (std::int64_t at = job.position; at < total;) {
    const std::int64_t to = std::min<std::int64_t>(at + static_cast<std::int64_t>(kUnitBoxes), total);
    const std::span<LocalBox> boxes =
        std::span(fan->boxes).subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(to - at));
    auto placed = parts.place_blocking(boxes);  // of version 1 only
    if (!placed) return placed;
    const auto view = parts.directory.view();
    auto done = parts.core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto mine = advance_job(tx, job.id, at, to);
      if (!mine || !*mine) return mine ? base::Result<void>() : mine.error();
      auto facts = read_facts(tx, job.content);
      if (!facts) return facts.error();
      const BoxFacts box_facts{job.content, fan->content_size, &facts->thread_keys,
                               &fan->trace, job.created,       parts.settings.quota_warn_percent,
                               false};
      std::vector<ReportedBox> reported;
      for (const LocalBox& box : boxes) {
        auto outcome = fill_box(tx, parts.core, *view, box, box_facts);
        if (!outcome) return outcome.error();
        note_outcome(reported, fan->trace, box, *outcome);
      }
      if (!reported.empty()) {
        JobRow report{parts.ids.make<JobId>(),           JobKind::report, job.content, 0, job.created,
                      pack(Report{fan->trace, reported})};
        auto left = insert_job(tx, parts.core, report);
        if (!left) return left;
      }
      if (to < total) return {};
      auto finished = finish_job(tx, job);
      return finished ? base::Result<void>() : finished.error();
    });
    if (!done) return done;
    at = to;
  }
  return {};
}

}  // namespace mailstore
