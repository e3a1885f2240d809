#include "server/jobs/housekeeping.h"

#include <algorithm>
#include <optional>
#include <thread>

#include "base/log.h"
#include "base/thread_annotations.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/store/owner/list_filler.h"
#include "mailstore/store/owner/retention.h"
#include "mailstore/store/owner/view_keeping.h"
#include "policies/calendar/date.h"

namespace server::jobs {

namespace {

using Steady = std::chrono::steady_clock;
using Moment = Steady::time_point;

// One repeated job and when it is due.
struct Due {
  std::chrono::milliseconds every;
  Moment next;
  bool take(Moment now) {
    if (now < next) return false;
    next = now + every;
    return true;
  }
};

}  // namespace

struct Housekeeping::State {
  mailstore::MailStore& store;
  mailstore::OfficeDesk& desk;
  directory::Directory& directory;
  directory::Gate& gate;
  const base::Clock& clock;
  HousekeepingSettings settings;
  base::Mutex mutex;
  base::Condition wake;
  bool stopping GUARDED_BY(mutex) = false;
  std::thread thread, filler;
  std::optional<policies::calendar::Date> reminded{};  // the day whose round is done; of the first thread

  void remove_expired() {
    auto done = mailstore::remove_expired(store, mailstore::delivery_content_references());
    if (!done) {
      base::log(base::LogLevel::warning, "JOB-0001", "expired mail was not removed; tried again later",
                {{"error", base::describe(done.error())}});
    } else if (done->tombstones + done->contents > 0) {
      base::log(base::LogLevel::info, "JOB-0002", "expired mail removed",
                {{"tombstones", std::to_string(done->tombstones)}, {"contents", std::to_string(done->contents)}});
    }
  }

  void compact() {
    auto done = mailstore::compact_blobs(store, {});
    if (!done) {
      base::log(base::LogLevel::warning, "JOB-0003", "segments were not compacted; tried again later",
                {{"error", base::describe(done.error())}});
    } else if (done->bytes_freed > 0) {
      base::log(base::LogLevel::info, "JOB-0004", "segments compacted",
                {{"bytes_freed", std::to_string(done->bytes_freed)}});
    }
  }

  // Half of the time at most, so that mail goes on meanwhile.
  void fill_lists() {
    using namespace std::chrono_literals;
    std::int64_t filled = 0;
    auto told = Steady::now();
    for (;;) {
      const auto began = Steady::now();
      auto step = mailstore::fill_lists(store);
      auto pause = std::clamp<Steady::duration>(Steady::now() - began, 1ms, 1s);
      if (!step) {
        base::log(base::LogLevel::warning, "JOB-0009", "lists of older mail were not made ready; tried again later",
                  {{"error", base::describe(step.error())}});
        pause = settings.lists;
      } else {
        filled += step->filled;
        const bool late = Steady::now() - told > 60s;
        if (filled > 0 && (step->complete || late)) {
          base::log(base::LogLevel::info, "JOB-0010",
                    step->complete ? "lists of all older mail are ready" : "lists of older mail are being made ready",
                    {{"messages", std::to_string(filled)}});
          told = Steady::now();
        }
        if (step->complete) return;
      }
      const auto deadline = Steady::now() + pause;
      base::MutexLock lock(mutex);
      while (!stopping && wake.wait_until(mutex, deadline)) {
      }
      if (stopping) return;
    }
  }

  // Once a day, at its hour or when the server starts later; the desk knows what was said.
  void look_at_reminders() {
    const auto now = clock.now();
    const auto today = policies::calendar::local_date(now);
    if (reminded == today || policies::calendar::local_minute(now) < settings.reminder_minute) return;
    auto done = desk.remind(settings.reminder_rules, now);
    if (!done) {
      base::log(base::LogLevel::warning, "JOB-0012", "reminders did not all go out; tried again later",
                {{"error", base::describe(done.error())}});
      return;
    }
    reminded = today;
    if (done->mails > 0)
      base::log(base::LogLevel::info, "JOB-0013", "reminders sent",
                {{"mails", std::to_string(done->mails)}, {"reminders", std::to_string(done->reminders)}});
  }

