// JobRunner: does what units of work left behind (job_rows.h): one thread, woken by the commit that leaves a job, and
// every 30 s besides. Oldest first; a job that fails waits (job_backoff.h) and keeps nobody else from being served.
#pragma once

#include <memory>
#include <thread>

#include "base/thread_annotations.h"
#include "mailstore/delivery/delivery_parts.h"
#include "mailstore/delivery/jobs/job_backoff.h"
#include "mailstore/delivery/queue/job_rows.h"
#include "mailstore/office/office.h"

namespace mailstore {

class JobRunner {
 public:
  // Both outlive it. Begins at once.
  JobRunner(DeliveryParts& parts, const office::Office& office);
  ~JobRunner();
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  // All that is there, now, on the calling thread. Errors: what may go better another time.
  base::Result<void> recover();

 private:
  enum class Jobs { due, all };
  void run();
  base::Result<bool> run_pass(Jobs which);
  base::Result<void> run_and_note(const JobRow& job) REQUIRES_LOCK(pass_mutex_);
  base::Result<void> run_job(const JobRow& job);
  base::Result<void> drop_job(const JobRow& job, const base::Error& why);
  std::chrono::milliseconds next_pause();

  DeliveryParts& parts_;
  const office::Office& office_;
  base::Mutex pass_mutex_;  // one pass over the jobs at a time
  JobBackoff backoff_ GUARDED_BY(pass_mutex_);
  // Outlives the runner in the notifier's callback.
  struct Wakeup {
    base::Mutex mutex;
    base::Condition changed;
    bool pending GUARDED_BY(mutex) = false;
    bool stop GUARDED_BY(mutex) = false;
  };
  const std::shared_ptr<Wakeup> wakeup_;
  std::thread thread_;
};

}  // namespace mailstore
