// Limits shared by all sessions: messages and recipients per hour, of a source and of an account. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "base/async/source_network.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/thread_annotations.h"
#include "server/smtp/hourly_counts.h"
#include "server/smtp/settings.h"

namespace server::smtp {

class Limits {
 public:
  Limits(const base::Clock& clock, const SmtpSettings& settings) : clock_(clock), settings_(settings) {}

  // False: the limit of the hour is reached; nothing was counted.
  bool source_message(const base::PeerAddress& peer);
  bool source_recipient(const base::PeerAddress& peer);
  bool account_message(base::AccountId account);
  bool account_recipient(base::AccountId account, bool outside);

 private:
  using Sources = HourlyCounts<std::string>;  // by network, the near and the wide one
  using Accounts = HourlyCounts<base::AccountId>;
  bool take(Sources& counts, const base::PeerAddress& peer, int limit) REQUIRES_LOCK(mutex_);
  bool take(Accounts& counts, base::AccountId account, int limit) REQUIRES_LOCK(mutex_);

  const base::Clock& clock_;
  const SmtpSettings& settings_;
  base::Mutex mutex_;
  Sources source_messages_ GUARDED_BY(mutex_), source_recipients_ GUARDED_BY(mutex_);
  Accounts messages_ GUARDED_BY(mutex_), recipients_ GUARDED_BY(mutex_), outside_ GUARDED_BY(mutex_);
};

}  // namespace server::smtp
