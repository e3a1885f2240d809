// Follow-up jobs: the rest of a fan-out, reports, quota warnings. One runner thread; woken by the commit that leaves a
// job behind, and every kSweep besides. A job's work and its end are one commit.
#include <algorithm>

#include "base/crypto/random.h"
#include "base/log.h"
#include "base/mime/builder.h"
#include "base/mime/header_fields.h"
#include "mailstore/delivery/door.h"
#include "mailstore/delivery/notices.h"
#include "mailstore/store/content_columns.h"
#include "mailstore/store/content_rows.h"

namespace mailstore {
namespace {

constexpr std::size_t kJobsPerPass = 20;
constexpr auto kSweep = std::chrono::seconds(30);
const JobId kReading(-1);                       // no job: the table itself cannot be read
constexpr std::int64_t kMaxReturned = 1 << 20;  // octets of the original in a report

struct ContentFacts {
  BlobRef blob;
  std::int64_t size = 0;
  base::Timestamp created;
  std::vector<std::int64_t> thread_keys;
};

base::Result<ContentFacts> read_facts(base::SqlReader& reader, base::ContentId content) {
  ContentFacts facts;
  bool found = false;
  base::Result<BlobRef> blob = BlobRef();
  auto read =
      reader.query("SELECT blob_ref, size, created_us, message_id, refs, base_subject FROM content WHERE id = ?",
                   {content.value}, [&](const base::SqlRow& row) {
                     found = true;
                     blob = BlobRef::decode(row.text(0));
                     facts.size = row.i64(1);
                     facts.created = base::Timestamp(row.i64(2));
                     facts.thread_keys = thread_keys_of(row.text(3), split_references(row.text(4)), row.text(5));
                     return false;
                   });
  if (!read) return read.error();
  if (!found) return base::Error::permanent(base::ErrorCode::not_found, "The message is gone.");
  if (!blob) return blob.error();
  facts.blob = *blob;
  return facts;
}

}  // namespace

Door::Door(MailStore& store, directory::Directory& directory, const base::Clock& clock, base::IdMaker& ids,
           base::Pool& parse_pool, DeliverySettings settings, std::unique_ptr<office::Office> office)
    : store_(store),
      core_(store.core()),
      directory_(directory),
      clock_(clock),
      ids_(ids),
      settings_(std::move(settings)),
      parse_pool_(parse_pool),
      office_(std::move(office)),
      preparer_(core_, parse_pool),
      wakeup_(std::make_shared<Wakeup>()) {
  core_.jobs.listen([weak = std::weak_ptr<Wakeup>(wakeup_)] {
    auto wakeup = weak.lock();
    if (!wakeup) return;
    {
      std::lock_guard lock(wakeup->mutex);
      wakeup->pending = true;
    }
    wakeup->changed.notify_one();
  });
  runner_ = std::thread([this] { run_jobs(); });
}

Door::~Door() {
  {
    std::lock_guard lock(wakeup_->mutex);
    wakeup_->stop = true;
  }
  wakeup_->changed.notify_one();
  runner_.join();
}

void Door::run_jobs() {
  auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(kSweep);
  for (;;) {
    {
      std::unique_lock lock(wakeup_->mutex);
      wakeup_->changed.wait_for(lock, pause, [&] { return wakeup_->pending || wakeup_->stop; });
      if (wakeup_->stop) return;
      wakeup_->pending = false;
    }
    auto more = run_pass(Jobs::due);
    pause = more && *more ? std::chrono::milliseconds(0) : next_pause();
  }
}

std::chrono::milliseconds Door::next_pause() {
  std::lock_guard pass(pass_mutex_);
  const auto sweep = std::chrono::duration_cast<std::chrono::milliseconds>(kSweep);
  return std::clamp(backoff_.until_next(clock_.steady()).value_or(sweep), std::chrono::milliseconds(100), sweep);
}

// What keeps jobs waiting is said once when it comes and once when it is gone; they are tried again by themselves.
base::Result<void> Door::run_and_note(const JobRow& job) {
  base::Result<void> done;
  try {
    done = run_job(job);
  } catch (
      const std::exception& bug) {  // style rule 20: the job's frame; what reads foreign mail must not end the server
    done = base::Error::transient(base::ErrorCode::internal, "A follow-up job ended with a fault of the program.",
                                  bug.what());
  }
  const bool for_people = !done && !done.error().temporary;
  if (for_people) done = drop_job(job, done.error());
  if (!done) {
    const std::string why = base::describe(done.error());
    if (backoff_.failed(job.id, why, clock_.steady(), for_people ? JobBackoff::kForPeople : JobBackoff::kForWork)) {
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
base::Result<bool> Door::run_pass(Jobs which) {
  std::lock_guard pass(pass_mutex_);
  base::Result<bool> outcome = false;
  for (JobId last;;) {
    std::vector<JobRow> jobs;
    auto read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto rows = read_jobs(snapshot, last, kJobsPerPass);
      if (!rows) return rows.error();
      jobs = std::move(*rows);
      return {};
    });
    if (!read) {
      if (backoff_.failed(kReading, base::describe(read.error()), clock_.steady(), JobBackoff::kForWork)) {
        base::log(base::LogLevel::warning, "DLV-0004", "follow-up jobs cannot be read now; tried again",
                  {{"error", base::describe(read.error())}});
      }
      return read.error();
    }
    backoff_.done(kReading);
    if (jobs.empty()) return outcome;
    last = jobs.back().id;
    for (const JobRow& job : jobs) {
      if (which == Jobs::due && !backoff_.may_run(job.id, clock_.steady())) continue;
      auto done = run_and_note(job);
      if (!done) outcome = done.error();
      else if (outcome) outcome = true;
    }
  }
}

base::Result<void> Door::recover() {
  for (;;) {
    auto more = run_pass(Jobs::all);
    // What can never be done has been logged; it must not keep the server from starting.
    if (!more) return more.error().temporary ? base::Result<void>(more.error()) : base::Result<void>();
    if (!*more) return {};
  }
}

base::Result<void> Door::run_job(const JobRow& job) {
  switch (job.kind) {
    case JobKind::fan_out: return run_fan_out(job);
    case JobKind::report: return run_report(job);
    case JobKind::quota_warning: return run_quota_warning(job);
    case JobKind::office: return run_office(job);
  }
  return base::Error::permanent(base::ErrorCode::unsupported, "Unknown job.",
                                "kind " + std::to_string(static_cast<int>(job.kind)));
}

// Work that can never be done must not come back for ever; it is said loudly. Fan-out is never given up, nor what an
// office has to say (a seal that cannot be used is repaired by people); only what is damaged is.
base::Result<void> Door::drop_job(const JobRow& job, const base::Error& why) {
  if (job.kind == JobKind::office && why.code != base::ErrorCode::corrupt)
    return base::Error::transient(why.code, why.text_for_peer, why.detail_for_log);
  base::log(base::LogLevel::error, "DLV-0002", "a follow-up job failed",
            {{"job", std::to_string(job.id.value)}, {"error", base::describe(why)}});
  if (job.kind == JobKind::fan_out) return why;
  return core_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto finished = finish_job(tx, job);
    if (!finished) return finished.error();
    return {};
  });
}

