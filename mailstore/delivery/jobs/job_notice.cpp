#include "base/crypto/random.h"
#include "base/mime/builder.h"
#include "mailstore/delivery/jobs/job_kinds.h"

namespace mailstore {

NoticeFacts notice_facts(const DeliveryParts& parts) {
  NoticeFacts notice{parts.clock.now(), parts.settings.hostname, parts.domain(), {}};
  notice.message_id = base::make_message_id(notice.now, base::random_readable(16), notice.domain);
  return notice;
}

// Through the same door as everything else; the null sender keeps two servers from answering each other for ever.
base::Result<void> send_notice(DeliveryParts& parts, const JobRow& job, std::string to, std::string bytes) {
  DeliverRequest request;
  request.source = Source::notice;
  request.recipients.push_back({std::move(to), {}, {}});
  auto message = parts.preparer.prepare_blocking(std::move(bytes));
  if (!message) return message.error();
  auto unit = parts.plan(request, std::move(*message));
  auto placed = parts.place_blocking(unit->boxes);
  if (!placed) return placed;
  unit->finishes = job;
  unit->ignores_quota = job.kind == JobKind::quota_warning;
  return parts.preparer.commit_blocking({unit->message}, [&](base::SqlTransaction& tx) -> base::Result<void> {
    auto answer = unit->run(tx, parts.core, parts.preparer);
    return answer ? base::Result<void>() : answer.error();
  });
}

}  // namespace mailstore
