#include "mailstore/delivery/queue/job_rows.h"

#include "mailstore/delivery/queue/queue_rows.h"
#include "mailstore/store/contents/content_rows.h"

namespace mailstore {
namespace {

constexpr char kVersion = 1;
constexpr char kFanOutVersion = 2;

class Packer {
 public:
  explicit Packer(char version = kVersion) : out_(1, version) {}
  void number(std::int64_t value) {
    for (int i = 0; i < 8; ++i) out_ += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFF);
  }
  void text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    out_ += value;
  }
  void trace(const TraceFacts& trace) {
    text(trace.prefix);
    text(trace.reverse_path);
    text(trace.envid);
    number(trace.return_headers_only ? 1 : 0);
  }
  void recipient(const EnvelopeRecipient& recipient) {
    text(recipient.address);
    text(recipient.original);
    number(encode_notify(recipient.notify));
  }
  void placement(const Placement& placement) {
    text(placement.mailbox);
    number(placement.flags);
    number(static_cast<std::int64_t>(placement.keywords.size()));
    for (const std::string& keyword : placement.keywords) text(keyword);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads what a Packer wrote; after the first mistake everything reads as nothing and ok() is false.
class Unpacker {
 public:
  explicit Unpacker(std::string_view in, char newest = kVersion) : in_(in) {
    if (in_.empty() || in_[0] < 1 || in_[0] > newest) {
      ok_ = false;
    } else {
      version_ = in_[0];
      in_.remove_prefix(1);
    }
  }
  bool ok() const { return ok_; }
  char version() const { return version_; }
  std::int64_t number() {
    if (!ok_ || in_.size() < 8) {
      ok_ = false;
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i)
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(in_[i])) << (8 * i);
    in_.remove_prefix(8);
    return static_cast<std::int64_t>(value);
  }
  // A count of things of at least one octet each.
  std::size_t count() {
    const std::int64_t value = number();
    if (value < 0 || static_cast<std::uint64_t>(value) > in_.size()) ok_ = false;
    return ok_ ? static_cast<std::size_t>(value) : 0;
  }
  std::string text() {
    const std::size_t size = count();
    std::string out(in_.substr(0, size));
    in_.remove_prefix(size);
    return out;
  }
  TraceFacts trace() {
    TraceFacts trace;
    trace.prefix = text();
    trace.reverse_path = text();
    trace.envid = text();
    trace.return_headers_only = number() != 0;
    return trace;
  }
  Placement placement() {
    Placement placement;
    placement.mailbox = text();
    placement.flags = static_cast<std::uint32_t>(number());
    const std::size_t keywords = count();
    for (std::size_t i = 0; i < keywords && ok_; ++i) placement.keywords.push_back(text());
    return placement;
  }
  EnvelopeRecipient recipient() {
    EnvelopeRecipient recipient;
    recipient.address = text();
    recipient.original = text();
    recipient.notify = decode_notify(number());
    return recipient;
  }

 private:
  std::string_view in_;
  bool ok_ = true;
  char version_ = 0;
};

base::Error broken() {
  return base::Error::permanent(base::ErrorCode::corrupt, {"Một việc đã lưu bị hỏng.", "A stored job is damaged."},
                                "delivery_job payload");
}

}  // namespace

std::string pack(const FanOut& job) {
  Packer out(kFanOutVersion);
  out.trace(job.trace);
  out.number(job.content_size);
  out.number(static_cast<std::int64_t>(job.boxes.size()));
  for (const LocalBox& box : job.boxes) {
    out.number(box.account.value);
    out.number(box.email.value);
    out.placement(box.placement);
    out.recipient(box.recipient);
  }
  return out.take();
}

base::Result<FanOut> unpack_fan_out(std::string_view payload) {
  Unpacker in(payload, kFanOutVersion);
  FanOut job;
  job.trace = in.trace();
  job.content_size = in.number();
  const std::size_t count = in.count();
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    LocalBox box;
    box.account = base::AccountId(in.number());
    box.email = base::EmailId(in.number());
    if (in.version() == 1) {
      box.detail = in.text();
    } else {
      box.placement = in.placement();
    }
    box.recipient = in.recipient();
    job.boxes.push_back(std::move(box));
  }
  if (!in.ok()) return broken();
  return job;
}