base::Result<void> Door::run_fan_out(const JobRow& job) {
  auto fan = unpack_fan_out(job.payload);
  if (!fan) return fan.error();
  const auto total = static_cast<std::int64_t>(fan->boxes.size());
  for (std::int64_t at = job.position; at < total;) {
    const std::int64_t to = std::min<std::int64_t>(at + static_cast<std::int64_t>(kUnitBoxes), total);
    const auto view = directory_.view();
    auto done = core_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto mine = advance_job(tx, job.id, at, to);
      if (!mine || !*mine) return mine ? base::Result<void>() : mine.error();
      auto facts = read_facts(tx, job.content);
      if (!facts) return facts.error();
      const BoxFacts box_facts{job.content, fan->content_size, &facts->thread_keys,
                               &fan->trace, job.created,       settings_.quota_warn_percent,
                               false};
      std::vector<ReportedBox> reported;
      for (std::int64_t i = at; i < to; ++i) {
        const LocalBox& box = fan->boxes[static_cast<std::size_t>(i)];
        auto outcome = fill_box(tx, core_, *view, box, box_facts);
        if (!outcome) return outcome.error();
        note_outcome(reported, fan->trace, box, *outcome);
      }
      if (!reported.empty()) {
        JobRow report{
            ids_.make<JobId>(), JobKind::report, job.content, 0, job.created, pack(Report{fan->trace, reported})};
        auto left = insert_job(tx, core_, report);
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

base::Result<void> Door::run_report(const JobRow& job) {
  auto report = unpack_report(job.payload);
  if (!report) return report.error();
  base::Result<ContentFacts> facts = ContentFacts();
  auto read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    facts = read_facts(snapshot, job.content);
    return {};
  });
  if (!read) return read;
  if (!facts) return facts.error();
  auto original = core_.blobs.read(facts->blob, 0, std::min(facts->size, kMaxReturned));
  if (!original) return original.error();
  if (facts->size > kMaxReturned || report->trace.return_headers_only) original->resize(base::header_size(*original));
  report->trace.return_headers_only = report->trace.return_headers_only || facts->size > kMaxReturned;
  NoticeFacts notice{clock_.now(), settings_.hostname, domain(), {}};
  notice.message_id = base::make_message_id(notice.now, base::random_readable(16), notice.domain);
  return send_notice(job, report->trace.reverse_path,
                     failure_report(notice, *report, facts->created, report->trace.prefix + *original));
}

base::Result<void> Door::run_quota_warning(const JobRow& job) {
  auto warning = unpack_quota_warning(job.payload);
  if (!warning) return warning.error();
  const auto view = directory_.view();
  const directory::Account* account = view->find_account(warning->account);
  if (account == nullptr) return base::Error::permanent(base::ErrorCode::not_found, "The account is gone.");
  std::int64_t used = 0;
  auto read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto bytes = snapshot.query_i64("SELECT used_bytes FROM store_account WHERE account = ?", {account->id.value});
    if (!bytes) return bytes.error();
    used = *bytes;
    return {};
  });
  if (!read) return read;
  NoticeFacts notice{clock_.now(), settings_.hostname, domain(), {}};
  notice.message_id = base::make_message_id(notice.now, base::random_readable(16), notice.domain);
  return send_notice(job, account->address, quota_warning_mail(notice, *account, warning->percent, used));
}

base::Result<std::string> Door::read_content(base::ContentId content) {
  base::Result<ContentFacts> facts = ContentFacts();
  auto read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    facts = read_facts(snapshot, content);
    return {};
  });
  if (!read) return read.error();
  if (!facts) return facts.error();
  return core_.blobs.read(facts->blob, 0, facts->size);
}

// Through the same door as everything else; the null sender keeps two servers from answering each other for ever.
base::Result<void> Door::send_notice(const JobRow& job, std::string to, std::string bytes) {
  DeliverRequest request;
  request.source = Source::notice;
  request.recipients.push_back({std::move(to), {}, {}});
  auto message = preparer_.prepare_blocking(std::move(bytes));
  if (!message) return message.error();
  auto unit = plan(request, std::move(*message));
  unit->finishes = job;
  unit->ignores_quota = job.kind == JobKind::quota_warning;
  auto done = core_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto answer = unit->run(tx, core_, preparer_);
    if (!answer) return answer.error();
    return {};
  });
  if (done) preparer_.committed(*unit->message);
  return done;
}

}  // namespace mailstore
