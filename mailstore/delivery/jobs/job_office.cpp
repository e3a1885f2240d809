// What follows from an event of an office: one mail, or a copy of a document, a commit, with the events it brings.
#include "mailstore/delivery/jobs/job_content.h"
#include "mailstore/delivery/jobs/job_kinds.h"
#include "mailstore/delivery/unit/office_unit.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore {
namespace {

struct OfficeJob {
  DeliveryParts& parts;
  const office::Office& office;
  const JobRow& row;
  const OfficeFollowUp& follow_up;
  const office::OutputTools& tools;
  base::UnitId event_office;
};

// Nothing: the output has no mail, only events.
base::Result<std::shared_ptr<DeliveryUnit>> unit_of(const OfficeJob& job, const office::Output& output) {
  if (output.to.empty()) return std::shared_ptr<DeliveryUnit>();
  DeliveryParts& parts = job.parts;
  base::Result<std::string> bytes = std::string();
  if (output.sends_cause) {
    bytes = read_content(parts.core, job.row.content);
  } else {
    auto read = parts.core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      bytes = output.make(snapshot);
      return {};
    });
    if (!read) return read.error();
  }
  if (!bytes) return bytes.error();
  auto message = parts.preparer.prepare_blocking(std::move(*bytes));
  if (!message) return message.error();
  DeliverRequest request;
  request.source = Source::notice;
  request.reverse_path = output.reverse_path;
  request.at = job.row.created;
  if (output.sends_cause) request.received = job.follow_up.prefix;
  for (const std::string& to : output.to) request.recipients.push_back({to, {}, {}});
  auto unit = parts.plan(request, std::move(*message));
  auto placed = parts.place_blocking(unit->boxes);
  if (!placed) return placed.error();
  unit->ignores_quota = true;  // what an office says must get through
  return unit;
}

base::Result<void> send_output(const OfficeJob& job, std::int64_t position, bool last, const office::Output& output) {
  auto made = unit_of(job, output);
  if (!made) return made.error();
  const std::shared_ptr<DeliveryUnit> unit = std::move(*made);
  DeliveryParts& parts = job.parts;
  PreparedMessages messages;
  if (unit) messages.push_back(unit->message);
  return parts.preparer.commit_blocking(messages, [&](base::SqlTransaction& tx) -> base::Result<void> {
    auto mine = advance_job(tx, job.row.id, position, position + 1);
    if (!mine || !*mine) return mine ? base::Result<void>() : mine.error();
    if (unit) {
      unit->ran_before = false;  // the job's position tells
      auto filed = unit->run(tx, parts.core, parts.preparer);
      if (!filed) return filed.error();
    }
    if (output.follow) {
      auto events = output.follow(job.office.ruling_tools(tx, *job.tools.view, job.event_office));
      if (!events) return events.error();
      auto written =
          write_events(tx, parts.core, parts.preparer, *job.tools.view, *events, job.row.content, job.follow_up.prefix);
      if (!written) return written;
    }
    if (!last) return {};
    auto finished = finish_job(tx, job.row);
    return finished ? base::Result<void>() : finished.error();
  });
}

base::Result<std::string> bytes_of(DeliveryParts& parts, base::ContentId content) {
  if (!content) return std::string();
  return read_content(parts.core, content);
}

// The mail that caused an event: the journal keeps it. "": none was kept.
base::Result<std::string> cause_of(DeliveryParts& parts, base::UnitId office, std::int64_t seq) {
  base::ContentId content;
  auto read = parts.core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found =
        snapshot.query_i64("SELECT cause_content FROM journal_event WHERE office = ? AND seq = ?", {office, seq});
    if (!found) return found.error();
    content = base::ContentId(*found);
    return {};
  });
  if (!read) return read.error();
  return bytes_of(parts, content);
}

// The mail that the causing one completes.
base::Result<std::string> source_of(DeliveryParts& parts, const office::Event& event) {
  if (event.source == 0) return std::string();
  return cause_of(parts, event.office, event.source);
}

// Mails of before whose files go on with this step.
base::Result<std::vector<std::string>> mails_of(DeliveryParts& parts, const office::Event& event) {
  std::vector<std::string> out;
  const auto* step = std::get_if<office::TaskStep>(&event.body);
  for (std::size_t i = 0; step != nullptr && i < step->mails.size(); ++i) {
    auto bytes = cause_of(parts, step->mails[i].office, step->mails[i].seq);
    if (!bytes) return bytes.error();
    out.push_back(std::move(*bytes));
  }
  return out;
}

}  // namespace

base::Result<void> run_office(DeliveryParts& parts, const office::Office& office, const JobRow& job) {
  auto follow_up = unpack_office(job.payload);
  if (!follow_up) return follow_up.error();
  auto event = office::parse_event(follow_up->event);
  if (!event) return event.error();
  std::optional<policies::tasks::Task> task;
  if (!follow_up->task.empty()) {
    auto read = office::task_from_json(follow_up->task);
    if (!read) return read.error();
    task = std::move(*read);
  }
  std::string cause, source;
  std::vector<std::string> mails;
  if (office::needs_cause(*event)) {
    auto own = bytes_of(parts, job.content);
    if (!own) return own.error();
    cause = std::move(*own);
    auto before = source_of(parts, *event);
    if (!before) return before.error();
    source = std::move(*before);
    auto others = mails_of(parts, *event);
    if (!others) return others.error();
    mails = std::move(*others);
  }
  const office::OutputTools tools = office.output_tools(parts.directory.view(), event->office);
  const auto outputs = office::outputs_of(tools, *event, task, {cause, source, mails});
  const auto total = static_cast<std::int64_t>(outputs.size());
  const OfficeJob office_job{parts, office, job, *follow_up, tools, event->office};
  for (std::int64_t at = job.position; at < total; ++at) {
    auto sent = send_output(office_job, at, at + 1 == total, outputs[static_cast<std::size_t>(at)]);
    if (!sent) return sent;
  }
  if (job.position < total) return {};
  return parts.core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto finished = finish_job(tx, job);
    return finished ? base::Result<void>() : finished.error();
  });
}

}  // namespace mailstore