  void look_at_series() {
    auto done = desk.begin_periods(clock.now());
    if (!done) {
      base::log(base::LogLevel::warning, "JOB-0014", "periodic tasks were not all handed out; tried again later",
                {{"error", base::describe(done.error())}});
    } else if (done->tasks + done->others > 0) {
      base::log(base::LogLevel::info, "JOB-0015", "periodic tasks handed out",
                {{"tasks", std::to_string(done->tasks)}, {"others", std::to_string(done->others)}});
    }
  }

  // Who has just set his first own password gets his greeting before he looks into his mail.
  void look_at_newcomers() {
    auto done = desk.greet_newcomers(clock.now());
    if (!done) {
      base::log(base::LogLevel::warning, "JOB-0016", "newcomers were not all greeted; tried again later",
                {{"error", base::describe(done.error())}});
    } else if (*done > 0) {
      base::log(base::LogLevel::info, "JOB-0017", "newcomers greeted", {{"mails", std::to_string(*done)}});
    }
  }

  void look_at_books() {
    if (auto done = desk.void_unused_numbers(); !done) {
      base::log(base::LogLevel::warning, "JOB-0006", "unused numbers were not voided; tried again later",
                {{"error", base::describe(done.error())}});
    }
  }

  void look_at_directory() {
    if (auto done = directory.reload(); !done) {
      base::log(base::LogLevel::warning, "JOB-0005", "the directory was not read again; the last one stays",
                {{"error", base::describe(done.error())}});
    }
  }

  void look_at_gate() {
    if (auto done = gate.keep_house(); !done) {
      base::log(base::LogLevel::warning, "JOB-0007", "the gate's rows were not put in order; tried again later",
                {{"error", base::describe(done.error())}});
    }
  }

  static void tell_unkept(const base::Result<void>& done) {
    if (done) return;
    base::log(base::LogLevel::warning, "JOB-0011", "the copy of a view was not written; tried again later",
              {{"error", base::describe(done.error())}});
  }

  void loop() {
    const auto began = clock.steady();
    mailstore::ViewKeeping keeping(store, began);
    loop(began, keeping);
    tell_unkept(keeping.finish(clock.steady()));
  }

  void loop(Moment began, mailstore::ViewKeeping& keeping) {
    Due retention{settings.retention, began + settings.retention},
        compaction{settings.compaction, began + settings.compaction}, books{settings.books, began + settings.books},
        sums{settings.gate, began + settings.gate}, views{settings.views, began + settings.views},
        reminders{settings.reminders, began}, series{settings.series, began}, newcomers{settings.newcomers, began},
        version{settings.directory, began + settings.directory};
    base::MutexLock lock(mutex);
    for (;;) {
      // The pause is real time; what is due after it is the clock's word.
      const auto deadline = std::chrono::steady_clock::now() + settings.directory;
      while (!stopping && wake.wait_until(mutex, deadline)) {
      }
      if (stopping) return;
      lock.unlock();
      const auto now = clock.steady();
      if (version.take(now)) look_at_directory();
      if (retention.take(now)) remove_expired();
      if (compaction.take(now)) compact();
      if (books.take(now)) look_at_books();
      if (series.take(now)) look_at_series();
      if (settings.remind && reminders.take(now)) look_at_reminders();
      if (newcomers.take(now)) look_at_newcomers();
      if (sums.take(now)) look_at_gate();
      if (views.take(now)) tell_unkept(keeping.step(now));
      lock.lock();
    }
  }
};

Housekeeping::Housekeeping(mailstore::MailStore& store, mailstore::OfficeDesk& desk, directory::Directory& directory,
                           directory::Gate& gate, const base::Clock& clock, HousekeepingSettings settings)
    : state_(new State{store, desk, directory, gate, clock, settings, {}, {}, false, {}, {}}) {}

Housekeeping::~Housekeeping() { stop(); }

void Housekeeping::start() {
  state_->thread = std::thread([state = state_.get()] { state->loop(); });
  state_->filler = std::thread([state = state_.get()] { state->fill_lists(); });
}

void Housekeeping::stop() {
  {
    base::MutexLock lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_all();
  for (std::thread* thread : {&state_->thread, &state_->filler}) {
    if (thread->joinable()) thread->join();
  }
}

void Housekeeping::run_once() {
  state_->look_at_directory();
  state_->remove_expired();
  state_->compact();
  state_->look_at_books();
  state_->look_at_series();
  state_->look_at_gate();
}

}  // namespace server::jobs
