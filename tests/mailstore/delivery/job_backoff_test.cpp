#include "mailstore/delivery/jobs/job_backoff.h"

#include <doctest/doctest.h>

using mailstore::JobBackoff;
using mailstore::JobId;
using namespace std::chrono_literals;

TEST_CASE("delivery/backoff: a failed job is tried after 2 s, 4 s … up to the limit, and its reason is told once") {
  JobBackoff backoff;
  JobBackoff::Time now{};
  const JobId one(1), two(2);
  CHECK(backoff.may_run(one, now));
  CHECK_FALSE(backoff.until_next(now).has_value());
  CHECK(backoff.failed(one, "seal", now, JobBackoff::kForPeople));
  CHECK_FALSE(backoff.failed(two, "seal", now, JobBackoff::kForPeople));  // known
  CHECK_FALSE(backoff.may_run(one, now + 1999ms));
  CHECK(backoff.may_run(one, now + 2s));
  JobBackoff::Span all{};
  for (int i = 0; i < 20; ++i) {
    CHECK_FALSE(backoff.failed(one, "seal", now, JobBackoff::kForPeople));
    CHECK(backoff.may_run(one, now + 10min));
    all += 1ms;
  }
  CHECK_FALSE(backoff.may_run(one, now + 10min - 1ms));
  CHECK(backoff.until_next(now) == 2s);  // the other one
  CHECK(backoff.until_next(now + 5s) == 0s);
  CHECK_FALSE(backoff.done(one).has_value());  // the other one still waits for it
  CHECK(backoff.done(two) == "seal");
  CHECK_FALSE(backoff.done(two).has_value());
  CHECK(backoff.failed(one, "seal", now, JobBackoff::kForPeople));  // it is back
}

TEST_CASE("delivery/backoff: a reason that changes is told again") {
  JobBackoff backoff;
  const JobBackoff::Time now{};
  CHECK(backoff.failed(JobId(1), "a", now, JobBackoff::kForWork));
  CHECK(backoff.failed(JobId(1), "b", now, JobBackoff::kForWork));
  CHECK(backoff.failed(JobId(2), "a", now, JobBackoff::kForWork));
  for (int i = 0; i < 9; ++i) backoff.failed(JobId(1), "b", now, JobBackoff::kForWork);
  CHECK(backoff.may_run(JobId(1), now + 30s));
  CHECK(backoff.done(JobId(1)) == "b");
}
