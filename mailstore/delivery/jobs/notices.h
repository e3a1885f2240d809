// The mails that the door writes itself: what could not be delivered, what was, and that an account is nearly full.
// Vietnamese first, English second. Pure: the same facts give the same bytes.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "directory/people/types.h"
#include "mailstore/delivery/queue/job_rows.h"

namespace mailstore {

struct NoticeFacts {
  base::Timestamp now;
  std::string hostname;    // ours
  std::string domain;      // our primary mail domain: notices come from postmaster@domain
  std::string message_id;  // of the notice, without brackets
};

// RFC 3464, to the reverse path. `original`: the message or its header, with the delivery's prefix.
std::string failure_report(const NoticeFacts& facts, const Report& report, base::Timestamp arrival,
                           std::string_view original);
std::string quota_warning_mail(const NoticeFacts& facts, const directory::Account& account, int percent,
                               std::int64_t used_bytes);

}  // namespace mailstore