std::string pack(const Report& job) {
  Packer out;
  out.trace(job.trace);
  out.number(static_cast<std::int64_t>(job.recipients.size()));
  for (const ReportedBox& box : job.recipients) {
    out.recipient(box.recipient);
    out.number(box.delivered ? 1 : 0);
    out.text(box.status);
    out.text(box.reason);
  }
  return out.take();
}

base::Result<Report> unpack_report(std::string_view payload) {
  Unpacker in(payload);
  Report job;
  job.trace = in.trace();
  const std::size_t count = in.count();
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    ReportedBox box;
    box.recipient = in.recipient();
    box.delivered = in.number() != 0;
    box.status = in.text();
    box.reason = in.text();
    job.recipients.push_back(std::move(box));
  }
  if (!in.ok()) return broken();
  return job;
}

std::string pack(const QuotaWarning& job) {
  Packer out;
  out.number(job.account.value);
  out.number(job.percent);
  return out.take();
}

base::Result<QuotaWarning> unpack_quota_warning(std::string_view payload) {
  Unpacker in(payload);
  QuotaWarning job;
  job.account = base::AccountId(in.number());
  job.percent = static_cast<int>(in.number());
  if (!in.ok()) return broken();
  return job;
}

std::string pack(const OfficeFollowUp& job) {
  Packer out;
  out.text(job.event);
  out.text(job.task);
  out.text(job.prefix);
  return out.take();
}

base::Result<OfficeFollowUp> unpack_office(std::string_view payload) {
  Unpacker in(payload);
  OfficeFollowUp job;
  job.event = in.text();
  job.task = in.text();
  job.prefix = in.text();
  if (!in.ok()) return broken();
  return job;
}

base::Result<void> insert_job(base::SqlTransaction& tx, StoreCore& core, const JobRow& job) {
  auto done = tx.execute(
      "INSERT INTO delivery_job (id, kind, content, position, created_us, payload) VALUES (?, ?, ?, ?, ?, ?)",
      {job.id.value, static_cast<int>(job.kind), job.content.value, job.position, job.created.us,
       base::SqlBlob{job.payload}});
  if (!done) return done.error();
  tx.after_commit([&core] { core.jobs.notify(); });
  return {};
}

base::Result<std::vector<JobRow>> read_jobs(base::SqlReader& reader, JobId after, std::size_t limit) {
  std::vector<JobRow> jobs;
  auto read = reader.query(
      "SELECT id, kind, content, position, created_us, payload FROM delivery_job WHERE id > ? ORDER BY id LIMIT ?",
      {after.value, static_cast<std::int64_t>(limit)}, [&](const base::SqlRow& row) {
        JobRow job;
        job.id = JobId(row.i64(0));
        job.kind = static_cast<JobKind>(row.i64(1));
        job.content = base::ContentId(row.i64(2));
        job.position = row.i64(3);
        job.created = base::Timestamp(row.i64(4));
        job.payload = row.str(5);
        jobs.push_back(std::move(job));
        return true;
      });
  if (!read) return read.error();
  return jobs;
}

base::Result<bool> advance_job(base::SqlTransaction& tx, JobId id, std::int64_t from, std::int64_t to) {
  auto done = tx.execute("UPDATE delivery_job SET position = ? WHERE id = ? AND position = ?", {to, id.value, from});
  if (!done) return done.error();
  return *done == 1;
}

base::Result<bool> finish_job(base::SqlTransaction& tx, const JobRow& job) {
  auto done = tx.execute("DELETE FROM delivery_job WHERE id = ?", {job.id.value});
  if (!done) return done.error();
  if (*done == 0) return false;
  if (job.content) {
    auto checked = check_content_later(tx, job.content);
    if (!checked) return checked.error();
  }
  return true;
}

}  // namespace mailstore
