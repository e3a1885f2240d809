#include "mailstore/delivery/jobs/job_runner.h"

#include <algorithm>

#include "base/log.h"
#include "mailstore/delivery/jobs/job_kinds.h"

namespace mailstore {
namespace {

constexpr std::size_t kJobsPerPass = 20;
constexpr auto kSweep = std::chrono::seconds(30);
const JobId kReading(-1);  // no job: the table itself cannot be read

}  // namespace

JobRunner::JobRunner(DeliveryParts& parts, const office::Office& office)
    : parts_(parts), office_(office), wakeup_(std::make_shared<Wakeup>()) {
  parts_.core.jobs.listen([weak = std::weak_ptr<Wakeup>(wakeup_)] {
    auto wakeup = weak.lock();
    if (!wakeup) return;
    {
      base::MutexLock lock(wakeup->mutex);
      wakeup->pending = true;
    }
    wakeup->changed.notify_one();
  });
  thread_ = std::thread([this] { run(); });
}

JobRunner::~JobRunner() {
  {
    base::MutexLock lock(wakeup_->mutex);
    wakeup_->stop = true;
  }
  wakeup_->changed.notify_one();
  thread_.join();
}

void JobRunner::run() {
  auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(kSweep);
  for (;;) {
    {
      base::MutexLock lock(wakeup_->mutex);
      const auto deadline = std::chrono::steady_clock::now() + pause;
      while (!wakeup_->pending && !wakeup_->stop && wakeup_->changed.wait_until(wakeup_->mutex, deadline)) {
      }
      if (wakeup_->stop) return;
      wakeup_->pending = false;
    }
    auto more = run_pass(Jobs::due);
    pause = more && *more ? std::chrono::milliseconds(0) : next_pause();
  }
}

std::chrono::milliseconds JobRunner::next_pause() {
  base::MutexLock pass(pass_mutex_);
  const auto sweep = std::chrono::duration_cast<std::chrono::milliseconds>(kSweep);
  return std::clamp(backoff_.until_next(parts_.clock.steady()).value_or(sweep), std::chrono::milliseconds(100), sweep);
}

// What keeps jobs waiting is said once when it comes and once when it is gone; they are tried again by themselves.
base::Result<void> JobRunner::run_and_note(const JobRow& job) {
  base::Result<void> done;
  try {
    done = run_job(job);
  } catch (
      const std::exception& bug) {  // style rule 20: the job's frame; what reads foreign mail must not end the server
    done = base::Error::transient(
        base::ErrorCode::internal,
        {"Một việc làm tiếp dừng vì lỗi của chương trình.", "A follow-up job ended with a fault of the program."},
        bug.what());
  }
  const bool for_people = !done && !done.error().temporary;
  if (for_people) done = drop_job(job, done.error());
  if (!done) {
    const std::string why = base::describe(done.error());
    if (backoff_.failed(job.id, why, parts_.clock.steady(),
                        for_people ? JobBackoff::kForPeople : JobBackoff::kForWork)) {
      base::log(
          base::LogLevel::warning, "DLV-0001",
          for_people
              ? "mail of the server waits until somebody puts this right; it is tried again every 10 minutes at the latest"
              : "follow-up jobs wait and are tried again",
          {{"job", std::to_string(job.id.value)}, {"error", why}});
    }
  } else if (const auto gone = backoff_.done(job.id)) {
    base::log(base::LogLevel::info, "DLV-0003", "what waited is sent again", {{"waited_for", *gone}});
  }
  return done;
}

// All jobs that are there now and due, oldest first; true when one was done. A job that fails keeps nobody else from
// being served.
base::Result<bool> JobRunner::run_pass(Jobs which) {
  base::MutexLock pass(pass_mutex_);
  base::Result<bool> outcome = false;
  for (JobId last;;) {
    std::vector<JobRow> jobs;
    auto read = parts_.core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto rows = read_jobs(snapshot, last, kJobsPerPass);
      if (!rows) return rows.error();
      jobs = std::move(*rows);
      return {};
    });
    if (!read) {
      if (backoff_.failed(kReading, base::describe(read.error()), parts_.clock.steady(), JobBackoff::kForWork)) {
        base::log(base::LogLevel::warning, "DLV-0004", "follow-up jobs cannot be read now; tried again",
                  {{"error", base::describe(read.error())}});
      }
      return read.error();
    }
    backoff_.done(kReading);
    if (jobs.empty()) return outcome;
    last = jobs.back().id;
    for (const JobRow& job : jobs) {
      if (which == Jobs::due && !backoff_.may_run(job.id, parts_.clock.steady())) continue;
      auto done = run_and_note(job);
      if (!done) outcome = done.error();
      else if (outcome) outcome = true;
    }
  }
}

base::Result<void> JobRunner::recover() {
  for (;;) {
    auto more = run_pass(Jobs::all);
    // What can never be done has been logged; it must not keep the server from starting.
    if (!more) return more.error().temporary ? base::Result<void>(more.error()) : base::Result<void>();
    if (!*more) return {};
  }
}

base::Result<void> JobRunner::run_job(const JobRow& job) {
  switch (job.kind) {
    case JobKind::fan_out: return run_fan_out(parts_, job);
    case JobKind::report: return run_report(parts_, job);
    case JobKind::quota_warning: return run_quota_warning(parts_, job);
    case JobKind::office: return run_office(parts_, office_, job);
  }
  return base::Error::permanent(base::ErrorCode::unsupported, {"Không rõ loại việc này.", "Unknown job."},
                                "kind " + std::to_string(static_cast<int>(job.kind)));
}

// Work that can never be done must not come back for ever; it is said loudly. Fan-out is never given up, nor what an
// office has to say (a seal that cannot be used is repaired by people); only what is damaged is.
base::Result<void> JobRunner::drop_job(const JobRow& job, const base::Error& why) {
  if (job.kind == JobKind::office && why.code != base::ErrorCode::corrupt)
    return base::Error::transient(why.code, why.text, why.detail_for_log);
  base::log(base::LogLevel::error, "DLV-0002", "a follow-up job failed",
            {{"job", std::to_string(job.id.value)}, {"error", base::describe(why)}});
  if (job.kind == JobKind::fan_out) return why;
  return parts_.core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto finished = finish_job(tx, job);
    if (!finished) return finished.error();
    return {};
  });
}

}  // namespace mailstore
